"""Calendars of the grid world: what the directory reads of them passes the product's own rules on every day of a year."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.access.candidate import candidate
from finder.core import Finder
from finder.domain.fleet import PlannedStop, PlannedUnit
from finder.errors import QueryError
from finder.questions.calendar.answer import answer
from finder.questions.calendar.query import CalendarQuery, monday_from, next_monday
from finder.questions.calendar.result import CalendarResult
from finder.questions.calendar.tables import TABLES, whole
from finder.questions.calendar.words import findings, headline, method_sentences
from finder.reports.calendar_files import listing_files, to_ics, unit_files, whole_answer
from finder.wording.writer import ENGLISH
from tests.access.calendar.rules import violations
from tests.conftest import center_at
from tests.planners import MONDAY, ON, said, strict_json
from tests.questions.calendar.conftest import AskCalendar, stop_at, unit_at
from tests.world import REFERENCE

YEAR = [MONDAY + timedelta(n) for n in range(365)]


@pytest.fixture
def both(ask_calendar: AskCalendar) -> CalendarResult:
    """Two units, and four stops that give both treatments."""
    stops = [stop_at(0, 0), stop_at(0, 4), stop_at(4, 0), stop_at(4, 4)]
    return ask_calendar(stops, [unit_at(0, 1, "South"), unit_at(4, 1, "North")], "ivig", "rituximab")


@pytest.mark.slow
def test_every_stop_passes_the_rules_of_searches_on_every_day_of_a_year(both: CalendarResult) -> None:
    assert [p.id for p in both.points] == ["s00", "s04", "s40", "s44"]
    therapies = [REFERENCE.therapies["ivig"], REFERENCE.therapies["rituximab"]]
    assert [(p.id, d, t.id) for p in both.points for d in YEAR for t in therapies if candidate(p, d).unsuitable(t)] == []
    assert both.unfit == ()


def test_ivig_stays_two_days_in_a_row_every_four_weeks_and_rituximab_comes_two_weeks_later(both: CalendarResult) -> None:
    for point in both.points:
        days = point.listing.visits(MONDAY, MONDAY + timedelta(27))
        assert len(days) == 3
        assert any((later - first).days == 1 for first in days for later in days)
        again = (*days, *(d + timedelta(28) for d in days))
        assert any(14 <= (later - first).days <= 21 for first in days for later in again)
        assert point.listing.visits(MONDAY + timedelta(28), MONDAY + timedelta(55)) == tuple(d + timedelta(28) for d in days)


def test_nobody_waits_more_than_sixty_days(both: CalendarResult) -> None:
    for point in both.points:
        for day in YEAR:
            assert point.listing.visits(day, day + timedelta(28))


def test_a_plan_of_an_answer_keeps_all_rules(both: CalendarResult) -> None:
    assert list(violations(both.fleet, both.plan)) == []
    assert both.plan.proven


STOPS = st.lists(
    st.tuples(
        st.integers(0, 8), st.integers(0, 8), st.sampled_from([("ivig",), ("rituximab",), ("ivig", "rituximab"), ("iron2",)])
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda stop: stop[:2],
)


@pytest.mark.slow
@given(stops=STOPS, days=st.sampled_from([None, 2, 3, 5]), week=st.integers(3, 7))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_calendar_passes_its_own_check(
    ask_calendar: AskCalendar, stops: list[tuple[int, int, tuple[str, ...]]], days: int | None, week: int
) -> None:
    planned = [stop_at(r, c, therapies=("infliximab",) if t == ("iron2",) else t, id=f"s{r}-{c}") for r, c, t in stops]
    found = ask_calendar(planned, [unit_at(0, 0, week_days=week)], days=days)
    assert found.unfit == ()
    assert list(violations(found.fleet, found.plan)) == []
    assert len(found.points) == len(stops) - len(found.plan.left_out)


# Words


def test_the_answer_is_said_with_its_proof_and_its_miles(both: CalendarResult) -> None:
    first, proof, *_ = said(findings(both))
    assert first.startswith("2 units can serve all 4 stops every 4 weeks, with ")
    assert proof == "It is proven that no other plan by these rules serves them in fewer miles."
    assert len(said(method_sentences())) == 3


def test_what_is_left_out_is_said_with_the_count_and_what_would_free_it(ask_calendar: AskCalendar) -> None:
    stops = [stop_at(0, c / 10, id=f"s{c}") for c in range(10)]
    lines = said(findings(ask_calendar(stops, [unit_at(0, 0, week_days=4)], "ivig")))
    assert lines[0].startswith("1 unit can serve 8 of 10 stops every 4 weeks")
    assert any(line.startswith("2 stops are left out: Town 0") for line in lines)
    assert "The stops need 20 days of visits in 4 weeks, and the crews have only 16 working days." in lines
    assert any(
        line.startswith("With one more unit, based in ") and ": all stops can be served, with " in line for line in lines
    )
    assert any(line.startswith("With working weeks of 6 days: all stops can be served") for line in lines)
    assert any(line.startswith("Another base for a unit does not help: ") for line in lines)


def test_a_stop_too_far_away_is_named_with_its_drive(ask_calendar: AskCalendar) -> None:
    result = ask_calendar([stop_at(0, 0), stop_at(0, 90, id="far")], [unit_at(0, 0)], "ivig")
    (line,) = (line for line in said(findings(result)) if "too far" in line)
    assert line.startswith("Town 090, KS: too far from every base. The nearest is Van's base, a drive of ")
    assert result.plan.left_out == (1,)


def test_nothing_to_serve_is_said(ask_calendar: AskCalendar) -> None:
    result = ask_calendar([stop_at(0, 90)], [unit_at(0, 0)], "ivig")
    assert ENGLISH.say(headline(result)) == "None of the stops can be served."
    assert "Van has nothing to do." in said(findings(result))
    assert result.points == ()


# Refusals


@pytest.mark.parametrize(
    ("stops", "units", "therapies", "why"),
    [
        ([], [unit_at(0, 0)], ["ivig"], r"A calendar needs 1 to 100 stops; there are 0\."),
        ([stop_at(0, 0)], [], ["ivig"], r"A calendar needs 1 to 20 units; there are 0\."),
        ([stop_at(0, 0)], [unit_at(0, 0, week_days=0)], ["ivig"], "The unit Van has no working day: 0 days a week"),
        ([stop_at(0, 0)], [unit_at(0, 0, crew_hours=20)], ["ivig"], "The crew of Van can't work 20 hours a day"),
        ([stop_at(0, 0)], [unit_at(0, 0, crew_hours=6)], ["ivig"], "too short for a session of 6.* hours and 30"),
        (
            [stop_at(0, 0)],
            [unit_at(0, 0, setup_min=-1)],
            ["ivig"],
            "minutes to set up and take down the unit Van make no sense",
        ),
        ([stop_at(0, 0)], [unit_at(0, 0)], [], "No treatment is named for the stop Town 00"),
        ([stop_at(0, 0)], [unit_at(0, 0)], ["leeches"], "'leeches' is not a known therapy"),
        ([stop_at(0, 0)], [unit_at(0, 0)], ["iron"], "IV iron is given as prescribed, so no calendar can be planned"),
        ([stop_at(0, 0, days=6)], [unit_at(0, 0)], ["ivig"], "IVIG takes 2 to 5 days in a row, not 6"),
        ([stop_at(0, 0), stop_at(0, 0)], [unit_at(0, 0)], ["ivig"], "'s00' is listed twice"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    ask_calendar: AskCalendar, stops: list[PlannedStop], units: list[PlannedUnit], therapies: list[str], why: str
) -> None:
    with pytest.raises(QueryError, match=why):
        ask_calendar(stops, units, *therapies)


def test_a_stop_with_the_id_of_a_center_is_refused(grid_finder: Any) -> None:
    query = CalendarQuery((stop_at(0, 0, id="c0-0"),), (unit_at(0, 0),), ("ivig",), MONDAY, on=ON)
    with pytest.raises(QueryError, match="'c0-0' is the id of a center in the directory"):
        answer(query, grid_finder(centers=[center_at(0, 0)]).context)


def test_a_calendar_starts_on_a_monday() -> None:
    with pytest.raises(QueryError, match="starts on a Monday"):
        CalendarQuery((stop_at(0, 0),), (unit_at(0, 0),), ("ivig",), date(2027, 1, 5), on=ON)
    assert monday_from(date(2027, 1, 5)) == date(2027, 1, 11)
    assert monday_from(MONDAY) == MONDAY
    assert next_monday(MONDAY) == MONDAY + timedelta(7)


# Files


def test_the_tables_have_the_columns_they_say_and_json_is_plain(both: CalendarResult) -> None:
    for table in TABLES.values():
        rows = table.rows(both)
        assert rows
        assert {tuple(row) for row in rows} == {table.columns}
        keys = [tuple(row[k] for k in table.key) for row in rows]
        assert len(set(keys)) == len(keys)
    whole_of = strict_json(whole_answer(both))
    assert whole_of["totals"]["miles_per_cycle"] == pytest.approx(
        sum(row["miles_per_cycle"] for row in whole_of["units"]), abs=0.11
    )
    assert whole_of["totals"]["miles_per_cycle"] == pytest.approx(sum(row["miles"] for row in whole_of["drives"]), abs=1.0)
    assert whole_of["manifest"]["question"] == "calendar"
    assert set(whole(both)) < set(whole_of)


def events(result: CalendarResult, unit: PlannedUnit) -> Any:
    return icalendar.Calendar.from_ical(to_ics(result, unit)).walk("VEVENT")


def test_a_calendar_file_has_each_stay_in_the_time_of_its_stop(both: CalendarResult) -> None:
    for unit in both.query.units:
        book = icalendar.Calendar.from_ical(to_ics(both, unit))
        assert str(book["x-wr-calname"]) == unit.name
        assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == ["America/Chicago"]
        assert all(len(line) <= 75 for line in to_ics(both, unit).split(b"\r\n"))
        found = {(e.decoded("dtstart").date(), e["rrule"].to_ical().decode()) for e in book.walk("VEVENT")}
        mine = [p.listing for p in both.points if p.name.startswith(f"{unit.name}, ")]
        assert found == {(c.starts_on, c.rule) for listing in mine for c in listing.calendars}
        assert {e.decoded("dtstart").time() for e in book.walk("VEVENT")} == {unit.times.opens}


def test_hostile_names_stay_text(ask_calendar: AskCalendar) -> None:
    name = 'A; B, "C"\nBEGIN:VEVENT\\ =1+1 ' + "long " * 40
    unit = PlannedUnit("u", name.replace("\n", " "), "base", stop_at(0, 1).point)
    result = ask_calendar([stop_at(0, 0)], [unit], "ivig")
    (event,) = events(result, unit)
    assert str(event["summary"]).startswith('A; B, "C" BEGIN:VEVENT\\ =1+1')
    assert dict(unit_files(result))["u.pdf"].startswith(b"%PDF")


def test_the_sheet_of_a_unit_is_one_page(both: CalendarResult, ask_calendar: AskCalendar) -> None:
    import io

    import pypdf

    files = dict(unit_files(both))
    assert set(files) == {"South.ics", "South.pdf", "North.ics", "North.pdf"}
    busy = ask_calendar([stop_at(r, 40, id=f"s{r}") for r in range(4)], [unit_at(0, 0, week_days=7)], "ivig", days=5)
    assert sum(turn.tour.used for turn in busy.plan.turns) == 28
    for content in (files["South.pdf"], dict(unit_files(busy))["Van.pdf"]):
        (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
        assert "Doors open" in page.extract_text()


def test_the_listing_files_are_read_back_as_they_were_meant(
    both: CalendarResult, tmp_path: Any, grid_finder: Any, starter: Finder
) -> None:
    from finder.directory.folder import load_folder
    from tests.world import reader

    for name, content in listing_files(both):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "centers.csv").write_text("id,name\n", encoding="utf-8")
    found = load_folder(tmp_path, reader(both.context.places.gazetteer), ON)
    assert found.notices == ()
    assert [p.id for p in found.points] == [p.id for p in both.points]
    assert [p.listing.calendars for p in found.points] == [p.listing.calendars for p in both.points]
    assert [p.position for p in found.points] == [p.position for p in both.points]
