"""`finder serve`: the pages of the finder that its options ask for. The server itself: test_cli_process.py."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.settings import Settings
from finder.web import create_app
from finder.web.observing import NO_WATCH
from finder.web.server import Operation
from tests.cli.conftest import Run
from tests.world import SETTINGS


@pytest.fixture
def pages(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FlaskClient]:
    """A client of the pages that `serve` with these options would serve."""
    clients: list[FlaskClient] = []

    def served(made: Finder, settings: Settings, _host: str, _port: int, operation: Operation) -> None:
        assert operation.watch == NO_WATCH
        clients.append(create_app(made, settings, operation.per_client).test_client())

    def start(*options: str) -> FlaskClient:
        monkeypatch.setattr("finder.web.server.run", served)
        assert run("serve", *options)[0] == 0
        return clients.pop()

    return start


def test_serve_uses_the_limits_of_an_hsd_file(pages: Callable[..., FlaskClient], tmp_path: Path) -> None:
    file = tmp_path / "limits 2027.csv"
    head = "FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles"
    file.write_text(f"{head}\n10001,CEAC,111,101\n", encoding="utf-8")
    county = "/planner/counties/10001?standard=cms"
    with_file = pages("--travel", "straight", "--hsd", str(file)).get(county)
    without = pages("--travel", "straight").get(county)
    assert with_file.status_code == without.status_code == 200
    for said in ("limits 2027.csv", "101 miles", "111 minutes"):
        assert said in with_file.text
        assert said not in without.text


def test_serve_takes_the_public_address(pages: Callable[..., FlaskClient]) -> None:
    options = ("--public-url", "https://finder.example.org", "--trusted-proxies", "127.0.0.1", "--allowed-hosts", "a.example")
    answer = pages("--travel", "straight", *options).get("/")
    assert answer.headers["Strict-Transport-Security"]


def test_serve_refuses_an_address_without_sense_in_one_line(run: Run) -> None:
    code, _, said = run("serve", "--public-url", "finder.example.org")
    assert code == 2
    assert said.count("\n") == 1
    assert "https://finder.example.org" in said


@pytest.mark.slow
@pytest.mark.parametrize("damage", [None, b"PK"])
def test_serve_does_not_begin_without_a_table(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: bytes | None
) -> None:
    for path in SETTINGS.data.iterdir():
        if path.name != "boundaries.npz":
            (tmp_path / path.name).symlink_to(path.absolute())
    if damage is not None:
        (tmp_path / "boundaries.npz").write_bytes(damage)
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    code, out, err = run("serve", "--travel", "straight")
    assert (code, out) == (2, "")
    said = "missing" if damage is None else "damaged"
    assert err.strip().splitlines()[-1].startswith(f"finder: The reference table boundaries.npz is {said}. Restore")
    assert "Traceback" not in err
