"""New stops in the grid world: what they are worth agrees with coverage asked again, and with every other choice.

Within 15 miles of a town are the towns next to it in its row and its column. The center in the south-west corner serves three
towns, so 22 towns of 100 people can gain.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from finder.core import Finder
from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import PointSet
from finder.domain.sites import Sites
from finder.errors import QueryError
from finder.questions.coverage.query import CoverageQuery
from finder.questions.siting.counties import counties_that_pass, county_rows
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.question import SITING
from finder.questions.siting.result import SitingResult
from finder.questions.siting.tables import range_rows, step_rows, stop_rows, whole, zip_rows
from finder.questions.siting.words import asked, findings, headline
from finder.questions.today import ends_of
from finder.wording.writer import ENGLISH
from tests.conftest import SIDE, center_at, grid_point
from tests.planners import ON, AskCoverage, AskSiting, MakeFinder, said, strict_json
from tests.sampling import of_many

CORNER = center_at(0, 0)
TOWNS = [(r, c) for r in range(SIDE) for c in range(SIDE)]


def served(towns: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(r, c) for r, c in TOWNS for a, b in towns if abs(r - a) + abs(c - b) <= 1}


def place(candidate: str) -> tuple[int, int]:
    """The row and column of "Town rc, KS"."""
    digits = candidate.removeprefix("Town ").removesuffix(", KS")
    return int(digits[0]), int(digits[1])


def places(result: SitingResult) -> list[tuple[int, int]]:
    return [place(s.name) for s in result.stops]


@pytest.mark.parametrize("units", [1, 2, 3])
def test_no_other_stops_bring_more_people_within(ask_siting: AskSiting, units: int) -> None:
    result = ask_siting(units, centers=[CORNER])
    before = served([(0, 0)])
    best = max(len(served([*others]) - before) for others in combinations(TOWNS, units))
    assert result.plan.choice.value == pytest.approx(100 * best)
    assert result.plan.choice.proven
    assert len(served(places(result)) - before) == best


@pytest.mark.parametrize("units", [1, 4])
def test_coverage_asked_again_with_the_stops_is_what_was_promised(ask_siting: AskSiting, ask: AskCoverage, units: int) -> None:
    result = ask_siting(units, centers=[CORNER])
    before = ask("miles:15", centers=[CORNER]).coverage.totals.covered
    after = ask("miles:15", centers=[CORNER, *(center_at(*p) for p in places(result))]).coverage.totals.covered
    assert after - before == pytest.approx(result.plan.choice.value)
    assert result.people_within == pytest.approx(before)


def test_each_person_is_counted_once(ask_siting: AskSiting) -> None:
    result = ask_siting(4, centers=[CORNER])
    assert result.stop_people.sum() == pytest.approx(result.plan.choice.value)
    rows = zip_rows(result)
    assert sum(r["people"] for r in rows) == pytest.approx(result.plan.choice.value)
    assert len({(r["zip"], r["fips"]) for r in rows}) == len(rows)


def test_towns_that_do_as_well_are_ties(ask_siting: AskSiting) -> None:
    (stop,) = ask_siting(1, centers=[CORNER]).stops
    equal = [t for t in TOWNS if len(served([t]) - served([(0, 0)])) == 5]
    assert len(stop.ties) == len(equal) - 1 == 7
    assert "7 other towns do exactly as well" in " ".join(said(findings(ask_siting(1, centers=[CORNER]))))


def test_an_alternative_gets_its_share_of_what_would_be_lost(ask_siting: AskSiting) -> None:
    result = ask_siting(3, centers=[CORNER])
    before, chosen = served([(0, 0)]), places(result)
    for row, others in zip(stop_rows(result), result.plan.alternatives, strict=True):
        rest = [p for p in chosen if p != place(row["candidate_id"])]
        lost = len(served(chosen) - before) - len(served(rest) - before)
        for other in others:
            kept = len(served([*rest, place(result.candidates.full_name(other.column))]) - before)
            assert other.share == pytest.approx(1 - (len(served(chosen) - before) - kept) / lost)


def test_more_stops_than_are_useful_are_not_chosen(ask_siting: AskSiting) -> None:
    result = ask_siting(30, centers=[CORNER])
    assert len(result.stops) < 25
    assert result.plan.choice.value == pytest.approx(2200)
    assert result.plan.choice.proven
    assert "30 stops were asked for. No other candidate would add anything to these." in said(findings(result))


def test_steps_add_up_and_no_prefix_beats_the_best(ask_siting: AskSiting) -> None:
    result = ask_siting(4, centers=[CORNER])
    rows = step_rows(result)
    assert [r["units"] for r in rows] == [1, 2, 3, 4]
    assert sum(r["added"] for r in rows) == pytest.approx(result.plan.choice.value)
    assert all(r["value"] <= r["best_value"] <= r["upper_bound"] + 0.05 for r in rows)
    assert [r["phases_lose"] for r in rows] == pytest.approx([r["best_value"] - r["value"] for r in rows])


def test_the_middle_range_is_the_answer(ask_siting: AskSiting) -> None:
    result = ask_siting(2, centers=[CORNER])
    rows = {r["travel"]: r for r in range_rows(result)}
    assert set(rows) == {"low", "middle", "high"}
    assert rows["middle"]["value"] == pytest.approx(result.plan.choice.value)
    assert rows["middle"]["regret"] is None


def test_robust_stops_have_their_regret(ask_siting: AskSiting) -> None:
    result = ask_siting(2, {"objective": "robust"}, centers=[CORNER])
    rows = range_rows(result)
    assert np.mean([r["value"] for r in rows]) == pytest.approx(result.plan.choice.value, abs=0.1)
    assert all(0 <= r["regret"] == pytest.approx(r["best_value"] - r["value"]) for r in rows)


@pytest.mark.slow
def test_miles_saved_are_those_to_the_nearest_location_before_and_after(ask_siting: AskSiting, ask: AskCoverage) -> None:
    result = ask_siting(2, {"objective": "burden", "therapy": "rituximab"}, centers=[CORNER])

    def miles(*centers: dict[str, object]) -> float:
        nearest = ask("miles:15", centers=list(centers)).matrix
        return float(nearest.distance_mi[nearest.first_row].sum()) * 100

    trips = result.trips.low
    saved = miles(CORNER) - miles(CORNER, *(center_at(*p) for p in places(result)))
    assert trips == 4
    assert result.plan.choice.value == pytest.approx(saved * 2 * trips, rel=1e-6)
    assert result.miles_saved.sum() == pytest.approx(result.plan.choice.value, rel=1e-6)
    assert result.plan.choice.proven
    pairs = [others for others in combinations(TOWNS, 2) if others[0] < (1, 0)]
    for others in pairs[:: of_many(1, 5)]:
        assert miles(CORNER) - miles(CORNER, *(center_at(*p) for p in others)) <= saved * (1 + 1e-9)


def test_a_backup_is_a_second_location(ask_siting: AskSiting) -> None:
    result = ask_siting(1, {"objective": "backup"}, centers=[CORNER])
    assert result.plan.choice.value == pytest.approx(300)
    assert places(result) == [(0, 0)]
    assert "a second location within 15 miles" in ENGLISH.say(headline(result))


def test_without_a_share_of_any_group_nobody_counts_more(ask_siting: AskSiting) -> None:
    """The grid world says nothing of groups, so by equity no stop is worth anything."""
    result = ask_siting(1, {"objective": "equity"}, centers=[CORNER])
    assert (result.stops, result.plan.choice.proven) == ((), True)


def test_where_no_location_counts_all_who_gain_are_newly_reachable(ask_siting: AskSiting) -> None:
    result = ask_siting(1, centers=[])
    assert result.plan.choice.value == pytest.approx(500)
    assert result.newly_reachable.sum() == pytest.approx(500)
    (row,) = stop_rows(result)
    assert (row["road"], row["nearest_id"], row["nearest_mi"]) == ("unreachable by road", None, None)
    assert "no road leads from most of them" in " ".join(said(findings(result)))


@pytest.mark.parametrize(
    ("choices", "answer"),
    [
        ({"standard": "miles:500"}, "Everyone in the United States is within 500 miles of a location already"),
        ({"candidates": "towns:101"}, "No town fits these choices"),
        ({"state": "HI"}, "Nobody lives in Hawaii"),
    ],
)
def test_where_nothing_is_chosen_one_sentence_says_why(ask_siting: AskSiting, choices: dict[str, str], answer: str) -> None:
    result = ask_siting(3, choices, centers=[CORNER])
    assert result.stops == ()
    (sentence,) = said(findings(result))
    assert sentence.startswith(answer)
    assert result.plan.choice.proven
    strict_json(whole(result))


def test_one_candidate_is_chosen_if_it_helps(ask_siting: AskSiting) -> None:
    """A standard so narrow that a stop serves its own town alone."""
    result = ask_siting(1, {"standard": "miles:1"}, centers=[center_at(r, c) for r, c in TOWNS if (r, c) != (2, 3)])
    assert [s.name for s in result.stops] == ["Town 23, KS"]
    assert result.stops[0].alternatives == ()
    assert "No other candidate could take its place." in said(findings(result))


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": 0}, {"units": -1}, {"units": 10**9}, {"units": "5"}, {"units": True}, {"seconds": 0}, {"objective": "best"},
        {"candidates": "village"}, {"candidates": "towns:-5"}, {"candidates": "towns:1e3"}, {"where": "state"},
        {"where": "there", "state": "MT"}, {"state": "ZZ"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(QueryError) as error:
        SitingQuery(**{"units": 1, **wrong}, on=ON)  # type: ignore[arg-type]
    assert ENGLISH.error(error.value).count("\n") == 0


def test_a_level_with_next_to_nothing_listed_warns_and_shows_any(ask_siting: AskSiting) -> None:
    centers = [center_at(r, c) for r, c in TOWNS if (r, c) < (3, 0)]
    result = ask_siting(1, {"therapy": "ivig", "evidence": "listed"}, centers=centers)
    assert result.beside
    assert result.beside.locations == len(centers)
    assert any(s.startswith("Only 0 locations count by this evidence") for s in said(findings(result)))
    answer = strict_json(whole(result))
    assert answer["beside"]["stops"] == list(result.beside.names)


def sites(*rows: tuple[str, float, float]) -> Sites:
    """A planner's candidates at points of the grid world, by id, row, and column."""
    points = PointSet.of([grid_point(r, c) for _, r, c in rows])
    ids = tuple(i for i, *_ in rows)
    return Sites("clinics.csv", "0123456789abcdef", ids, tuple(f"Clinic {i}" for i in ids), ("",) * len(ids), points, ())


OF_FILE = SitingQuery(1, standard="miles:15", candidates="file:0123456789abcdef", on=ON)


def test_candidates_may_be_the_sites_of_a_file(grid_finder: MakeFinder) -> None:
    made = grid_finder(centers=[CORNER])
    context = replace(made.context, sites=sites(("a", 0, 4), ("b", 2, 2), ("c", 1, 0)))
    result = Finder(context).siting(OF_FILE)
    (row,) = stop_rows(result)
    assert (row["candidate_id"], row["name"], row["state"], row["people_gained"]) == ("b", "Clinic b", "KS", 500)
    assert "Candidates: sites of a file." in ENGLISH.say(asked(result))


@pytest.mark.parametrize("given", [None, replace(sites(("a", 0, 0)), fingerprint="f" * 16)])
def test_candidates_of_another_file_are_refused(grid_finder: MakeFinder, given: Sites | None) -> None:
    context = replace(grid_finder(centers=[CORNER]).context, sites=given)
    with pytest.raises(QueryError, match="that file was not given"):
        Finder(context).siting(OF_FILE)


def test_the_contract_of_the_json(ask_siting: AskSiting) -> None:
    answer = strict_json(whole(ask_siting(2, centers=[CORNER])))
    assert {"chosen", "objective", "value", "upper_bound", "proven_optimal"} <= set(answer)
    wanted = {"rank", "candidate_id", "name", "lat", "lon", "people_gained", "annual_miles_saved"}
    assert all(wanted <= set(row) for row in answer["chosen"])
    assert answer["value"] == sum(row["people_gained"] for row in answer["chosen"]) == 1000
    assert answer["upper_bound"] >= answer["value"]
    assert answer["proven_optimal"] is True


@pytest.mark.parametrize("units", [1, 4])
def test_counties_with_the_stops_are_those_of_coverage_asked_again(ask_siting: AskSiting, ask: AskCoverage, units: int) -> None:
    result = ask_siting(units, {"standard": "cms"}, centers=[CORNER])
    stops = [center_at(*p) for p in places(result)]
    before = {a.fips: a for a in ask("cms", centers=[CORNER]).coverage.areas}
    after = {a.fips: a for a in ask("cms", centers=[CORNER, *stops]).coverage.areas}
    gaining = {fips for fips, area in after.items() if area.covered > before[fips].covered}
    rows = county_rows(result)
    assert {r["fips"] for r in rows} == gaining != set()
    for row in rows:
        assert row["share"] == pytest.approx(before[row["fips"]].share, abs=1e-3)
        assert row["share_then"] == pytest.approx(after[row["fips"]].share, abs=1e-3)
        assert (row["passes"], row["passes_then"]) == (before[row["fips"]].passes, after[row["fips"]].passes)
    passing = {r["name"] for r in rows if r["passes_then"] and not r["passes"]}
    assert {name.split(",")[0] for name in counties_that_pass(result)} == passing


def test_counties_are_not_shown_where_stops_save_miles(ask_siting: AskSiting) -> None:
    result = ask_siting(1, {"objective": "burden"}, centers=[CORNER])
    assert result.verdicts_then is None
    assert county_rows(result) == []
    with pytest.raises(QueryError, match="There is no table counties for the objective burden"):
        SITING.check_table("counties", result.query)


def dense(grid_finder: MakeFinder, towns: list[tuple[int, int]]) -> Finder:
    """The grid world as metropolitan counties, where the federal standard allows 30 miles, with centers in some towns."""
    context = grid_finder(centers=[center_at(*p, id=f"c{i}") for i, p in enumerate(towns)]).context
    counties = context.demand.counties
    metro = replace(counties, type_index=np.full(len(counties.fips), COUNTY_TYPES.index("metro")))
    return Finder(replace(context, demand=replace(context.demand, counties=metro)))


def short_counties(grid_finder: MakeFinder, towns: list[tuple[int, int]]) -> set[str]:
    """The counties that fall short of the standard with centers in some towns."""
    areas = dense(grid_finder, towns).coverage(CoverageQuery("cms", on=ON)).coverage.areas
    return {a.fips for a in areas if a.passes is False}


def test_no_fewer_stops_bring_every_county_to_meet_the_standard(grid_finder: MakeFinder) -> None:
    query = SitingQuery(None, objective="fewest", standard="cms", on=ON)
    result = dense(grid_finder, [(0, 0)]).siting(query)
    assert short_counties(grid_finder, [(0, 0)])
    assert len(result.stops) > 1
    assert result.plan.choice.proven
    assert not short_counties(grid_finder, [(0, 0), *places(result)])
    for others in combinations(TOWNS, len(result.stops) - 1):
        assert short_counties(grid_finder, [(0, 0), *others])
    assert ENGLISH.say(headline(result)).startswith(f"With {len(result.stops)} new stops, every county")
    assert "It is proven that fewer stops are not enough." in said(findings(result))


def test_counties_that_no_town_brings_to_meet_the_standard_are_named(grid_finder: MakeFinder) -> None:
    """The only candidate is far in the north-west."""
    far = PointSet(np.array([49.0]), np.array([-124.0]))
    sites = Sites("far.csv", "0123456789abcdef", ("w",), ("Far",), ("KS",), far, ())
    finder = Finder(replace(dense(grid_finder, [(0, 0)]).context, sites=sites))
    query = SitingQuery(None, objective="fewest", standard="cms", candidates="file:0123456789abcdef", on=ON)
    result = finder.siting(query)
    short = result.verdicts_today.judged & ~result.verdicts_today.passes
    assert short.any()
    assert result.plan.hopeless == tuple(np.flatnonzero(short).tolist())
    assert "no town" in ENGLISH.say(headline(result))
    assert any("can't be brought to meet it" in s for s in said(findings(result)))


def test_every_county_may_meet_the_standard_already(ask_siting: AskSiting) -> None:
    everywhere = [center_at(*p, id=f"c{i}") for i, p in enumerate(TOWNS)]
    result = ask_siting(None, {"objective": "fewest", "standard": "cms"}, centers=everywhere)
    assert ENGLISH.say(headline(result)) == "Every county in the United States meets the standard already."
    assert said(findings(result)) == [ENGLISH.say(headline(result))]


def test_the_fewest_need_a_pass_mark(ask_siting: AskSiting) -> None:
    with pytest.raises(QueryError, match="no pass mark"):
        ask_siting(None, {"objective": "fewest"}, centers=[CORNER])


@pytest.mark.parametrize("units", [1, 2])
def test_no_other_stops_make_the_longest_drive_shorter(ask_siting: AskSiting, units: int) -> None:
    result = ask_siting(units, {"objective": "worst", "state": "KS"}, centers=[CORNER])
    towns, demand = result.candidates, result.everyone
    minutes = np.full((len(demand.zip), len(towns)), np.inf)
    matrix = result.context.travel.matrix(ends_of(demand), towns.ends, 1e4)
    minutes[matrix.origin, matrix.destination] = matrix.driving_min
    here = minutes[:, [place(towns.full_name(c)) for c in range(len(towns))].index((0, 0))]
    best = min(float(np.minimum(here, minutes[:, list(c)].min(axis=1)).max()) for c in combinations(range(len(towns)), units))
    assert result.plan.choice.proven
    assert result.plan.choice.value == pytest.approx(best)
    assert result.plan.longest_today == pytest.approx(here.max())
    assert result.plan.floor == pytest.approx(float(np.minimum(here, minutes.min(axis=1)).max()))


@pytest.mark.parametrize(
    ("asked", "said_of_it"),
    [
        ({"units": 3, "objective": "fewest"}, "finds the number of new stops"),
        ({"units": None}, "must be a whole number"),
        ({"units": 2, "objective": "worst"}, "The longest drive in the whole country"),
    ],
)
def test_numbers_and_objectives_fit_each_other(asked: dict[str, object], said_of_it: str) -> None:
    with pytest.raises(QueryError, match=said_of_it):
        SitingQuery(**asked, on=ON)  # type: ignore[arg-type]


@pytest.mark.parametrize("objective", ["fewest", "worst"])
def test_what_is_made_small_has_a_lower_bound_and_no_other_stops(ask_siting: AskSiting, objective: str) -> None:
    asked = {"objective": objective, "standard": "cms", "state": "KS"}
    result = ask_siting(None if objective == "fewest" else 2, asked, centers=[CORNER])
    answer = strict_json(whole(result))
    assert answer["lower_bound"] == pytest.approx(answer["value"], abs=0.05)
    assert answer["upper_bound"] is None
    assert answer["steps"] == answer["alternatives"] == answer["ranges"] == []
    with pytest.raises(QueryError, match="There is no table steps"):
        SITING.check_table("steps", result.query)
    told = " ".join(said(findings(result)))
    assert "in its place" not in told.lower()
    assert "No other candidate could take its place" not in told
