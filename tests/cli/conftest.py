"""Commands run in this process, over reference tables that are read once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finder.cli.app import main
from finder.reference.reference import Reference
from tests.world import REFERENCE

Run = Callable[..., tuple[int, str, str]]


def one_line(err: str) -> str:
    """The only line of stderr."""
    (line,) = err.splitlines()
    assert line.startswith("finder: ")
    return line


@pytest.fixture(autouse=True)
def tables_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command in this process would read them anew. Commands in a process of their own are in test_cli_process.py."""

    def reference(folder: Path) -> Reference:
        return REFERENCE if folder == REFERENCE.folder else Reference(folder)

    commands = (f"finder.cli.commands.{name}" for name in ("doctor", "geocode", "verify"))
    for module in ("finder.core", "finder.cli.planner", *commands):
        monkeypatch.setattr(f"{module}.Reference", reference)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process: its exit code, stdout and stderr."""

    def call(*argv: str) -> tuple[int, str, str]:
        try:
            code = main(argv)
        except SystemExit as left:  # how argparse ends
            code = int(str(left.code or 0))
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return call


@pytest.fixture
def near_bozeman(write_folder: Callable[..., Path]) -> Path:
    """Two centers near Bozeman, one known to give IVIG."""
    centers = [
        {"id": "a", "name": "Hospital A", "zip": "59715", "city": "Bozeman", "state": "MT", "phone": "406-414-5000"},
        {"id": "b", "name": "Clinic B", "zip": "59101", "city": "Billings", "state": "MT"},
    ]
    given = [{"center_id": "b", "therapy_id": "ivig", "evidence": "reported", "source": "phone book"}]
    return write_folder(centers=centers, center_therapies=given)
