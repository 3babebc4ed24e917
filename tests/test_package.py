"""The package as it is installed: what a wheel holds, what it needs, and that it answers from any folder."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from finder import __version__
from tests.world import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {canonicalize_name(r.name): r for r in map(Requirement, PROJECT["dependencies"])}
# Read by the standard library where the system has no time zone database, and imported nowhere.
NOT_IMPORTED = {"tzdata"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """A wheel of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    [path] = folder.glob("*.whl")
    return zipfile.Path(path)


def names(wheel: zipfile.Path) -> set[str]:
    return set(wheel.root.namelist())


def shipped(folder: str, pattern: str, but: str = " ") -> Iterator[str]:
    """Files below a folder of the checkout that belong in the package."""
    for path in (ROOT / folder).rglob(pattern):
        name = path.relative_to(ROOT / folder).as_posix()
        if path.is_file() and not name.startswith(but) and "__pycache__" not in name:
            yield name


@pytest.mark.slow
def test_a_wheel_holds_the_code_and_all_that_it_reads(wheel: zipfile.Path) -> None:
    held = names(wheel)
    assert held >= {f"finder/{name}" for name in shipped("finder", "*")}
    assert held >= {f"finder/_templates/{name}" for name in shipped("templates", "*.html")}
    assert held >= {f"finder/_translations/{name}" for name in shipped("translations", "*.mo")}
    data = {name for name in shipped("data", "*", but="trials/") if not name.startswith("build/")}
    assert held >= {f"finder/_data/{name}" for name in data}
    assert {"zips.npz", "roads.npz", "therapies.toml", "directory/centers.csv"} <= data


def test_a_wheel_holds_nothing_else(wheel: zipfile.Path) -> None:
    info = f"infusion_access_finder-{__version__}.dist-info"
    assert {name.split("/")[0] for name in names(wheel)} == {"finder", info}
    assert not [name for name in names(wheel) if name.startswith(("finder/_data/build", "finder/_data/trials"))]
    licenses = {name.removeprefix(f"{info}/licenses/") for name in names(wheel) if name.startswith(f"{info}/licenses/")}
    assert licenses >= {"LICENSE", "NOTICE", "licenses/LGPL-3.0.txt", "licenses/GPL-3.0.txt"}


@pytest.mark.slow
def test_the_installed_package_answers_from_any_folder(wheel: zipfile.Path, tmp_path: Path) -> None:
    wheel.root.extractall(tmp_path / "site")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FINDER_")}
    done = subprocess.run(
        [sys.executable, "-m", "finder", "search", "59718"],
        cwd=elsewhere,
        env={**settings, "PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Bozeman Health Deaconess Hospital" in done.stdout
    assert list(elsewhere.iterdir()) == []


def test_the_command_is_there(wheel: zipfile.Path) -> None:
    [entry] = [name for name in names(wheel) if name.endswith("entry_points.txt")]
    assert wheel.joinpath(entry).read_text() == "[console_scripts]\nfinder = finder.cli.app:main\n"


@pytest.mark.slow
def test_what_is_imported_is_what_is_needed() -> None:
    """Nothing is imported that only another package brings along, and nothing is asked for in vain."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "finder").rglob("*.py"))
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    tops = {module.split(".")[0] for module in modules} - sys.stdlib_module_names - {"finder", "_typeshed"}
    owners = packages_distributions()
    imported = {canonicalize_name(owners[top][0]) for top in tops}
    assert imported == NEEDED.keys() - NOT_IMPORTED


def test_the_lock_fits_the_ranges_and_has_a_hash_for_each_package() -> None:
    lock = re.findall(r"^([\w.-]+)==(\S+).*\\\n((?: +--hash=sha256:[0-9a-f]{64}.*\n)+)", read("requirements.txt"), re.MULTILINE)
    pins = {canonicalize_name(name): version for name, version, _ in lock}
    assert len(pins) == len(re.findall(r"^[\w.-]+==", read("requirements.txt"), re.MULTILINE))
    for name, needed in NEEDED.items():
        assert needed.specifier.contains(pins[name]), f"{needed}: the lock has {pins[name]}"
        assert {spec.operator for spec in needed.specifier} >= {">="}, f"{needed} has no lower bound"


def test_tests_run_on_the_versions_that_the_finder_runs_on() -> None:
    run, test = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", read(f"requirements{name}.txt"), re.MULTILINE)) for name in ("", "-test")
    )
    assert run.items() <= test.items()


def test_the_changelog_knows_the_version() -> None:
    first, *_ = re.findall(r"^## .*\n(?:[^#\n].*\n)?", read("CHANGELOG.md"), re.MULTILINE)
    assert __version__ in first


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
