"""Which time zone a place is in: by outlines, with the place where no outline lies."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from finder.domain.geo import Point
from finder.domain.time_zones import TimeZones

EAST, WEST = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Honolulu")


@pytest.fixture(scope="module")
def two() -> TimeZones:
    """Two squares side by side, the western one across the date line."""
    squares = np.array([shapely.box(-170, 0, -160, 10), shapely.box(-190, 0, -170, 10)])
    return TimeZones((EAST, WEST), squares, {"EE": EAST})


@pytest.mark.parametrize(
    ("lon", "zone"), [(-165, EAST), (-171, WEST), (-180, WEST), (180, WEST), (175, WEST), (-100, EAST), (120, WEST)]
)
def test_a_point_is_in_the_zone_around_it_or_the_nearest(two: TimeZones, lon: float, zone: ZoneInfo) -> None:
    assert two.at(Point(5, lon)) == zone


def test_a_point_on_the_line_is_in_one_of_the_two_and_always_the_same(two: TimeZones) -> None:
    assert {two.at(Point(5, -170)) for _ in range(3)} == {EAST}


def test_one_moment_is_two_days(two: TimeZones) -> None:
    moment = datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert (two.day_at(Point(5, -165), moment), two.day_at(Point(5, -175), moment)) == (date(2026, 11, 23), date(2026, 11, 22))


def test_a_state_has_a_day_only_if_it_is_known(two: TimeZones) -> None:
    assert two.day_in("EE", datetime(2026, 11, 23, 4, tzinfo=UTC)) == date(2026, 11, 22)
    assert two.day_in("", datetime(2026, 11, 23, 4, tzinfo=UTC)) is None
