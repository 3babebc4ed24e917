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
from finder.questions.search.choices import offer
from finder.questions.search.query import SearchQuery
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.travel.model import TravelEnds, TravelMatrix
from tests.conftest import center_at, center_to_call, grid_point
from tests.planners import said
from tests.questions.search.test_answer import stop_tables, why_not

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)


def search(finder: Finder, place: str = "67000", **asked: object) -> SearchResult:
    return finder.search(SearchQuery(place, on=ON, **asked))  # type: ignore[arg-type]


def ids(result: SearchResult) -> list[str]:
    return [o.point.id for o in result.options]


def notices(result: SearchResult) -> list[str]:
    return said(result.list_notices)


def offers(result: SearchResult) -> list[str]:
    return said(offer(result.query.filters, f) for f in result.offers)


def reported(*center_ids: str, therapy: str = "ivig", basis: str = "page", **cells: str) -> list[dict[str, str]]:
    return [{"center_id": c, "therapy_id": therapy, "evidence": "reported", "basis": basis, **cells} for c in center_ids]


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
    assert "No two of its visits are 7 days apart" in why_not(weekly)[0]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"therapy": "ivig", "regimen": "hourly"}, "every_4_weeks"),
        ({"therapy": "iron", "regimen": "weekly"}, "not a schedule known"),
        ({"regimen": "every_4_weeks"}, "none was chosen"),
        ({"usd_per_mile": -0.01}, r"between \$0 and"),
        ({"usd_per_mile": 5.01}, r"between \$0 and"),
        ({"usd_per_mile": float("nan")}, r"between \$0 and"),
        ({"usd_per_mile": float("inf")}, r"between \$0 and"),
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


# Choices and what is known


def test_a_place_known_to_give_it_is_named_where_choices_alone_rule_it_out(grid_finder: MakeFinder) -> None:
    centers = [
        center_to_call(0, 1, wheelchair="no", new_patients="no"),
        center_to_call(0, 2),
        center_to_call(0, 4, wheelchair="yes"),
    ]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True, new_patients=True, weekends=True))
    assert result.ruled_out is not None
    assert (result.ruled_out.option.point.id, result.ruled_out.by) == ("c0-1", ("new_patients", "wheelchair"))
    assert (
        "c0-1, 13 miles away, is known to give this treatment, but does not fit your choices: takes new patients, "
        "wheelchair access."
    ) in notices(result)
    # One choice alone cannot bring it back; where one can, giving it up is on offer, though the list is not empty.
    assert result.offers == ()
    asked = Filters(wheelchair=True, weekends=True)
    assert offers(search(finder, therapy="ivig", filters=asked)) == ["Search without “wheelchair access”: 3 locations"]
    assert offers(search(finder, therapy="ivig", within_mi=5.0, filters=asked)) == ["Search without “wheelchair access”"]
    # The nearest known one fits, or there is nothing to give up: nothing is left out.
    assert search(finder, therapy="ivig", filters=Filters(weekends=True)).ruled_out is None
    assert search(finder, therapy="ivig").ruled_out is None
    assert search(finder, filters=Filters(wheelchair=True)).ruled_out is None


def test_a_place_that_is_about_to_close_says_so_and_is_nowhere_to_turn_to(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1), center_at(0, 2, open_until="2026-12-01", hours="Mo-Su 08:00-17:00"), center_at(0, 4)]
    result = search(grid_finder(centers=centers))
    assert ids(result) == ["c0-1", "c0-2", "c0-4"]
    assert said(map(reason_words, result.options[1].notes)) == [
        "It is listed as open only until December 1, 2026. Ask what happens after that."
    ]
    assert result.ranking.second is not None
    assert result.ranking.second.point.id == "c0-4"
    # It closes on the Friday before its next Saturday.
    closing = [center_at(0, 2, open_until="2026-11-27", hours="Mo-Sa 08:00-17:00")]
    assert search(grid_finder(centers=closing), filters=Filters(weekends=True)).ranking.within == 0


def test_a_center_that_closes_in_years_is_not_about_to_close(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(centers=[center_at(0, 1, open_until="2099-12-31")])).options
    assert option.notes == ()


def test_an_unknown_distance_is_said_nowhere(grid_finder: MakeFinder) -> None:
    """Places known only by the patient's own ZIP: refusing, left out, and nearest of any."""
    own = [{"id": i, "name": i.upper(), "zip": "67000", "phone": "406-555-0123"} for i in ("no", "out", "may")]
    own[1]["wheelchair"] = "no"
    rows = [{"center_id": "no", "therapy_id": "ivig", "evidence": "not_offered"}, *reported("out", "c0-4")]
    finder = grid_finder(centers=[*own, center_to_call(0, 4)], center_therapies=rows)
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True))
    assert why_not(result) == ["NO, in your own ZIP code or town: It does not give IVIG."]
    wanted = (
        "OUT, in your own ZIP code or town, is known to give this treatment, but does not fit your choices: wheelchair access."
    )
    assert wanted in notices(result)
    assert result.ranking.nearest is not None
    assert (result.ranking.nearest.point.id, result.ranking.nearest.same_area) == ("may", True)


def test_examples_are_not_among_the_places_listed_near(grid_finder: MakeFinder) -> None:
    tables = stop_tables(example="yes", therapies="ivig")
    result = search(grid_finder(centers=[center_at(4, 4)], **tables), therapy="ivig", within_mi=30.0)
    assert len(result.ranking.unsuitable) == 1
    assert any(n.startswith("No location is listed within 30 miles.") for n in notices(result))


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
    assert (result.ranking.within, result.ranking.before_filters) == (2, 3)
    assert result.offers == ()
    assert notices(result) == [
        "1 more location within 60 miles does not fit your choices.",
        "For 1 of the locations shown, it is not known whether it fits all your choices. Call to ask.",
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
        "None of the 3 locations within 60 miles fits all your choices.",
        "No listed location fits your choices, at any distance.",
    ]
    assert offers(result) == [
        "Search without “open on weekends”: 2 locations",
        "Search without “wheelchair access”: 1 location",
    ]


def test_two_choices_that_only_together_empty_the_list(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1, hours="Mo-Fr 08:00-17:00", wheelchair="no"), center_at(4, 4, wheelchair="yes")]
    result = search(grid_finder(centers=centers), within_mi=20.0, filters=Filters(weekends=True, wheelchair=True))
    assert ids(result) == ["c4-4"]
    assert result.offers == ()
    assert notices(result) == [
        "The only location within 20 miles does not fit all your choices.",
        "No single choice rules them all out. You would need to drop more than one.",
        "The ones shown are the nearest that fit or may fit your choices, however long the drive.",
        "For 1 of the locations shown, it is not known whether it fits all your choices. Call to ask.",
    ]


def test_what_is_ruled_out_never_takes_the_place_of_what_is_not(grid_finder: MakeFinder) -> None:
    near = [center_at(0, 1, id=f"no{n}", wheelchair="no") for n in range(9)]
    finder = grid_finder(centers=[*near, center_at(4, 4), center_at(4, 3), center_at(3, 4)])
    result = search(finder, within_mi=20.0, filters=Filters(wheelchair=True))
    assert sorted(ids(result)) == ["c3-4", "c4-3", "c4-4"]
    assert (result.ranking.within, result.ranking.before_filters) == (0, 9)
    assert [f.without for f in result.offers] == [9]


def test_minutes_besides_miles(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 4)])
    first = search(finder).options[0].trip.travel_min
    result = search(finder, filters=Filters(max_minutes=first))
    assert (ids(result), result.ranking.within, result.ranking.before_filters) == (["c0-1"], 1, 2)
    result = search(finder, filters=Filters(max_minutes=1.0))
    assert (ids(result), result.ranking.within) == (["c0-1", "c0-4"], 0)
    assert offers(result) == ["Search without “at most 5 minutes away”: 2 locations"]


def test_nothing_near_with_choices(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(4, 4, wheelchair="yes")]), within_mi=10.0, filters=Filters(wheelchair=True))
    assert ids(result) == ["c4-4"]
    assert result.offers == ()
    assert notices(result)[0].startswith(
        "No location is listed within 10 miles. The nearest one that fits or may fit is 67 miles"
    )


def test_an_empty_directory_with_choices(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(), filters=Filters(wheelchair=True))
    assert (result.options, result.ranking.nearest, result.ranking.second) == ((), None, None)
    assert notices(result) == ["No listed location fits your choices, at any distance."]


def test_from_where_a_ferry_lands_the_nearest_place_is_named(grid_finder: MakeFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grid has no water: a travel model without a road from the home's own corner stands for it."""
    home, beyond = grid_point(0, 0), grid_point(2, 2)
    finder = grid_finder(centers=[center_at(2, 3), center_at(4, 4)])
    by_road = finder.context.travel.matrix

    def matrix(origins: TravelEnds, destinations: TravelEnds, within: object, at_least: int = 0) -> TravelMatrix:
        found = by_road(origins, destinations, within, at_least)  # type: ignore[arg-type]
        if abs(origins.points.lat_deg[0] - home.lat_deg) > 0.01:
            return found
        none = np.full(len(found.distance_mi), np.inf)
        return replace(found, distance_mi=none, travel_min=none, travel_min_low=none, travel_min_high=none)

    monkeypatch.setattr(finder.context.travel, "matrix", matrix)
    monkeypatch.setattr(
        "finder.reference.reference.nearest_ferry", lambda _ferries, _place: Ferry("Night boat", (home, beyond), 3.0)
    )
    found = notices(search(finder, within_mi=500.0))
    assert any(n.startswith("A ferry may help: Night boat, about 3 miles over water.") for n in found)
    assert "From its landing, the nearest location by road that may fit is c2-3, 13 miles away." in found


def test_a_list_that_choices_empty_speaks_of_no_ferry(grid_finder: MakeFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Point(40.0, -100.0)
    monkeypatch.setattr(
        "finder.reference.reference.nearest_ferry", lambda _ferries, _place: Ferry("Night boat", (here, here), 3.0)
    )
    emptied = search(grid_finder(centers=[center_at(0, 1, wheelchair="no")]), filters=Filters(wheelchair=True))
    assert emptied.options == ()
    assert not any("Night boat" in said for said in notices(emptied))
    assert any("Night boat" in said for said in notices(search(grid_finder())))


def test_a_mobile_stop_by_kind_and_by_evening(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 2)], **stop_tables())
    assert ids(search(finder, filters=Filters(sites_of_care=frozenset({"stop"})))) == ["s"]
    # It leaves at 15:00; the hours of the center are not known.
    evening = search(finder, filters=Filters(evenings=True))
    assert [(o.point.id, o.unknown) for o in evening.options] == [("c0-2", ("evenings",))]


def test_a_stop_says_that_the_first_infusion_must_be_elsewhere(grid_finder: MakeFinder) -> None:
    notes = {
        first: search(grid_finder(**stop_tables(first_dose=first)), therapy="rituximab").options[0].notes
        for first in ("no", "yes")
    }
    assert notes["yes"] == ()
    assert "first infusion must be given somewhere else" in said(map(reason_words, notes["no"]))[0]
    assert search(grid_finder(**stop_tables()), therapy=None).options[0].notes == ()


def test_opening_hours_of_the_listing_decide_on_the_day_trip(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1, hours="Mo-Fr 08:00-10:00"), center_at(0, 2, hours="whenever")])
    days = [o.burden and o.burden.day for o in search(finder, therapy="ivig").options]
    assert [(d and d.fits, d and d.hours_known) for d in days] == [("no", True), ("yes", False)]


def test_nothing_asked_changes_nothing(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(0, 1), center_at(0, 2)]))
    assert (result.ranking.filters, result.offers, result.ranking.before_filters, result.ranking.within) == ((), (), 2, 2)
    assert all(o.unknown == () and o.notes == () for o in result.options)


def test_a_known_one_that_may_fit_is_not_ruled_out_by_a_farther_one_that_does(grid_finder: MakeFinder) -> None:
    centers = [center_to_call(0, 1), center_to_call(0, 4, hours="Mo-Su 08:00-17:00")]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig", within_mi=10.0, filters=Filters(weekends=True))
    assert [(o.point.id, o.unknown) for o in result.known] == [("c0-1", ("weekends",)), ("c0-4", ())]
    assert result.ruled_out is None


def test_a_known_one_at_the_same_address_that_a_choice_rules_out_is_named_only_if_it_comes_first(
    grid_finder: MakeFinder,
) -> None:
    """Of several at one address, the one with the better evidence comes first: confirmed before reported."""
    here = [center_to_call(0, 1, id=name, wheelchair=said) for name, said in (("no", "no"), ("yes", "yes"))]
    for evidence, ruled_out in ((("confirmed", "reported"), "no"), (("reported", "confirmed"), None)):
        rows = [row for i, e in zip(("no", "yes"), evidence, strict=True) for row in reported(i, evidence=e, basis="")]
        rows = [{**row, "source_url": "https://a.org"} for row in rows]
        result = search(grid_finder(centers=here, center_therapies=rows), therapy="ivig", filters=Filters(wheelchair=True))
        assert (result.ruled_out and result.ruled_out.option.point.id) == ruled_out
