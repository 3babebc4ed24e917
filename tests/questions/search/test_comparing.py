"""Options side by side, and treatments at each, in words."""

import pytest

from finder.access.compare import Measure
from finder.access.filters import NO_FILTERS, Filters
from finder.errors import QueryError
from finder.questions.search.comparing import MEASURE_WORDS, Comparison, SideBySide, compare
from finder.questions.search.reasons import reason_words
from tests.conftest import center_at
from tests.planners import MakeFinder, said
from tests.questions.search.test_answer import search, stop_tables

THREE = [center_at(0, c) for c in (1, 2, 3)]


def compared(grid_finder: MakeFinder, *ids: str, therapy: str = "ivig", filters: Filters = NO_FILTERS) -> Comparison:
    return compare(search(grid_finder(centers=THREE), therapy=therapy, filters=filters), ids)


def measures(table: SideBySide | None) -> dict[str, Measure]:
    assert table
    return {m.id: m for m in table.measures}


def test_the_chosen_ones_stand_side_by_side_in_the_order_of_the_list(grid_finder: MakeFinder) -> None:
    found = compared(grid_finder, "c0-3", "c0-1")
    assert [o.point.id for o in found.options] == ["c0-1", "c0-3"]
    assert said(found.side_by_side.headings) == ["c0-1", "c0-3"]
    assert measures(found.side_by_side)["distance_mi"].least == (True, False)
    assert [days for days, _ in found.by_days] == [2, 3, 4, 5]


def test_every_measure_has_words(grid_finder: MakeFinder) -> None:
    found = compared(grid_finder, "c0-1", "c0-2")
    shown = {*measures(found.side_by_side), *measures(found.staying), *measures(found.treatments[0].compared)}
    assert shown == set(MEASURE_WORDS)


def test_a_year_near_the_location_is_apart_and_only_where_a_cycle_may_take_several_days(grid_finder: MakeFinder) -> None:
    found = compared(grid_finder, "c0-1", "c0-2")
    assert not any(name.startswith("stay_") for name in measures(found.side_by_side))
    assert all(name.startswith("stay_") for name in measures(found.staying))
    assert compared(grid_finder, "c0-1", therapy="rituximab").staying is None


def test_treatments_stand_side_by_side_at_each(grid_finder: MakeFinder) -> None:
    found = compared(grid_finder, "c0-1", therapy="infliximab")
    (at,) = found.treatments
    assert at.compared
    headings = said(at.compared.headings)
    assert [heading.split(",")[0].split(" (")[0] for heading in headings] == ["IVIG", "Rituximab", "Infliximab"]
    assert found.by_days == ()


def test_a_treatment_that_cannot_be_given_there_says_why(grid_finder: MakeFinder) -> None:
    # Every other Tuesday: no two days in a row for IVIG.
    result = search(grid_finder(**stop_tables()), therapy="rituximab")
    (at,) = compare(result, ["s"]).treatments
    assert [(t.id, said([reason_words(why)])) for t, why in at.refused] == [
        ("ivig", ["It does not come for 2 days in a row, as this schedule requires."])
    ]
    assert at.compared
    assert len(at.compared.headings) == 1


@pytest.mark.parametrize("ids", [(), ("nope",)])
def test_none_and_unknown_ones_are_refused(grid_finder: MakeFinder, ids: tuple[str, ...]) -> None:
    with pytest.raises(QueryError, match=r"You chose 0 locations\. Choose 1 to 3"):
        compared(grid_finder, *ids)


def test_more_than_three_are_refused(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(0, c) for c in range(1, 5)]), therapy="ivig")
    with pytest.raises(QueryError, match="You chose 4 locations"):
        compare(result, [o.point.id for o in result.options])


def test_what_is_only_known_to_be_in_an_area_of_unknown_size_is_not_measured(grid_finder: MakeFinder) -> None:
    own = {"id": "own", "name": "Own", "zip": "67000"}
    result = search(grid_finder(centers=[own, center_at(0, 1)]), therapy="ivig")
    found = compare(result, ["own", "c0-1"])
    assert ([o.point.id for o in found.options], [o.point.id for o in found.not_measured]) == (["c0-1"], ["own"])
    with pytest.raises(QueryError, match="well enough to compare"):
        compare(result, ["own"])


def test_choices_do_not_change_what_is_compared(grid_finder: MakeFinder) -> None:
    plain = compared(grid_finder, "c0-1", "c0-2")
    narrowed = compared(grid_finder, "c0-1", "c0-2", filters=Filters(weekends=True))
    assert plain.side_by_side.measures == narrowed.side_by_side.measures
