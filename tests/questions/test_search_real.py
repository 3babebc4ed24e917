"""The patient's search over the grid world: regimens, cost, filters, what is known, second choices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from finder.access.filters import Filters
from finder.core import Finder
from finder.domain.ferry import Ferry
from finder.domain.geo import Point
from finder.domain.therapy import Span
from finder.errors import QueryError
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import SearchResult
from finder.travel.model import TravelEnds, TravelMatrix
from tests.conftest import center_at, grid_point
from tests.questions.test_search import stop_tables

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)


def search(finder: Finder, place: str = "67000", **asked: object) -> SearchResult:
    return finder.search(SearchQuery(place, on=ON, **asked))  # type: ignore[arg-type]


def ids(result: SearchResult) -> list[str]:
    return [o.point.id for o in result.options]


def notices(result: SearchResult) -> list[str]:
    return [str(n) for n in result.notices]


def reported(*center_ids: str, therapy: str = "ivig") -> list[dict[str, str]]:
    return [{"center_id": c, "therapy_id": therapy, "evidence": "reported"} for c in center_ids]


# The regimen and the cost of a mile


def test_the_burden_is_that_of_the_chosen_regimen(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1)])
    usual, weekly = search(finder, therapy="rituximab"), search(finder, therapy="rituximab", regimen="weekly_4")
    assert [r.regimen and r.regimen.id for r in (usual, weekly)] == ["two_doses_every_6_months", "weekly_4"]
    burdens = [r.options[0].burden for r in (usual, weekly)]
    assert [b and b.trips for b in burdens] == [Span(4, 4), Span(4, 8)]


def test_a_stop_is_judged_by_the_chosen_regimen(grid_finder: MakeFinder) -> None:
    # Every other Tuesday: two infusions 2 weeks apart can be given there, four of a weekly course cannot.
    finder = grid_finder(**stop_tables())
    assert ids(search(finder, therapy="rituximab")) == ["s"]
    weekly = search(finder, therapy="rituximab", regimen="weekly_4")
    assert ids(weekly) == []
    assert "No two of its visits are 7 days apart" in str(weekly.why_unsuited[0])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"therapy": "ivig", "regimen": "hourly"}, "every_4_weeks"),
        ({"therapy": "iron", "regimen": "weekly"}, "not a schedule known"),
        ({"regimen": "every_4_weeks"}, "none was chosen"),
        ({"usd_per_mile": -0.01}, "0 to 5 dollars"),
        ({"usd_per_mile": 5.01}, "0 to 5 dollars"),
        ({"usd_per_mile": float("nan")}, "0 to 5 dollars"),
        ({"usd_per_mile": float("inf")}, "0 to 5 dollars"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(grid_finder: MakeFinder, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        search(grid_finder(centers=[center_at(0, 1)]), **asked)


def test_the_cost_of_a_mile_is_the_years_rate_or_the_readers_own(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1)])
    by_rate, own = search(finder, therapy="rituximab"), search(finder, therapy="rituximab", usd_per_mile=0.0)
    assert (by_rate.usd_per_mile, by_rate.rate and by_rate.rate.year, by_rate.rate and by_rate.rate.source) == (
        *(0.205, 2026),
        "IRS Notice 2026-10",
    )
    assert (own.usd_per_mile, own.rate) == (0.0, None)
    costs = [r.options[0].burden and r.options[0].burden.mileage_cost_usd for r in (by_rate, own)]
    # 13.41 road miles one way, 4 trips.
    assert costs == [Span(pytest.approx(13.413 * 8 * 0.205, abs=0.01), pytest.approx(13.413 * 8 * 0.205, abs=0.01)), Span(0, 0)]  # type: ignore[arg-type]


# Can this place do it


def test_nearest_and_nearest_known_with_the_miles_between(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 3)], center_therapies=reported("c0-3"))
    result = search(finder, therapy="ivig")
    assert result.nearest == result.options[0]
    assert result.nearest_known == result.options[1]
    # 13.41 and 36.60 road miles.
    assert result.known_farther_mi == pytest.approx(23.18, abs=0.01)


def test_the_nearest_known_may_lie_outside_the_radius(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 4), center_at(4, 4)], center_therapies=reported("c0-4", "c4-4"))
    result = search(finder, therapy="ivig", within_mi=20.0)
    assert ids(result) == ["c0-1"]
    assert result.nearest_known is not None
    assert (result.nearest_known.point.id, result.nearest_known.rank) == ("c0-4", 0)
    assert result.nearest_known.burden is not None
    assert result.second is not None
    assert (result.second.point.id, result.second.rank) == ("c0-4", 0)


def test_nobody_is_known_to_give_it(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(0, 1)]), therapy="ivig")
    assert (result.nearest_known, result.known_farther_mi) == (None, None)
    assert search(grid_finder(centers=[center_at(0, 1)])).nearest_known is None


def test_of_two_known_at_one_door_the_confirmed_one_is_named(grid_finder: MakeFinder) -> None:
    said = [*reported("a"), {"center_id": "b", "therapy_id": "ivig", "evidence": "confirmed", "checked_on": "2026-11-01"}]
    finder = grid_finder(centers=[center_at(0, 4, id="a"), center_at(0, 4, id="b")], center_therapies=said)
    known = search(finder, therapy="ivig", within_mi=10.0).nearest_known
    assert known is not None
    assert known.point.id == "b"


def test_a_filter_speaks_of_the_nearest_known_too(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1, wheelchair="no"), center_at(0, 4, wheelchair="yes")]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True, max_minutes=5.0))
    assert result.nearest_known is not None
    assert result.nearest_known.point.id == "c0-4"  # however long the drive
    finder = grid_finder(centers=[centers[0], center_at(0, 2)], center_therapies=reported("c0-1"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True))
    assert result.nearest_known is None
    assert str(result.known_notice) == "None of the places that fit your choices is known to give IVIG."


def test_a_place_known_to_give_it_is_named_where_choices_alone_rule_it_out(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1, wheelchair="no", new_patients="no"), center_at(0, 2), center_at(0, 4, wheelchair="yes")]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True, new_patients=True, weekends=True))
    assert result.left_out is not None
    assert (result.left_out.option.point.id, result.left_out.by) == ("c0-1", ("new_patients", "wheelchair"))
    assert (
        "c0-1, about 13 miles away, is known to give this treatment, but does not fit your choices: takes new patients, "
        "wheelchair access."
    ) in notices(result)
    # One choice alone cannot bring it back; where one can, giving it up is on offer, though the list is not empty.
    assert result.offers == ()
    (offer,) = search(finder, therapy="ivig", filters=Filters(wheelchair=True, weekends=True)).offers
    assert (offer.id, str(offer.offer)) == ("wheelchair", "Without “wheelchair access”: 3 places.")
    (far,) = search(finder, therapy="ivig", within_mi=5.0, filters=Filters(wheelchair=True, weekends=True)).offers
    assert str(far.offer) == "Without “wheelchair access”"
    # The nearest known one fits, or there is nothing to give up: nothing is left out.
    assert search(finder, therapy="ivig", filters=Filters(weekends=True)).left_out is None
    assert search(finder, therapy="ivig").left_out is None
    assert search(finder, filters=Filters(wheelchair=True)).left_out is None


def test_a_place_that_is_about_to_close_says_so_and_is_nowhere_to_turn_to(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1), center_at(0, 2, open_until="2026-12-01", hours="Mo-Su 08:00-17:00"), center_at(0, 4)]
    result = search(grid_finder(centers=centers))
    assert ids(result) == ["c0-1", "c0-2", "c0-4"]
    assert [str(n) for n in result.options[1].notes] == [
        "It is listed as open only until December 1, 2026: ask what comes then."
    ]
    assert result.second is not None
    assert result.second.point.id == "c0-4"
    # It closes on the Friday before its next Saturday.
    closing = [center_at(0, 2, open_until="2026-11-27", hours="Mo-Sa 08:00-17:00")]
    assert search(grid_finder(centers=closing), filters=Filters(weekends=True)).within == 0


def test_a_center_that_closes_in_years_is_not_about_to_close(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(centers=[center_at(0, 1, open_until="2099-12-31")])).options
    assert option.notes == ()


def test_an_unknown_distance_is_said_nowhere(grid_finder: MakeFinder) -> None:
    """Places known only by the patient's own ZIP: refusing, left out, and nearest of any."""
    own = [{"id": i, "name": i.upper(), "zip": "67000"} for i in ("no", "out", "may")]
    own[1]["wheelchair"] = "no"
    said = [{"center_id": "no", "therapy_id": "ivig", "evidence": "not_offered"}, *reported("out", "c0-4")]
    finder = grid_finder(centers=[*own, center_at(0, 4)], center_therapies=said)
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True))
    assert [str(n) for n in result.why_unsuited] == ["NO, in your own ZIP code or town: It does not give IVIG."]
    wanted = (
        "OUT, in your own ZIP code or town, is known to give this treatment, but does not fit your choices: wheelchair access."
    )
    assert wanted in notices(result)
    assert result.nearest is not None
    assert (result.nearest.same_area, result.known_farther_mi) == (True, None)


def test_examples_are_not_among_the_places_listed_near(grid_finder: MakeFinder) -> None:
    tables = stop_tables(example="yes", therapies="ivig")
    result = search(grid_finder(centers=[center_at(4, 4)], **tables), therapy="ivig", within_mi=30.0)
    assert len(result.unsuited) == 1
    assert any(n.startswith("No listed place within 30 miles.") for n in notices(result))


def test_the_patients_own_area_is_that_of_their_zip_or_town_alone(grid_finder: MakeFinder) -> None:
    own, exact = {"zip": "67000"}, center_at(0, 0)
    result = search(grid_finder(centers=[{"id": "z", "name": "Z", **own}, exact]), therapy="ivig", place="67000")
    assert {o.point.id: o.same_area for o in result.options} == {"z": True, "c0-0": False}


# Filters


def test_choices_are_counted_and_nothing_near_is_hidden_in_silence(grid_finder: MakeFinder) -> None:
    centers = [
        center_at(0, 1, hours="Mo-Fr 08:00-17:00"),
        center_at(0, 2, hours="Mo-Sa 08:00-17:00"),
        center_at(0, 3),
    ]
    result = search(grid_finder(centers=centers), filters=Filters(weekends=True))
    assert ids(result) == ["c0-2", "c0-3"]
    assert (result.within, result.before_filters) == (2, 3)
    assert result.offers == ()
    assert notices(result) == [
        "1 more place within 60 miles does not fit your choices.",
        "1 of the places shown does not say if it fits all your choices: call to ask.",
    ]


def test_a_choice_that_empties_the_list_is_named_with_what_giving_it_up_brings(grid_finder: MakeFinder) -> None:
    centers = [
        center_at(0, 1, hours="Mo-Fr 08:00-17:00", wheelchair="yes"),
        center_at(0, 2, hours="Mo-Fr 08:00-17:00", wheelchair="yes"),
        center_at(0, 3, hours="Mo-Sa 08:00-17:00", wheelchair="no"),
    ]
    result = search(grid_finder(centers=centers), filters=Filters(weekends=True, wheelchair=True))
    assert result.options == ()
    assert notices(result) == [
        "None of the 3 places within 60 miles fits all your choices.",
        "No listed place fits your choices, near or far.",
    ]
    assert [str(f.offer) for f in result.offers] == [
        "Without “open on weekends”: 2 places.",
        "Without “wheelchair access”: 1 place.",
    ]


def test_two_choices_that_only_together_empty_the_list(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1, hours="Mo-Fr 08:00-17:00", wheelchair="no"), center_at(4, 4, wheelchair="yes")]
    result = search(grid_finder(centers=centers), within_mi=20.0, filters=Filters(weekends=True, wheelchair=True))
    assert ids(result) == ["c4-4"]
    assert result.offers == ()
    assert notices(result) == [
        "The 1 place within 20 miles does not fit all your choices.",
        "No single choice rules them all out: you would have to give up more than one.",
        "Those shown are the nearest that fit your choices, or may fit, however long the drive.",
        "1 of the places shown does not say if it fits all your choices: call to ask.",
    ]


def test_what_is_ruled_out_never_takes_the_place_of_what_is_not(grid_finder: MakeFinder) -> None:
    near = [center_at(0, 1, id=f"no{n}", wheelchair="no") for n in range(9)]
    finder = grid_finder(centers=[*near, center_at(4, 4), center_at(4, 3), center_at(3, 4)])
    result = search(finder, within_mi=20.0, filters=Filters(wheelchair=True))
    assert sorted(ids(result)) == ["c3-4", "c4-3", "c4-4"]
    assert (result.within, result.before_filters) == (0, 9)
    assert [f.without for f in result.offers] == [9]


def test_minutes_besides_miles(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 4)])
    first = search(finder).options[0].trip.travel_min
    result = search(finder, filters=Filters(max_minutes=first))
    assert (ids(result), result.within, result.before_filters) == (["c0-1"], 1, 2)
    result = search(finder, filters=Filters(max_minutes=1.0))
    assert (ids(result), result.within) == (["c0-1", "c0-4"], 0)
    assert [str(f.offer) for f in result.offers] == ["Without “at most 1 minutes away”: 2 places."]


def test_nothing_near_with_choices(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(4, 4, wheelchair="yes")]), within_mi=10.0, filters=Filters(wheelchair=True))
    assert ids(result) == ["c4-4"]
    assert result.offers == ()
    assert notices(result)[0].startswith("No listed place within 10 miles. The nearest that fits, or may fit, is 67 miles")


def test_an_empty_directory_with_choices(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(), filters=Filters(wheelchair=True))
    assert (result.options, result.nearest, result.second) == ((), None, None)
    assert notices(result) == ["No listed place fits your choices, near or far."]


def test_from_where_a_ferry_lands_the_nearest_place_is_named(grid_finder: MakeFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grid has no water: a travel model without a road from the home's own corner stands for it."""
    home, beyond = grid_point(0, 0), grid_point(2, 2)
    finder = grid_finder(centers=[center_at(2, 3), center_at(4, 4)])
    by_road = finder.travel.matrix

    def matrix(origins: TravelEnds, destinations: TravelEnds, within: object, at_least: int = 0) -> TravelMatrix:
        found = by_road(origins, destinations, within, at_least)  # type: ignore[arg-type]
        if abs(origins.points.lat_deg[0] - home.lat_deg) > 0.01:
            return found
        none = np.full(len(found.distance_mi), np.inf)
        return replace(found, distance_mi=none, travel_min=none, travel_min_low=none, travel_min_high=none)

    monkeypatch.setattr(finder.context.travel, "matrix", matrix)
    monkeypatch.setattr("finder.reference.tables.nearest_ferry", lambda _place: Ferry("Night boat", (home, beyond), 3.0))
    said = notices(search(finder, within_mi=500.0))
    assert any(n.startswith("A ferry may help: Night boat, about 3 miles over water.") for n in said)
    assert "From where it lands, the nearest place by road that may be an answer is c2-3, about 13 miles away." in said


def test_a_list_that_choices_empty_speaks_of_no_ferry(grid_finder: MakeFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Point(40.0, -100.0)
    monkeypatch.setattr("finder.reference.tables.nearest_ferry", lambda _place: Ferry("Night boat", (here, here), 3.0))
    emptied = search(grid_finder(centers=[center_at(0, 1, wheelchair="no")]), filters=Filters(wheelchair=True))
    assert emptied.options == ()
    assert not any("Night boat" in said for said in notices(emptied))
    assert any("Night boat" in said for said in notices(search(grid_finder())))


def test_a_mobile_stop_by_kind_and_by_evening(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 2)], **stop_tables())
    assert ids(search(finder, filters=Filters(kinds=frozenset({"stop"})))) == ["s"]
    # It leaves at 15:00; the hours of the center are not known.
    evening = search(finder, filters=Filters(evenings=True))
    assert [(o.point.id, o.unknown) for o in evening.options] == [("c0-2", ("evenings",))]


def test_a_stop_says_that_the_first_infusion_must_be_elsewhere(grid_finder: MakeFinder) -> None:
    said = {
        first: [str(n) for n in search(grid_finder(**stop_tables(first_dose=first)), therapy="rituximab").options[0].notes]
        for first in ("no", "yes")
    }
    assert said["yes"] == []
    assert "first infusion must be given somewhere else" in said["no"][0]
    assert search(grid_finder(**stop_tables()), therapy=None).options[0].notes == ()


def test_opening_hours_of_the_listing_decide_on_the_day_trip(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1, hours="Mo-Fr 08:00-10:00"), center_at(0, 2, hours="whenever")])
    days = [o.burden and o.burden.day for o in search(finder, therapy="ivig").options]
    assert [(d and d.fits, d and d.hours_known) for d in days] == [("no", True), ("yes", False)]


def test_nothing_asked_changes_nothing(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(0, 1), center_at(0, 2)]))
    assert (result.filters, result.offers, result.before_filters, result.within) == ((), (), 2, 2)
    assert all(o.unknown == () and o.notes == () for o in result.options)
