"""`finder serve`: the pages of the finder that its options ask for. The server itself: test_cli_process.py."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.settings import Settings
from finder.web import create_app
from finder.web.observing import NO_WATCH, Watch
from tests.cli.conftest import Run


@pytest.fixture
def pages(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FlaskClient]:
    """A client of the pages that `serve` with these options would serve."""
    clients: list[FlaskClient] = []

    def served(made: Finder, settings: Settings, _host: str, _port: int, *, per_client: int, watch: Watch) -> None:
        assert watch == NO_WATCH
        clients.append(create_app(made, settings, per_client).test_client())

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
