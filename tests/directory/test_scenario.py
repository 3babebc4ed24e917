"""Files of scenarios: what they do to a directory, and what is wrong with them, in one sentence each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finder.directory.scenario import load_scenario, scenario_fingerprint
from finder.domain.directory import Directory
from finder.domain.scenario import Scenario
from finder.errors import QueryError
from tests.conftest import center_at
from tests.planners import MakeFinder
from tests.world import GAZETTEER, TODAY, reader

NAME = 'name = "A plan"\n'
CENTRAL = "America/Chicago"
UNIT = {
    "mobile_units": [{"id": "u", "name": "Van", "therapies": "ivig", "example": "no"}],
    "mobile_stops": [{"id": f"s{n}", "unit_id": "u", "name": f"Stop {n}", "city": "Salina", "state": "KS"} for n in (1, 2)],
    "mobile_calendar": [
        {
            "stop_id": f"s{n}",
            "starts_on": "2027-01-04",
            "start_time": "09:00",
            "end_time": "15:00",
            "timezone": "America/Chicago",
        }
        for n in (1, 2)
    ],
}
Load = Callable[..., Scenario]


@pytest.fixture
def base(grid_finder: MakeFinder) -> Directory:
    return grid_finder(centers=[center_at(0, 0), center_at(4, 4)], **UNIT).directory


@pytest.fixture
def load(base: Directory, tmp_path: Path) -> Load:
    def made(written: str | bytes, file: str = "plan.toml") -> Scenario:
        path = tmp_path / file
        path.write_bytes(written.encode() if isinstance(written, str) else written)
        return load_scenario(path, base, reader(GAZETTEER), TODAY)

    return made


def ids(scenario: Scenario) -> set[str]:
    return {p.id for p in scenario.directory.points}


def test_a_center_is_added_where_its_city_is(load: Load) -> None:
    scenario = load(NAME + '[[add]]\nid = "n"\nname = "New"\ncity = "Wichita"\nstate = "KS"\ngives = ["ivig"]\nchairs = 6\n')
    (point,) = [p for p in scenario.directory.points if p.id == "n"]
    assert point.position
    assert abs(point.position.point.lat_deg - 37.69) < 0.2
    assert [s.evidence for s in point.statements["ivig"]] == ["confirmed"]
    assert scenario.added == ("New",)


def test_a_location_or_a_whole_unit_closes(load: Load, base: Directory) -> None:
    everyone = {p.id for p in base.points}
    assert ids(load(NAME + '[[close]]\nid = "c0-0"\n')) == everyone - {"c0-0"}
    unit = load(NAME + '[[close]]\nid = "u"\n')
    assert ids(unit) == everyone - {"s1", "s2"}
    assert unit.closed == ("Van, Stop 1", "Van, Stop 2")


def test_a_center_or_a_stop_moves(load: Load) -> None:
    scenario = load(
        NAME + '[[move]]\nid = "c0-0"\ncity = "Wichita"\nstate = "KS"\n[[move]]\nid = "s1"\nlat = 39.0\nlon = -96.8\n'
    )
    points = {p.id: p for p in scenario.directory.points}
    assert points["c0-0"].address.city == "Wichita"
    moved = points["s1"].position
    assert moved
    assert (moved.point.lat_deg, moved.point.lon_deg) == (39.0, -96.8)
    assert points["s1"].listing.calendars


def test_treatments_change(load: Load) -> None:
    scenario = load(NAME + '[[change]]\nid = "c0-0"\ngives = ["ivig"]\ndoes_not_give = ["rituximab", "infliximab"]\n')
    (point,) = [p for p in scenario.directory.points if p.id == "c0-0"]
    assert {t: s[0].evidence for t, s in point.statements.items()} == {
        "ivig": "confirmed",
        "rituximab": "not_offered",
        "infliximab": "not_offered",
    }


def test_units_of_a_folder_are_added(load: Load, write_folder: Callable[..., Path]) -> None:
    def renamed(row: dict[str, str]) -> dict[str, str]:
        return {key: f"new-{value}" if key.endswith("id") else value for key, value in row.items()}

    unit = {name: [renamed(row) for row in rows] for name, rows in UNIT.items()}
    scenario = load(NAME + f"units = ['{write_folder(centers=[], **unit)}']\n")
    assert {"new-s1", "new-s2"} <= ids(scenario)
    assert scenario.added == ("Van, Stop 1", "Van, Stop 2")


def test_a_calendar_changes_by_closing_a_unit_and_adding_it_again(load: Load, write_folder: Callable[..., Path]) -> None:
    folder = write_folder(centers=[], **UNIT)
    scenario = load(NAME + f"units = ['{folder}']\n[[close]]\nid = 'u'\n")
    assert {"s1", "s2"} <= ids(scenario)


def test_the_fingerprint_follows_the_file_and_its_folders(
    load: Load, write_folder: Callable[..., Path], tmp_path: Path
) -> None:
    folder = write_folder(centers=[], **UNIT)
    path = tmp_path / "plan.toml"
    path.write_text(NAME + f"units = ['{folder}']\n")
    first = scenario_fingerprint(path)
    assert scenario_fingerprint(path) == first
    (folder / "mobile_units.csv").write_text("id,name,therapies,example\nu,Other van,ivig,no\n")
    second = scenario_fingerprint(path)
    path.write_text(path.read_text() + "\n")
    assert len({first, second, scenario_fingerprint(path)}) == 3


def test_the_directory_of_a_scenario_is_another_one(load: Load, base: Directory) -> None:
    assert load(NAME).directory.points == base.points
    assert load(NAME).directory.fingerprint != base.fingerprint


@pytest.mark.parametrize(
    ("written", "said_of_it"),
    [
        ("", "The scenario plan.toml has no name"),
        ("name = 3", "has no name"),
        ("name = ' '", "has no name"),
        ("name = ", "plan.toml is not TOML"),
        (b"name = '\xff'", "plan.toml is not TOML"),
        (NAME + "[open]\nid = 'x'", "has an unknown key, 'open'"),
        (NAME + "close = 'c0-0'", "close is not a list of tables"),
        (NAME + "close = ['c0-0']", "close is not a list of tables"),
        (NAME + "units = 'plan'", "units is not a list of folders"),
        (NAME + "units = ['nowhere']", "has no mobile_units.csv"),
        (NAME + "[[close]]\nid = 'nope'", "plan.toml, close 1: id: no location or mobile unit has the ID 'nope'"),
        (NAME + "[[close]]\nid = 'c0-0'\n[[close]]\nid = 'c0-0'", "close 2: id: no location"),
        (NAME + "[[close]]\n", "close 1: it has no id"),
        (NAME + "[[close]]\nid = 'c0-0'\nwhy = 'rent'", "close 1: 'why' is not one of"),
        (NAME + "[[add]]\nid = 'n'\nname = 'N'", "add 1: lat: nothing says where it is"),
        (NAME + "[[add]]\nid = 'c0-0'\nname = 'N'\ncity = 'Wichita'\nstate = 'KS'", "another location has this ID"),
        (NAME + "[[add]]\nid = 'n'\nname = 'N'\nlat = 'north'\nlon = 1", "add 1"),
        (NAME + "[[add]]\nid = 'n'\nname = 'N'\ncity = 'Wichita'\nstate = 'KS'\nchairs = -2", "add 1: chairs"),
        (
            NAME + "[[add]]\nid = 'n'\nname = 'N'\ncity = 'Wichita'\nstate = 'KS'\ngives = ['magic']",
            "'magic' is not a known therapy",
        ),
        (NAME + "[[move]]\nid = 'c0-0'\n", "nothing says where it moves to"),
        (NAME + "[[change]]\nid = 'nope'\ngives = ['ivig']", "no location or mobile unit has the ID 'nope'"),
        (NAME + "[[close]]\nid = 'c0-0'\n" * 2_001, "has more than 2000 changes"),
    ],
)
def test_what_cannot_be_done_is_said(load: Load, written: str | bytes, said_of_it: str) -> None:
    with pytest.raises(QueryError) as refused:
        load(written)
    assert said_of_it in str(refused.value)
    assert "\n" not in str(refused.value)
