"""Every city of the reference tables under its own name: none is answered far off, and two of one name are asked about."""

from collections import defaultdict

import pytest

from finder.domain.geo import Point, miles_between
from finder.domain.place import PlaceAmbiguous
from finder.domain.states import STATE_NAMES
from finder.places.gazetteer import Gazetteer
from tests.sampling import sample, sampling
from tests.world import REFERENCE

FARTHEST_MI = 15.0
# A town and a mailing city of its name in one county are one place, however large the county: Tonalea, AZ, is 28 miles off.
FARTHEST_IN_A_COUNTY_MI = 30.0


def points_by_name() -> dict[tuple[str, str], list[Point]]:
    z = REFERENCE.zips
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    rows = zip(z.city.tolist(), z.state.tolist(), z.points.lat_deg.tolist(), z.points.lon_deg.tolist(), strict=True)
    for city, state, lat, lon in rows:
        found[city, state].append(Point(lat, lon))
    return found


def looks(town: tuple[str, str]) -> tuple[str, str, int, str]:
    """What may make a difference: the state, the first letter, the number of words, and signs that are no letters."""
    name, state = town
    return state, name[:1], len(name.split()), "".join(sorted({sign for sign in name if not sign.isalpha() and sign != " "}))


@pytest.mark.slow
def test_no_city_and_state_is_answered_far_off(gazetteer: Gazetteer) -> None:
    names = points_by_name()
    far, asked = [], 0
    for city, state in sample(names, by=looks):
        own = names[city, state]
        try:
            answers = [gazetteer.find(f"{city}, {state}")]
        except PlaceAmbiguous as several:
            answers, asked = list(several.candidates), asked + 1
        nearest = min(miles_between(answer.point, point) for answer in answers for point in own)
        if nearest > FARTHEST_MI:
            far.append((city, state, round(nearest), [answer.label for answer in answers]))
    assert len(names) == 29_745
    assert far == []
    assert sampling() or 150 < asked < 250


@pytest.mark.slow
def test_every_town_and_state_is_answered_where_it_is(gazetteer: Gazetteer) -> None:
    t = REFERENCE.towns
    far = []
    towns = list(zip(t.name.tolist(), t.state.tolist(), range(len(t.name)), strict=True))
    for name, state, row in sample(towns, by=lambda town: looks(town[:2])):
        try:
            answers = [gazetteer.find(f"{name}, {STATE_NAMES[state]}")]
        except PlaceAmbiguous as several:
            answers = list(several.candidates)
        own = Point(float(t.points.lat_deg[row]), float(t.points.lon_deg[row]))
        if min(miles_between(answer.point, own) for answer in answers) > FARTHEST_IN_A_COUNTY_MI:
            far.append((name, state, [answer.label for answer in answers]))
    assert far == []
