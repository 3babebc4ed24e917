"""The candidates of a directory: what is worked out once says the same as each candidate."""

from datetime import date

import pytest

from finder.access.filters import NO_FILTERS, Filters, kept
from finder.core import Finder
from finder.domain.facility import Age
from tests import world

ON = date(2026, 11, 30)
CHOICES = Filters(frozenset({"hospital_outpatient"}), 60.0, evenings=True, weekends=True, payment="medicare", language="es")


@pytest.fixture(scope="module")
def with_stops() -> Finder:
    """The starter directory with the invented mobile units."""
    return world.make_finder(examples=True)


def test_each_filter_is_asked_for_alone_without_the_drive() -> None:
    assert CHOICES.singly == (
        Filters(sites_of_care=frozenset({"hospital_outpatient"})),
        Filters(evenings=True),
        Filters(weekends=True),
        Filters(payment="medicare"),
        Filters(language="es"),
    )
    assert NO_FILTERS.singly == ()


@pytest.mark.slow
@pytest.mark.parametrize("age", [None, "children"])
@pytest.mark.parametrize("filters", [NO_FILTERS, CHOICES, Filters(wheelchair=True), Filters(new_patients=True)])
@pytest.mark.parametrize("therapy", [None, "ivig", "rituximab"])
def test_those_that_fit_say_so(with_stops: Finder, therapy: str | None, filters: Filters, age: Age | None) -> None:
    candidates, wanted = with_stops.context.candidates, with_stops.context.therapy(therapy)
    said = [not c.point.example and c.unsuitable(wanted, age) is None and kept(c.verdicts(filters)) for c in candidates.on(ON)]
    assert candidates.fitting(ON, wanted, filters, age).tolist() == said


def test_one_that_limits_itself_is_known_but_not_to_all(with_stops: Finder) -> None:
    candidates, ivig = with_stops.context.candidates, with_stops.reference.therapies["ivig"]
    known = [not c.point.example and c.evidence(ivig).tier == "known" for c in candidates.on(ON)]
    open_to_all = [k and not c.point.only_for for k, c in zip(known, candidates.on(ON), strict=True)]
    assert candidates.any_known(ON, ivig) == any(known)
    assert candidates.known_to_give(ON, ivig).tolist() == open_to_all
    assert sum(known) > sum(open_to_all) > 0
