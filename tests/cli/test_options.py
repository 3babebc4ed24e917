"""Every option of a command does something there, and an option that a command has no use for is refused."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from geopy.location import Location

from finder.core import Finder
from finder.services.breaker import Breaker
from finder.settings import Settings
from finder.web.server import Operation
from tests.cli.conftest import Run, one_line
from tests.conftest import write_tables
from tests.sampling import sample
from tests.trials.conftest import PAGE

ADDRESS = "4600 Silver Hill Rd, Washington, DC 20233"
HSD = """FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles
10001,CEAC,111,101
"""
SEARCH = ("search", "59718", "--travel", "straight", "--directory", "{listings}")
COVERAGE = ("coverage", "--state", "MT", "--travel", "straight", "--directory", "{listings}")
CHAIRS = ("chairs", "--state", "MT", "--travel", "straight", "--directory", "{listings}")
DISTANCES = ("distances", "{list}", "--travel", "straight", "--directory", "{listings}")
IVIG = ("--therapy", "ivig")
SITING = ("siting", "--state", "MT", "--travel", "straight", "--directory", "{listings}")
SITING_JSON = (*SITING, "--format", "json")
CLOSURES = ("closures", "--state", "MT", "--travel", "straight", "--directory", "{listings}")
COMPARED = ("scenario", "compare", "today", "{plan}")
SIDES = ("--report", "sides")
SCENARIO = (*COMPARED, "--state", "MT", "--travel", "straight", "--directory", "{listings}")
PLAN = ("calendar", "--stops", "{sites}", "--base", "Van=Dover, DE", *IVIG, "--start", "2027-01-04", "--format", "json")
CALENDAR = (*PLAN, "--directory", "{listings}", "--travel", "straight")
CMS_DE = ("coverage", "--state", "DE", "--travel", "straight", "--standard", "cms")
REPORTS = {
    "{report}": (*CMS_DE, "--format", "csv"),
    "{hsd_report}": (*CMS_DE, "--hsd", "{hsd}", "--format", "csv"),
    "{scenario_report}": (*COMPARED, *CMS_DE[1:], "--report", "sides", "--format", "csv"),
    "{siting_report}": ("siting", *CMS_DE[1:], "--standard", "miles:5", "--candidates", "{sites}", "--format", "csv"),
    "{people_report}": (*CMS_DE, "--people", "{people}", "--format", "csv"),
}
# For each option of each command, a command without it, and the option: what the command answers must differ.
EFFECTS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("serve", "--host"): (("serve",), ("--host", "0.0.0.0")),
    ("serve", "--port"): (("serve",), ("--port", "8123")),
    ("serve", "--workers"): (("serve",), ("--workers", "3")),
    ("serve", "--directory"): (("serve",), ("--directory", "{listings}")),
    ("serve", "--travel"): (("serve",), ("--travel", "straight")),
    ("serve", "--geocoder"): (("serve",), ("--geocoder", "census")),
    ("serve", "--hsd"): (("serve",), ("--hsd", "{hsd}")),
    ("serve", "--examples"): (("serve",), ("--examples",)),
    ("serve", "--public-url"): (("serve",), ("--public-url", "https://finder.example.org")),
    ("serve", "--trusted-proxies"): (("serve",), ("--trusted-proxies", "127.0.0.1")),
    ("serve", "--allowed-hosts"): (("serve",), ("--allowed-hosts", "finder.example.org")),
    ("serve", "--per-client"): (("serve",), ("--per-client", "60")),
    ("serve", "--metrics"): (("serve",), ("--metrics",)),
    ("serve", "--log-format"): (("serve",), ("--log-format", "json")),
    ("geocode", "--geocoder"): (("geocode", ADDRESS), ("--geocoder", "census")),
    ("geocode", "--format"): (("geocode", "59718"), ("--format", "json")),
    ("geocode", "--out"): (("geocode", "59718"), ("--out", "{out}")),
    ("search", "--therapy"): ((*SEARCH, "--within", "300"), IVIG),
    ("search", "--within"): (SEARCH, ("--within", "300")),
    ("search", "--limit"): ((*SEARCH, "--within", "300"), ("--limit", "1")),
    ("search", "--age"): ((*SEARCH, "--within", "300"), ("--age", "children")),
    ("search", "--sort"): ((*SEARCH, "--within", "300", *IVIG), ("--sort", "sure")),
    ("search", "--on"): ((*SEARCH, "--within", "300", "--format", "csv"), ("--on", "2030-01-15")),
    ("search", "--directory"): (("search", "59718"), ("--directory", "{listings}")),
    ("search", "--travel"): (("search", "59718", "--directory", "{listings}"), ("--travel", "straight")),
    ("search", "--geocoder"): (("search", ADDRESS, *SEARCH[2:], "--format", "json"), ("--geocoder", "census")),
    ("search", "--format"): (SEARCH, ("--format", "csv")),
    ("search", "--out"): (SEARCH, ("--out", "{out}")),
    ("coverage", "--standard"): (COVERAGE, ("--standard", "miles:10")),
    ("coverage", "--therapy"): ((*COVERAGE, "--format", "json"), IVIG),
    ("coverage", "--state"): (("coverage", *COVERAGE[3:]), ("--state", "MT")),
    ("coverage", "--evidence"): ((*COVERAGE, *IVIG), ("--evidence", "listed")),
    ("coverage", "--mobile"): (COVERAGE, ("--mobile", "exclude")),
    ("coverage", "--report"): (COVERAGE, ("--report", "zips")),
    ("coverage", "--hsd"): (CMS_DE, ("--hsd", "{hsd}")),
    ("coverage", "--people"): (COVERAGE, ("--people", "{people}")),
    ("coverage", "--show-small"): ((*COVERAGE, "--people", "{people}"), ("--show-small",)),
    ("coverage", "--need"): ((*COVERAGE, "--format", "json"), ("--need", "cidp")),
    ("coverage", "--infused"): ((*COVERAGE, "--format", "json", "--need", "cidp"), ("--infused", "0.5")),
    ("coverage", "--directory"): (COVERAGE[:5], ("--directory", "{listings}")),
    ("coverage", "--travel"): ((*COVERAGE[:3], *COVERAGE[5:]), ("--travel", "straight")),
    ("coverage", "--format"): (COVERAGE, ("--format", "csv")),
    ("coverage", "--out"): (COVERAGE, ("--out", "{out}")),
    ("chairs", "--therapy"): ((*CHAIRS, "--format", "json"), IVIG),
    ("chairs", "--state"): (("chairs", *CHAIRS[3:]), ("--state", "MT")),
    ("chairs", "--evidence"): ((*CHAIRS, *IVIG), ("--evidence", "listed")),
    ("chairs", "--mobile"): ((*CHAIRS, "--format", "json"), ("--mobile", "only")),
    ("chairs", "--report"): (CHAIRS, ("--report", "zips")),
    ("chairs", "--directory"): (CHAIRS[:5], ("--directory", "{listings}")),
    ("chairs", "--travel"): ((*CHAIRS[:3], *CHAIRS[5:]), ("--travel", "straight")),
    ("chairs", "--format"): (CHAIRS, ("--format", "csv")),
    ("chairs", "--out"): (CHAIRS, ("--out", "{out}")),
    ("siting", "--units"): (SITING, ("--units", "2")),
    ("siting", "--objective"): (SITING, ("--objective", "burden")),
    ("siting", "--standard"): (SITING, ("--standard", "miles:20")),
    ("siting", "--candidates"): (SITING, ("--candidates", "towns:20000")),
    ("siting", "--where"): (SITING_JSON, ("--where", "state")),
    ("siting", "--seconds"): (SITING_JSON, ("--seconds", "5")),
    ("siting", "--therapy"): (SITING_JSON, IVIG),
    ("siting", "--state"): (("siting", *SITING[3:], "--candidates", "{sites}"), ("--state", "MT")),
    ("siting", "--evidence"): ((*SITING, *IVIG), ("--evidence", "listed")),
    ("siting", "--mobile"): (SITING_JSON, ("--mobile", "only")),
    ("siting", "--report"): (SITING, ("--report", "zips")),
    ("siting", "--hsd"): (("siting", *CMS_DE[1:], "--directory", "{listings}"), ("--hsd", "{hsd}")),
    ("siting", "--people"): (SITING, ("--people", "{people}")),
    ("siting", "--show-small"): ((*SITING, "--people", "{people}"), ("--show-small",)),
    ("siting", "--need"): (SITING_JSON, ("--need", "cidp")),
    ("siting", "--infused"): ((*SITING_JSON, "--need", "cidp"), ("--infused", "0.5")),
    ("siting", "--directory"): (SITING[:5], ("--directory", "{listings}")),
    ("siting", "--travel"): ((*SITING[:3], *SITING[5:]), ("--travel", "straight")),
    ("siting", "--format"): (SITING, ("--format", "csv")),
    ("siting", "--out"): (SITING, ("--out", "{out}")),
    ("closures", "--standard"): (CLOSURES, ("--standard", "miles:10")),
    ("closures", "--by"): ((*CLOSURES, "--format", "json"), ("--by", "address")),
    ("closures", "--close"): (CLOSURES, ("--close", "b")),
    ("closures", "--therapy"): ((*CLOSURES, "--format", "json"), IVIG),
    ("closures", "--state"): (("closures", *CLOSURES[3:]), ("--state", "MT")),
    ("closures", "--evidence"): ((*CLOSURES, *IVIG), ("--evidence", "listed")),
    ("closures", "--mobile"): (CLOSURES, ("--mobile", "exclude")),
    ("closures", "--report"): (CLOSURES, ("--report", "zips")),
    ("closures", "--hsd"): (("closures", *CMS_DE[1:], "--format", "json"), ("--hsd", "{hsd}")),
    ("closures", "--directory"): (CLOSURES[:5], ("--directory", "{listings}")),
    ("closures", "--travel"): ((*CLOSURES[:3], *CLOSURES[5:]), ("--travel", "straight")),
    ("closures", "--format"): (CLOSURES, ("--format", "csv")),
    ("closures", "--out"): (CLOSURES, ("--out", "{out}")),
    ("scenario", "--standard"): (SCENARIO, ("--standard", "miles:10")),
    ("scenario", "--therapy"): ((*SCENARIO, "--format", "json"), IVIG),
    ("scenario", "--state"): ((*COMPARED, *SCENARIO[6:], *SIDES), ("--state", "MT")),
    ("scenario", "--evidence"): ((*SCENARIO, *IVIG, *SIDES), ("--evidence", "listed")),
    ("scenario", "--mobile"): ((*SCENARIO, *SIDES), ("--mobile", "exclude")),
    ("scenario", "--report"): (SCENARIO, ("--report", "zips")),
    ("scenario", "--hsd"): ((*COMPARED, *CMS_DE[1:], "--format", "json"), ("--hsd", "{hsd}")),
    ("scenario", "--directory"): (SCENARIO[:-2], ("--directory", "{listings}")),
    ("scenario", "--travel"): ((*SCENARIO[:6], *SCENARIO[8:], *SIDES), ("--travel", "straight")),
    ("scenario", "--format"): (SCENARIO, ("--format", "csv")),
    ("scenario", "--out"): (SCENARIO, ("--out", "{out}")),
    ("calendar", "--stops"): (("calendar", *CALENDAR[3:]), ("--stops", "{sites}")),
    ("calendar", "--units"): (CALENDAR, ("--units", "{units}")),
    ("calendar", "--base"): ((*CALENDAR[:3], *CALENDAR[5:]), ("--base", "Van=Dover, DE")),
    ("calendar", "--therapy"): ((*CALENDAR[:5], *CALENDAR[7:]), IVIG),
    ("calendar", "--days"): (CALENDAR, ("--days", "3")),
    ("calendar", "--start"): ((*CALENDAR[:7], *CALENDAR[9:]), ("--start", "2040-01-02")),
    ("calendar", "--crew-hours"): (CALENDAR, ("--crew-hours", "12")),
    ("calendar", "--setup"): (CALENDAR, ("--setup", "45")),
    ("calendar", "--takedown"): (CALENDAR, ("--takedown", "45")),
    ("calendar", "--week"): (CALENDAR, ("--week", "4")),
    ("calendar", "--every-night-at-base"): (CALENDAR, ("--every-night-at-base",)),
    ("calendar", "--seconds"): (CALENDAR, ("--seconds", "5")),
    ("calendar", "--report"): ((*CALENDAR[:9], *CALENDAR[11:]), ("--report", "drives")),
    ("calendar", "--folder"): (CALENDAR, ("--folder", "{out}")),
    ("calendar", "--directory"): (PLAN, ("--directory", "{listings}")),
    ("calendar", "--travel"): (CALENDAR[:-2], ("--travel", "straight")),
    ("calendar", "--format"): ((*CALENDAR[:9], *CALENDAR[11:]), ("--format", "csv")),
    ("calendar", "--out"): (CALENDAR, ("--out", "{out}")),
    ("check", "--directory"): (("check",), ("--directory", "{listings}")),
    ("check", "--format"): (("check",), ("--format", "json")),
    ("check", "--out"): (("check",), ("--out", "{out}")),
    ("doctor", "--directory"): (("doctor",), ("--directory", "{listings}")),
    ("doctor", "--travel"): (("doctor",), ("--travel", "straight")),
    ("doctor", "--geocoder"): (("doctor",), ("--geocoder", "nobody")),
    ("doctor", "--host"): (("doctor",), ("--host", "localhost")),
    ("doctor", "--port"): (("doctor",), ("--port", "8123")),
    ("doctor", "--format"): (("doctor",), ("--format", "json")),
    ("doctor", "--out"): (("doctor",), ("--out", "{out}")),
    ("match", "--format"): (("match", "{list}", "{list}"), ("--format", "json")),
    ("match", "--out"): (("match", "{list}", "{list}"), ("--out", "{out}")),
    ("distances", "--nearest"): (DISTANCES, ("--nearest", "2")),
    ("distances", "--pairs"): (("distances", *DISTANCES[2:4]), ("--pairs", "{pairs}")),
    ("distances", "--therapy"): (DISTANCES, IVIG),
    ("distances", "--evidence"): ((*DISTANCES, *IVIG), ("--evidence", "listed")),
    ("distances", "--mobile"): (DISTANCES, ("--mobile", "exclude")),
    ("distances", "--directory"): (DISTANCES[:4], ("--directory", "{listings}")),
    ("distances", "--travel"): ((*DISTANCES[:2], *DISTANCES[4:]), ("--travel", "straight")),
    ("distances", "--format"): (DISTANCES, ("--format", "json")),
    ("distances", "--out"): (DISTANCES, ("--out", "{out}")),
    ("verify", "--directory"): (("verify", "{report}"), ("--directory", "{listings}")),
    ("verify", "--hsd"): (("verify", "{hsd_report}"), ("--hsd", "{hsd}")),
    ("verify", "--candidates"): (("verify", "{siting_report}"), ("--candidates", "{sites}")),
    ("verify", "--scenario"): (("verify", "{scenario_report}"), ("--scenario", "{plan}")),
    ("verify", "--people"): (("verify", "{people_report}"), ("--people", "{people}")),
    ("import", "--out"): (("import", "trials", str(PAGE)), ("--out", "{out}")),
}
# In a sample every command and every option; an option of several commands comes from one parent parser.
ASKED = sample(EFFECTS)


def _listed(run: Run) -> dict[str, set[str]]:
    """The options of each command, as its help lists them."""
    commands = re.findall(r"^    (\w+) ", run("--help")[1], re.MULTILINE)
    return {c: set(re.findall(r"^ +(?:-h, )?(--[\w-]+)", run(c, "--help")[1], re.MULTILINE)) - {"--help"} for c in commands}


def test_every_option_is_in_this_file(run: Run) -> None:
    assert {(c, option) for c, options in _listed(run).items() for option in options} == set(EFFECTS)


class Census:
    """Finds one house."""

    adapter = SimpleNamespace(breaker=Breaker())

    def geocode(self, _query: str) -> Location:
        return Location("4600 SILVER HILL RD, WASHINGTON, DC, 20233", (38.846, -76.927), {})


def _served(made: Finder, settings: Settings, host: str, port: int, operation: Operation) -> None:
    """Stands in for the server: says what it would serve, and where."""
    context = made.context
    hsd = context.hsd and context.hsd.label
    outside = settings.public_url, settings.trusted_proxies, settings.allowed_hosts
    print(host, port, len(made.directory.points), context.travel.method.id, context.places.asks_online, hsd, operation, outside)


@dataclass(frozen=True)
class Asked:
    """What all tests here share: the files that options name, where answers are written, and the answers without an option."""

    files: dict[str, Path]
    home: Path
    answers: dict[tuple[str, ...], Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    reports = (name.strip("{}") for name in REPORTS)
    files = {n: folder / f"{n}.csv" for n in ("hsd", "list", "sites", "people", "pairs", "units", "plan", *reports)}
    files["hsd"].write_text(HSD)
    files["pairs"].write_text("from_lat,from_lon,to_lat,to_lon\n45.68,-111.04,45.78,-108.5\n")
    files["sites"].write_text("name,lat,lon\nHartly Clinic,39.17,-75.71\nHazlettville Clinic,39.13,-75.66\n")
    files["people"].write_text("zip,weight\n59715,40\n59401,3\n59301,120\n19901,30\n")
    added = '[[add]]\nid = "n"\nname = "N"\nzip = "59301"\nstate = "MT"\ngives = ["ivig"]\n'
    files["plan"].write_text('name = "One more"\n' + added)
    files["units"].write_text('name,base\nBus,"Smyrna, DE"\n')
    files["list"].write_text("id,name,street,zip\na,Hospital A,5 Elm St,59715\nb,HOSPITAL A,5 Elm Street,59715\n")
    return Asked(files | {"listings": _listings(folder / "listings"), "out": home / "out"}, home)


@pytest.fixture
def ask(run: Run, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs a command and returns all that it answers: exit code, stdout, and files."""
    files, home = asked.files, asked.home
    monkeypatch.setenv("FINDER_TRIALS", str(home / "trials"))
    monkeypatch.setattr("finder.places.online.online_geocoder", lambda _name: Census())
    monkeypatch.setattr("finder.web.server.run", _served)
    monkeypatch.setattr("finder.cli.commands.serve.log_json_lines", lambda: None)

    def call(*argv: str) -> Any:
        for report in REPORTS.keys() & set(argv):
            if not files[report.strip("{}")].exists():
                run(*(a.format(**files) for a in (*REPORTS[report], "--out", report)))
        shutil.rmtree(home)
        home.mkdir()
        code, out, _ = run(*(a.format(**files) for a in argv))
        return code, out, {f.relative_to(home): f.read_bytes() for f in home.rglob("*") if f.is_file()}

    return call


def _listings(folder: Path) -> Path:
    """Two centers, one listed for IVIG and for adults alone, and a unit that comes every day of 2026 to 2030."""
    place = {"city": "Bozeman", "state": "MT", "zip": "59715"}
    return write_tables(
        folder,
        centers=[
            {"id": "a", "name": "A", **place},
            {"id": "b", "name": "B", "zip": "59101", "state": "MT", "serves": "adults"},
        ],
        center_therapies=[{"center_id": "b", "therapy_id": "ivig", "evidence": "reported"}],
        mobile_units=[{"id": "u", "name": "U"}],
        mobile_stops=[{"id": "s", "unit_id": "u", "name": "S", "zip": "59645", "state": "MT"}],
        mobile_calendar=[
            {
                **{"stop_id": "s", "starts_on": "2026-01-01", "start_time": "09:00", "end_time": "15:00"},
                **{"timezone": "America/Denver", "rrule": "FREQ=DAILY;UNTIL=20301231"},
            }
        ],
    )


@pytest.mark.slow
@pytest.mark.parametrize(("command", "option"), ASKED, ids=[" ".join(pair) for pair in ASKED])
def test_an_option_changes_the_answer(ask: Callable[..., Any], asked: Asked, command: str, option: str) -> None:
    without, with_it = EFFECTS[command, option]
    assert option in with_it
    assert option not in without
    assert command == without[0]
    if without not in asked.answers:
        asked.answers[without] = ask(*without)
    assert asked.answers[without] != ask(*without, *with_it)


@pytest.mark.slow
def test_an_option_of_another_command_is_refused(run: Run) -> None:
    listed = _listed(run)
    every = set().union(*listed.values())
    needs = {
        "geocode": ["59718"],
        "search": ["59718"],
        "verify": ["report.csv"],
        "match": ["a.csv", "b.csv"],
        "import": ["trials", "page.json"],
        "calendar": ["--stops", "stops.csv"],
        "scenario": ["compare", "today", "today"],
    }
    for command, options in listed.items():
        for option in every - options:
            code, out, err = run(command, *needs.get(command, []), option, "1")
            assert (code, out) == (2, ""), (command, option)
            assert option in one_line(err)
