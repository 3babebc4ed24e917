"""The door of the house: a finder over the directory that ships, and ways of measuring travel by name."""

import pytest

from finder.core import travel_model
from finder.errors import QueryError
from tests.world import REFERENCE, SETTINGS, make_finder


@pytest.mark.parametrize("name", ["road", "straight", "osrm", "valhalla"])
def test_ways_of_travel_have_the_names_of_the_command_line(name: str) -> None:
    assert travel_model(name, SETTINGS, REFERENCE).method.id == name


def test_an_unknown_way_of_travel_is_refused() -> None:
    with pytest.raises(QueryError, match="not a way of measuring"):
        travel_model("broomstick", SETTINGS, REFERENCE)


def test_the_directory_that_ships_loads_without_a_notice() -> None:
    finder = make_finder()
    assert finder.directory.notices == ()
    assert len({p.address.state for p in finder.directory.centers}) == 52
    assert all(p.position and p.provenance.source for p in finder.directory.points)
    assert finder.directory.stops == ()


def test_examples_are_added_only_if_asked_for() -> None:
    finder, without = make_finder(examples=True), make_finder()
    assert finder.directory.notices == ()
    assert finder.directory.stops
    assert all(p.example for p in finder.directory.stops)
    assert finder.directory.centers == without.directory.centers
    assert finder.directory.fingerprint != without.directory.fingerprint
