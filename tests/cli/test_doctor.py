"""`finder doctor`: what works is one line each, and what does not says what to do."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finder.cli.doctor import installation
from finder.cli.doctor.finding import Finding, findings_of
from finder.cli.doctor.services import geocoder, routing
from finder.errors import ServiceError
from finder.text import text
from tests.cli.conftest import Run
from tests.sampling import sample
from tests.world import REFERENCE, ROOT, SETTINGS, TODAY

# All but the one that is only read when roads are built.
KINDS = (".npz", ".toml", ".csv", ".gz")
TABLES = sorted(f.name for f in (ROOT / "data").iterdir() if f.suffix in KINDS and f.name != "road_links.csv")
Parts = dict[str, dict[str, str]]
ASKED_TABLES = sample(TABLES, by=lambda table: [Path(table).suffix])


@pytest.fixture
def looked_at(run: Run) -> Callable[..., tuple[int, Parts]]:
    def look(*options: str) -> tuple[int, Parts]:
        code, out, err = run("doctor", "--format", "json", *options)
        assert not err
        whole = json.loads(out)
        assert whole["works"] is (code == 0)
        return code, {row["part"]: row for row in whole["findings"]}

    return look


def state(findings: Iterator[Finding]) -> str:
    (found,) = findings
    assert found.advice or found.state == "ok"
    return found.state


@contextmanager
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.mark.slow
def test_this_installation_works(looked_at: Callable[..., tuple[int, Parts]], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("FINDER_CACHE", str(tmp_path / "new" / "cache"))
    code, parts = looked_at()
    assert code == 0
    assert [*parts] == [
        *("python", "packages", "tables", "clock", "directory", "cache", "fonts", "languages", "trials"),
        *("port", "routing", "geocoder"),
    ]
    assert {row["state"] for row in parts.values()} <= {"ok", "warn"}
    assert parts["tables"]["found"].startswith("All tables can be read: People and groups 2018 to 2022")
    assert parts["geocoder"]["found"] == "None: addresses are looked up on this machine alone."


@pytest.mark.slow
def test_the_table_has_a_line_for_each_part(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert len(out.splitlines()) == 12
    assert out.startswith("ok    python: This is Python ")


def test_a_port_that_is_taken_is_a_warning(looked_at: Callable[..., tuple[int, Parts]]) -> None:
    with listening() as port:
        code, parts = looked_at("--port", str(port))
    assert (code, parts["port"]["state"]) == (0, "warn")
    assert str(port) in parts["port"]["found"]


def test_a_host_that_does_not_exist_is_a_warning() -> None:
    assert state(installation.port("no such host", 8000)) == "warn"


def test_an_engine_that_does_not_answer_is_a_warning(looked_at: Callable[..., tuple[int, Parts]], monkeypatch: Any) -> None:
    monkeypatch.setenv("FINDER_OSRM_URL", "http://127.0.0.1:9")
    code, parts = looked_at("--travel", "osrm")
    assert (code, parts["routing"]["state"]) == (0, "warn")


@pytest.mark.slow
@pytest.mark.parametrize(("options", "part"), [(("--travel", "rocket"), "routing"), (("--geocoder", "nobody"), "geocoder")])
def test_what_makes_no_sense_is_a_failure(looked_at: Callable[..., tuple[int, Parts]], options: Any, part: str) -> None:
    code, parts = looked_at(*options)
    assert (code, parts[part]["state"]) == (1, "fail")
    assert parts[part]["advice"]


def test_a_geocoder_that_fails_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ServiceError(text("a"), text("b"))

    monkeypatch.setattr("finder.places.online.find_address", failing)
    assert state(geocoder(REFERENCE, "census")) == "warn"


def test_travel_on_board_needs_no_engine() -> None:
    assert state(routing(SETTINGS, REFERENCE, "straight")) == "ok"


def test_a_bad_row_of_the_directory_is_a_warning(
    looked_at: Callable[..., tuple[int, Parts]], write_folder: Callable[..., Path]
) -> None:
    bad = write_folder(centers=[{"id": "a", "name": "A", "zip": "59715", "lat": "north"}])
    assert looked_at("--directory", str(bad))[1]["directory"]["state"] == "warn"
    assert looked_at("--directory", str(write_folder(centers=[])))[1]["directory"]["state"] == "warn"
    assert looked_at("--directory", "/no/such/folder")[0] == 1


@pytest.mark.slow
@pytest.mark.parametrize("table", ASKED_TABLES)
def test_a_missing_table_is_a_failure_that_names_it(table: str, tmp_path: Path) -> None:
    from finder.reference.reference import Reference

    for file in (ROOT / "data").iterdir():
        if file.is_file() and file.name != table:
            (tmp_path / file.name).symlink_to(file)
    (found,) = findings_of("tables", lambda: installation.tables(Reference(tmp_path), TODAY))
    assert found.state == "fail"
    assert table in str(found.found)


def test_another_version_than_the_lock_says_is_a_warning(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("numpy==0.0.1 \\\n    --hash=sha256:0\nflask==999 \\\n")
    (found,) = installation.packages(lock)
    assert found.state == "warn"
    assert "numpy" in str(found.found)
    assert state(installation.packages(tmp_path / "none.txt")) == "ok"


def test_a_package_that_is_missing_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: ["numpy>=2", "No_Such.Package[x]>=1; python_version>'3'"])
    (found,) = installation.packages(tmp_path / "none.txt")
    assert found.state == "fail"
    assert "no-such-package" in str(found.found)


def test_a_clock_before_the_program_was_written_is_wrong() -> None:
    assert state(installation.clock(REFERENCE, date(1970, 1, 1))) == "fail"


def test_a_cache_that_cannot_be_written_is_a_warning_and_a_full_disk_too(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "file").write_text("")
    assert state(installation.cache(tmp_path / "file" / "cache")) == "warn"
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 10, 0))
    assert state(installation.cache(tmp_path)) == "warn"
    assert [f.name for f in tmp_path.iterdir()] == ["file"]


def test_a_translation_that_is_missing_is_a_failure(tmp_path: Path) -> None:
    assert state(installation.translations(tmp_path)) == "fail"


def test_fonts_that_are_damaged_are_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.reports.pdf.typesetting.FONTS", tmp_path)
    assert state(installation.fonts()) == "fail"
    (tmp_path / "a.ttf").write_text("no font")
    assert state(installation.fonts()) == "fail"


def test_whatever_breaks_in_a_check_is_a_line() -> None:
    def broken() -> Iterator[Finding]:
        raise ZeroDivisionError("secret")
        yield

    (found,) = findings_of("x", broken)
    assert (found.state, "ZeroDivisionError" in str(found.found), "secret" in str(found.found)) == ("fail", True, False)


@pytest.mark.slow
def test_it_is_a_command_of_its_own_process() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "finder", "doctor"], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
