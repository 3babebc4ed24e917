"""The browser scripts kept in the project are exactly those of the lock, and ask nothing of anyone else."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "finder" / "web" / "static" / "vendor"
LOADED_BY_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s;]+)""", re.IGNORECASE)
SOURCE_MAP = re.compile(r"sourceMappingURL\s*=")


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor_script", ROOT / "data" / "build" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


def vendored(*suffixes: str) -> list[Path]:
    return sorted(path for path in VENDOR.rglob("*") if path.suffix in suffixes)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VENDOR, tmp_path / "vendor"))


def test_every_vendored_file_is_in_the_lock_and_matches_it() -> None:
    assert script.problems(VENDOR) == []


def test_the_lock_names_version_integrity_and_license_of_each_package() -> None:
    for package in script.read_lock(VENDOR):
        assert package["version"]
        assert package["license"]
        assert package["integrity"].startswith("sha512-")
        assert "LICENSE" in package["files"]


def test_a_changed_file_is_noticed(copy: Path) -> None:
    with (copy / "leaflet@1.9.4" / "leaflet.js").open("ab") as file:
        file.write(b"\n")
    assert [line.split(":")[0] for line in script.problems(copy)] == ["leaflet@1.9.4/leaflet.js"]


def test_a_missing_and_an_unlocked_file_are_noticed(copy: Path) -> None:
    (copy / "leaflet@1.9.4" / "leaflet.css").rename(copy / "leaflet@1.9.4" / "other.css")
    assert script.problems(copy) == [
        "leaflet@1.9.4/leaflet.css: in the lock, but not in the folder",
        "leaflet@1.9.4/other.css: in the folder, but not in the lock",
    ]


def test_the_source_map_line_is_all_that_is_taken_out() -> None:
    assert script.without_source_map(b"a();\n//# sourceMappingURL=a.js.map\n") == b"a();\n"
    assert script.without_source_map(b"a{}\n/*# sourceMappingURL=a.css.map */\nb{}") == b"a{}\nb{}"
    assert script.without_source_map(b"// see https://example.org\na();\n") == b"// see https://example.org\na();\n"


@pytest.mark.parametrize("path", vendored(".css"), ids=lambda path: path.name)
def test_no_style_loads_from_another_host(path: Path) -> None:
    assert LOADED_BY_CSS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", vendored(".css"), ids=lambda path: path.name)
def test_every_image_a_style_names_is_here(path: Path) -> None:
    named = re.findall(r"url\(\s*[\"']?([^\"')#]+)[\"']?\s*\)", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).is_file()] == []


@pytest.mark.parametrize("path", vendored(".css", ".js"), ids=lambda path: path.name)
def test_nothing_names_a_source_map(path: Path) -> None:
    assert not SOURCE_MAP.search(path.read_text(encoding="utf-8"))
