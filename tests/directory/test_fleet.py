"""A planner's own lists of stops and units: what is read, what is skipped with a notice, and what is refused in a sentence."""

from datetime import time

import pytest

from finder.directory.fleet import Listed, read_stops, read_units
from finder.domain.fleet import CrewTimes, PlannedStop, PlannedUnit
from finder.domain.geo import Point
from finder.errors import FinderError
from finder.wording.writer import ENGLISH
from tests.planners import ON, said

USUAL = CrewTimes()


def stops(*lines: str) -> Listed[PlannedStop]:
    return read_stops("stops.csv", "\n".join(lines).encode(), ["ivig", "rituximab"], ON)


def units(*lines: str) -> Listed[PlannedUnit]:
    return read_units("units.csv", "\n".join(lines).encode(), USUAL, ON)


def test_a_stop_may_say_its_therapies_and_the_days_of_its_stay() -> None:
    found = stops("id,name,state,lat,lon,therapies,days", "a,Town A,mt,45.5,-110.5,ivig; rituximab,3")
    assert found.rows == (PlannedStop("a", "Town A", Point(45.5, -110.5), "MT", ("ivig", "rituximab"), 3),)
    assert found.notices == ()
    assert len(found.fingerprint) == 16


def test_the_table_of_new_stops_is_read_as_siting_writes_it() -> None:
    found = stops("rank,candidate_id,name,state,lat,lon,people_gained", '1,"Wolf Point, MT",Wolf Point,MT,48.1,-105.6,15838.0')
    assert found.rows == (PlannedStop("Wolf-Point-MT", "Wolf Point", Point(48.1, -105.6), "MT"),)
    assert found.notices == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("b,,MT,45,-110,,", "line 3, name: empty; the row is skipped"),
        ("b,B,MT,,,,", "line 3, lat: no usable coordinates; the row is skipped"),
        ("b,B,ZZ,45,-110,,", "line 3, state: not a state, two letters; the row is skipped"),
        ("b,B,MT,45,-110,leeches,", "line 3, therapies: 'leeches' is not a known therapy; the row is skipped"),
        ("b,B,MT,45,-110,,two", "line 3, days: not a number of days; the row is skipped"),
        ("b,B,MT,45,-110,,0", "line 3, days: not a number of days; the row is skipped"),
        ("a,B,MT,45,-110,,", "line 3, id: 'a' is listed before; the row is skipped"),
        ("b,B", "line 3: has 2 cells instead of 7; the row is skipped"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_costs_no_other(row: str, why: str) -> None:
    found = stops("id,name,state,lat,lon,therapies,days", "a,Town A,MT,45.5,-110.5,,", row, "c,Town C,MT,46,-111,,")
    assert [stop.id for stop in found.rows] == ["a", "c"]
    assert any(why in sentence for sentence in said(found.notices))


def test_a_unit_has_the_usual_times_unless_it_says_otherwise() -> None:
    one, other = units(
        "name,base,crew_hours,setup_min,takedown_min,week_days,opens,overnight,chairs",
        'East,"Glasgow, MT",,,,,,,',
        "West,Kalispell,12,45,20,4,8:30,no,3",
    ).rows
    assert one == PlannedUnit("East", "East", "Glasgow, MT", times=USUAL)
    assert other.times == CrewTimes(12, 45, 20, 4, time(8, 30), overnight=False)
    assert other.chairs == 3


def test_a_base_may_be_a_point() -> None:
    (unit,) = units("name,lat,lon", "East,48.2,-106.6").rows
    assert (unit.base, unit.base_point) == ("", Point(48.2, -106.6))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("B,,,,,,", "base: no base and no usable coordinates; the row is skipped"),
        ("B,Glasgow,0,,,,", "crew_hours: not between 0 and 16 hours; the row is skipped"),
        ("B,Glasgow,25,,,,", "crew_hours: not between 0 and 16 hours; the row is skipped"),
        ("B,Glasgow,ten,,,,", "crew_hours: not a number; the row is skipped"),
        ("B,Glasgow,,-5,,,", "setup_min: not a number; the row is skipped"),
        ("B,Glasgow,,,,0,", "week_days: not a number of days from 1 to 7; the row is skipped"),
        ("B,Glasgow,,,,2.5,", "week_days: not a number of days from 1 to 7; the row is skipped"),
        ("B,Glasgow,,,,,noon", "opens: 'noon' is not a time like 09:00; the row is skipped"),
        ("A,Glasgow,,,,,", "'A' is listed before; the row is skipped"),
    ],
)
def test_a_unit_that_cannot_work_is_named(row: str, why: str) -> None:
    found = units("name,base,crew_hours,setup_min,takedown_min,week_days,opens", "A,Havre,,,,,", row)
    assert [unit.name for unit in found.rows] == ["A"]
    assert any(why in sentence for sentence in said(found.notices))


def test_names_in_any_script_have_ids_of_their_own() -> None:
    found = stops("name,state,lat,lon", "Cañon,CO,38,-105", "Canon,CO,38,-105", "東,MT,45,-110", "西,MT,45,-110")
    assert [stop.id for stop in found.rows] == ["Cañon-CO", "Canon-CO", "東-MT", "西-MT"]


def test_an_unknown_word_counts_as_an_example_which_never_passes_for_a_service() -> None:
    (unit,) = units("name,base,example", "A,Havre,perhaps").rows
    assert unit.example


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("name,lat\nA,45", "stops.csv lacks these columns in its first line: lon."),
        ("name,lat,lon\n", "No row of stops.csv can be used: it has no rows."),
        ("name,lat,lon\nA,,", "No row of stops.csv can be used: stops.csv, line 2, lat: no usable coordinates"),
        ("", "stops.csv lacks these columns in its first line: name, lat, lon."),
        ("x" * 1_000_001, "stops.csv is larger than 1 MB."),
    ],
)
def test_a_file_without_a_stop_is_refused_in_a_sentence(content: str, why: str) -> None:
    with pytest.raises(FinderError) as refusal:
        stops(*content.split("\n"))
    assert ENGLISH.error(refusal.value).startswith(why)
