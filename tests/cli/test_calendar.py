"""`finder calendar`: from the stops that siting wrote to a folder in which a search finds them; and refusals in one line."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run, one_line
from tests.planners import MONDAY

STOPS = "name,state,lat,lon\nWolf Point,MT,48.09057,-105.64056\nLibby,MT,48.38829,-115.556\n"
WEST = ("--base", "West=Kalispell, MT")
EAST = ("--base", "East=Glasgow, MT")
BOTH = ("--therapy", "ivig", "--therapy", "rituximab", "--start", MONDAY.isoformat(), "--travel", "straight")


@pytest.fixture
def stops(tmp_path: Path) -> Callable[[str], str]:
    """Writes a file of stops; the path of it."""

    def write(content: str = STOPS) -> str:
        (tmp_path / "stops.csv").write_text(content, encoding="utf-8")
        return str(tmp_path / "stops.csv")

    return write


@pytest.mark.slow
def test_stops_of_a_siting_answer_become_a_directory_in_which_a_search_finds_them(run: Run, tmp_path: Path) -> None:
    chosen, folder = str(tmp_path / "stops.csv"), tmp_path / "plan"
    asked = ("--state", "MT", "--standard", "minutes:60", "--travel", "straight")
    assert run("siting", "--units", "2", *asked, "--report", "stops", "--format", "csv", "--out", chosen)[0] == 0
    code, _, err = run("calendar", "--stops", chosen, *EAST, *WEST, *BOTH, "--folder", str(folder))
    assert code == 0
    assert "2 units can serve all 2 stops every 4 weeks" in err
    assert {f.name for f in folder.iterdir()} == {
        *("centers.csv", "center_therapies.csv", "mobile_units.csv", "mobile_stops.csv", "mobile_calendar.csv"),
        *("East.ics", "East.pdf", "West.ics", "West.pdf"),
    }
    assert "0      rows or cells that could not be used as written" in run("check", "--directory", str(folder))[1]
    place = (folder / "mobile_stops.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0].replace("-", " ")
    on = (MONDAY + timedelta(7)).isoformat()
    search = ("search", place, "--therapy", "ivig", "--on", on, "--travel", "straight", "--directory", str(folder))
    code, out, _ = run(*search, "--format", "json")
    (found,) = (option for option in json.loads(out)["options"] if option["kind"] == "stop")
    assert (code, found["evidence"], found["evidence_source"]) == (
        0,
        "reported",
        "planned with the Infusion Access Finder, not confirmed",
    )
    visits = [date.fromisoformat(day) for day in found["next_visits"]]
    assert visits
    assert all(day >= MONDAY + timedelta(7) for day in visits)


def test_the_answer_is_a_table_csv_or_json(run: Run, stops: Callable[[], str]) -> None:
    code, out, err = run("calendar", "--stops", stops(), *EAST, *WEST, *BOTH)
    assert code == 0
    assert out.splitlines()[0].split() == [
        *("unit", "week", "stop", "first_day", "last_day", "weekdays", "days", "opens", "closes")
    ]
    assert "It is proven that no other plan by these rules serves them in fewer miles." in err
    code, out, err = run("calendar", "--stops", stops(), *EAST, *WEST, *BOTH, "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["totals"]["served"], answer["totals"]["proven_optimal"]) == (2, True)
    assert list(answer["made_from"]) == ["stops.csv"]
    assert [unit["base"] for unit in answer["manifest"]["asked"]["units"]] == ["Glasgow, MT", "Kalispell, MT"]
    _, out, _ = run("calendar", "--stops", stops(), *EAST, *WEST, *BOTH, "--report", "units", "--format", "csv")
    assert [line.split(",")[1] for line in out.splitlines()[1:]] == ["East", "West"]


def test_a_stop_that_is_left_out_is_named_and_the_exit_code_is_1(run: Run, stops: Callable[[], str]) -> None:
    code, _, err = run("calendar", "--stops", stops(), *WEST, *BOTH, "--crew-hours", "8")
    assert code == 1
    assert "1 unit can serve 1 of 2 stops" in err
    assert "Wolf Point, MT: too far from every base. The nearest is Kalispell, MT, a drive of" in err
    assert "With one more unit, based in Wolf Point, MT: all stops can be served" in err


def test_rows_that_cannot_be_used_are_named_and_the_others_are_planned(
    run: Run, stops: Callable[[str], str], tmp_path: Path
) -> None:
    units = tmp_path / "units.csv"
    units.write_text('name,base,week_days\nIdle,"Havre, MT",0\nWest,"Kalispell, MT",\n', encoding="utf-8")
    code, out, err = run(
        "calendar", "--stops", stops(STOPS + "Nowhere,MT,,\n"), "--units", str(units), *BOTH, "--format", "json"
    )
    assert code == 0
    assert "stops.csv, line 4, lat: no usable coordinates; the row is skipped" in err
    assert "units.csv, line 2, week_days: not a number of days from 1 to 7; the row is skipped" in err
    assert [unit["unit"] for unit in json.loads(out)["units"]] == ["West"]


def test_a_day_that_is_no_monday_is_moved_to_the_next_and_said(run: Run, stops: Callable[[], str]) -> None:
    _, _, err = run("calendar", "--stops", stops(), *EAST, *WEST, *BOTH, "--start", "2027-01-05")
    assert "The calendar starts on the Monday after that day, January 11, 2027." in err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "A calendar needs 1 to 20 units; there are 0."),
        ((*EAST, "--week", "0"), "The unit East has no working day: 0 days a week."),
        ((*EAST, "--crew-hours", "6"), "The crew of East works 6 hours a day, which is too short for a session of 6 hours"),
        (("--base", "East="), "The unit 'East=' has no base."),
        ((*EAST, *EAST), "'East' is listed twice."),
        (("--base", "East=Nowhere at all, MT"), "We couldn't find"),
        ((*EAST, "--therapy", "iron"), "IV iron is given as prescribed, so no calendar can be planned for it."),
        ((*EAST, "--days", "9"), "IVIG takes 2 to 5 days in a row, not 9."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    run: Run, stops: Callable[[], str], options: tuple[str, ...], why: str
) -> None:
    code, out, err = run("calendar", "--stops", stops(), *BOTH, *options)
    assert (code, out) == (2, "")
    assert why in one_line(err)


def test_a_missing_file_and_one_without_stops_are_refused(run: Run, stops: Callable[[str], str]) -> None:
    code, _, err = run("calendar", "--stops", "none.csv", *EAST, *BOTH)
    assert (code, one_line(err)) == (2, "finder: No such file or directory: none.csv. Check the path.")
    code, _, err = run("calendar", "--stops", stops("name,lat,lon\n"), *EAST, *BOTH)
    assert (code, "No row of stops.csv can be used" in one_line(err)) == (2, True)


def test_a_calendar_is_not_verified_and_says_what_to_do(run: Run, stops: Callable[[], str], tmp_path: Path) -> None:
    saved = str(tmp_path / "calendar.json")
    assert run("calendar", "--stops", stops(), *EAST, *WEST, *BOTH, "--format", "json", "--out", saved)[0] == 0
    code, _, err = run("verify", saved)
    assert (code, "Run finder calendar on the lists again, and compare the files." in one_line(err)) == (2, True)


def test_files_of_mobile_units_are_never_replaced(run: Run, stops: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "mobile_stops.csv").write_text("id\n", encoding="utf-8")
    code, _, err = run("calendar", "--stops", stops(), *EAST, *BOTH, "--folder", str(tmp_path))
    assert (code, "has a file mobile_stops.csv already" in one_line(err)) == (2, True)
