"""Closures in real states, against coverage asked again of a directory without the locations."""

from dataclasses import replace

import pytest

from finder.core import Finder
from finder.questions.closures.query import ClosuresQuery
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import center_rows, county_rows, pair_rows
from finder.questions.closures.words import findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from tests.planners import ON, said
from tests.sampling import of_many

QUERY = ClosuresQuery("cms", state="MT", on=ON)


def without(finder: Finder, *closed: str) -> CoverageResult:
    """Coverage if some locations were not listed."""
    directory = replace(finder.directory, points=tuple(p for p in finder.directory.points if p.id not in closed))
    return Finder(replace(finder.context, directory=directory)).coverage(CoverageQuery(QUERY.standard, state="MT", on=ON))


def failing(coverage: CoverageResult) -> set[str]:
    return {a.fips for a in coverage.coverage.areas if a.passes is False}


@pytest.fixture(scope="module")
def montana(road_starter: Finder) -> ClosuresResult:
    return road_starter.closures(QUERY)


@pytest.mark.slow
def test_each_closure_in_montana_is_what_coverage_asked_again_says(road_starter: Finder, montana: ClosuresResult) -> None:
    now, rows, failed = without(road_starter), center_rows(montana), county_rows(montana)
    for row in rows[: of_many(20, 6)]:
        then = without(road_starter, row["id"])
        lost = now.coverage.totals.covered - then.coverage.totals.covered
        assert row["people_losing_standard"] == pytest.approx(lost, abs=0.1)
        assert {r["fips"] for r in failed if r["closing_id"] == row["id"]} == failing(then) - failing(now)
    assert failed


@pytest.mark.slow
def test_pairs_in_montana_are_what_coverage_asked_again_says(road_starter: Finder, montana: ClosuresResult) -> None:
    now, rows, failed = without(road_starter), pair_rows(montana), county_rows(montana)
    for row in rows[: of_many(15, 6)]:
        pair = row["closing_id"], row["other_id"]
        then = without(road_starter, *pair)
        lost = now.coverage.totals.covered - then.coverage.totals.covered
        assert row["people_losing_standard"] == pytest.approx(lost, abs=0.2)
        alone = {r["fips"] for r in failed if r["closing_id"] in pair}
        assert set(filter(None, row["counties_only_together"].split("; "))) == failing(then) - failing(now) - alone


@pytest.mark.slow
@pytest.mark.parametrize("state", ["AK", "HI"])
def test_where_no_road_leads_on_people_are_stranded_and_nobody_is_sent_there(road_starter: Finder, state: str) -> None:
    query = ClosuresQuery("minutes:60", state=state, on=ON)
    every = road_starter.closures(query)
    rows = [row for row in center_rows(every) if row["people_nearest"]]
    assert any(row["people_stranded"] for row in rows)
    for row in rows[: of_many(len(rows), 4)]:
        one = road_starter.closures(replace(query, close=(row["id"],)))
        assert one.people_stranded == pytest.approx(row["people_stranded"], abs=0.1)
        assert one.people_losing == pytest.approx(row["people_losing_standard"], abs=0.1)
        assert one.added_miles.sum() == pytest.approx(row["added_annual_miles"], abs=1)
        told = said(findings(one))
        assert [s for s in told if "would go elsewhere" in s and f"most often to {row['name']}" in s] == []
        assert any("no road to any location" in s for s in told) is bool(row["people_stranded"])


def test_only_people_of_the_state_are_counted(montana: ClosuresResult) -> None:
    assert (montana.demand.counties.state[montana.demand.part_county] == "MT").all()
    rows = center_rows(montana)
    # Locations of other states are listed if people of Montana depend on them.
    assert all(r["state"] == "MT" or r["people_nearest"] or r["people_losing_standard"] for r in rows)
