"""Today is the day at the place that is searched.

Whatever the clock of the server says, no visit is lost, and none is added.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from finder.core import Finder
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.settings import now, today
from tests.planners import strict_json
from tests.world import make_finder

# Stops at both ends of the country, with one visit on Sunday, November 22.
SUNDAY = date(2026, 11, 22)
STOPS = {
    "04609": "America/New_York",
    "86515": "America/Denver",
    "85001": "America/Phoenix",
    "90012": "America/Los_Angeles",
    "99501": "America/Anchorage",
    "96813": "Pacific/Honolulu",
    "99546": "America/Adak",
}
LISTING = "id,name,operator,therapies,source\nu,Unit,Test,rituximab,test\n"


@pytest.fixture(scope="module")
def touring(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """A unit that is everywhere on one Sunday."""
    folder: Path = tmp_path_factory.mktemp("touring")
    (folder / "centers.csv").write_text("id,name,zip,source\n")
    (folder / "mobile_units.csv").write_text(LISTING)
    (folder / "mobile_stops.csv").write_text("id,unit_id,name,zip\n" + "".join(f"s{code},u,Stop,{code}\n" for code in STOPS))
    (folder / "mobile_calendar.csv").write_text(
        "stop_id,starts_on,start_time,end_time,timezone\n"
        + "".join(f"s{code},{SUNDAY},09:00,15:00,{zone}\n" for code, zone in STOPS.items())
    )
    return make_finder(folder, travel="straight")


def offered(finder: Finder, place: str, moment: datetime) -> bool:
    """Whether the stop at a place is offered at a moment, on a server that is a day ahead."""
    result = finder.search(SearchQuery(place, within_mi=5, on=date(2026, 11, 25), asked_at=moment))
    assert result.query.on in (date(2026, 11, 22), date(2026, 11, 23))
    return any(o.visits == (SUNDAY,) for o in result.options)


@pytest.mark.parametrize(
    ("hour", "still_sunday"),
    [
        (4, set(STOPS)),  # 11 p.m. in Maine
        (5, set(STOPS) - {"04609"}),
        (6, set(STOPS) - {"04609"}),
        (7, {"90012", "99501", "96813", "99546"}),  # midnight in Arizona, in the Navajo Nation too
        (8, {"99501", "96813", "99546"}),
        (9, {"96813", "99546"}),
        (10, set()),
    ],
)
def test_a_visit_is_offered_until_midnight_at_the_place(touring: Finder, hour: int, still_sunday: set[str]) -> None:
    moment = datetime(2026, 11, 23, hour, 30 if hour == 4 else 0, tzinfo=UTC)
    assert {place for place in STOPS if offered(touring, place, moment)} == still_sunday


def test_in_summer_arizona_is_an_hour_behind_the_navajo_nation(touring: Finder) -> None:
    days = touring.reference.time_zones
    moment = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    points = {code: touring.context.places.find(code).point for code in ("86515", "85001")}
    assert [days.day_at(points[code], moment) for code in ("86515", "85001")] == [date(2026, 7, 1), date(2026, 6, 30)]


def test_a_location_has_the_day_of_its_own_place(touring: Finder) -> None:
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    at = {code: touring.point(f"s{code}") for code in ("04609", "96813")}
    assert [touring.day_at(point, moment).day for point in at.values() if point] == [23, 22]
    assert [touring.day_in(state, moment).day for state in ("ME", "HI", None)] == [23, 22, 23]


def test_the_answer_says_the_day_it_is_about(touring: Finder) -> None:
    result = touring.search(SearchQuery("96813", on=date(2026, 11, 25), asked_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC)))
    assert result.query.on == SUNDAY
    assert strict_json(SEARCH.whole(result)) == strict_json(SEARCH.whole(touring.search(SearchQuery("96813", on=SUNDAY))))


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine whose clock is set to a time zone far away."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_time_zone_of_the_server_changes_no_day(server_zone: str) -> None:
    central = datetime.now(UTC).astimezone(now().tzinfo)
    assert str(now().tzinfo) == "America/Chicago", server_zone
    assert today() in (central.date(), now().date())
    assert abs((now() - datetime.now(UTC)).total_seconds()) < 5
