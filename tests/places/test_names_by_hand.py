"""551 names by hand of where people live that are neither ZIP codes nor towns: names_by_hand.csv, with their right answers.

They were written from general knowledge before the table had anything but counties. Half of them, by a hash of the name, is
held out: no row of the table was added because of it. Both halves and the table were written for this project, so well-known
names are more frequent in both than among those that people will type.
"""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from finder.domain.geo import Point, miles_between
from finder.domain.place import PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.errors import InputError
from finder.places.gazetteer import Gazetteer
from finder.places.named import NamedPlaces
from finder.places.names import city_key, split_place
from tests.world import REFERENCE

with Path(__file__).with_name("names_by_hand.csv").open(encoding="utf-8", newline="") as file:
    NAMES = list(csv.DictReader(file))
ENOUGH = 0.85
NAMED = NamedPlaces(lambda: REFERENCE.names)


def is_held_out(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def offered(gazetteer: Gazetteer, written: str) -> list[Point]:
    """Where the gazetteer answers, or what it offers instead, and what the table of names has for the text and its parts."""
    street, words, state = split_place(written)
    parts = (street + words, street, words)
    named = [p.point for part in parts if part for p in NAMED.find(city_key(" ".join(part)), state)]
    try:
        return [gazetteer.find(written).point, *named]
    except PlaceAmbiguous as several:
        return [*(p.point for p in several.candidates), *named]
    except PlaceNotFound as unknown:
        return [*(p.point for p in unknown.suggestions), *named]
    except InputError:
        return named


def is_right(gazetteer: Gazetteer, name: dict[str, str]) -> bool:
    place = gazetteer.zip_place(name["zip"])
    assert place, name
    return any(miles_between(point, place.point) <= float(name["within_mi"]) for point in offered(gazetteer, name["written"]))


@pytest.mark.slow
@pytest.mark.parametrize("held_out", [False, True])
def test_most_names_by_hand_are_answered_or_offered_right(gazetteer: Gazetteer, held_out: bool) -> None:
    names = [name for name in NAMES if is_held_out(name["written"]) == held_out]
    wrong = [name["written"] for name in names if not is_right(gazetteer, name)]
    assert 1 - len(wrong) / len(names) >= ENOUGH, wrong


def test_the_names_are_many_of_all_kinds_and_states(gazetteer: Gazetteer) -> None:
    kinds = Counter(name["kind"] for name in NAMES)
    assert len(NAMES) >= 300
    assert min(kinds[k] for k in ("quarter", "township", "base", "reservation", "college", "hospital", "county")) >= 30
    places = [gazetteer.zip_place(name["zip"]) for name in NAMES]
    assert {place.state for place in places if place} == {*STATE_NAMES}
