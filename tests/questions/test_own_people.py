"""Questions about own people: the same answers as about residents, words that are true, and no small number."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from finder.access.equity import quickest_minutes
from finder.core import Finder
from finder.directory.own_people import load_people
from finder.domain.arrays import Floats
from finder.domain.own_people import OwnPeople
from finder.errors import QueryError
from finder.files.streams import MemoryFile
from finder.questions.base import AnyQuestion, Row
from finder.questions.coverage.findings import findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.result import CoverageResult
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.question import SITING
from finder.questions.siting.words import findings as siting_findings
from finder.reports.manifest import manifest, trace
from finder.reports.render import WHOLE, render
from tests.planners import ON, said, strict_json
from tests.world import REFERENCE

SMALL = 10


def members(seed: int, state: str, n: int) -> OwnPeople:
    """Members of a plan at random, where residents of a state live."""
    zips = REFERENCE.zips
    residents = np.where(zips.state == state, zips.population, 0)
    count = np.random.default_rng(seed).multinomial(n, residents / residents.sum())
    rows = "".join(f"{z},{k}\n" for z, k in zip(zips.zip.tolist(), count.tolist(), strict=True) if k)
    return load_people(MemoryFile("members.csv", f"zip,weight\n{rows}".encode()), REFERENCE)


def with_people(finder: Finder, people: OwnPeople) -> Finder:
    return Finder(replace(finder.context, people=people))


def residents() -> OwnPeople:
    rows = zip(REFERENCE.demand.zip.tolist(), REFERENCE.demand.population.tolist(), strict=True)
    content = "zip,weight\n" + "".join(f"{z},{n:.0f}\n" for z, n in rows)
    return load_people(MemoryFile("residents.csv", content.encode()), REFERENCE)


@pytest.fixture(scope="module")
def everybody(starter: Finder) -> Finder:
    return with_people(starter, residents())


def own(finder: Finder, show_small: bool = True) -> dict[str, Any]:
    assert finder.context.people is not None
    return {"people": finder.context.people.id, "show_small": show_small}


@pytest.mark.slow
def test_coverage_of_all_residents_as_a_file_is_that_of_the_residents(starter: Finder, everybody: Finder) -> None:
    query = CoverageQuery("cms", "ivig", state="WY", on=ON)
    census, mine = starter.coverage(query), everybody.coverage(replace(query, **own(everybody)))
    for name in ("counties", "states", "zips", "regions", "centers", "evidence", "hsd"):
        assert COVERAGE.tables[name].rows(mine) == COVERAGE.tables[name].rows(census), name
    assert mine.equity.groups == ()


@pytest.mark.slow
def test_new_stops_for_all_residents_as_a_file_are_those_for_the_residents(starter: Finder, everybody: Finder) -> None:
    query = SitingQuery(2, state="WY", on=ON)
    census, mine = starter.siting(query), everybody.siting(replace(query, **own(everybody)))
    for name in SITING.tables:
        assert SITING.tables[name].rows(mine) == SITING.tables[name].rows(census), name


def test_large_numbers_are_whole_and_otherwise_as_they_are(everybody: Finder) -> None:
    """Of all residents of a state, most is shown. Nobody is split between counties, which moves a few of them."""
    query = CoverageQuery("miles:60", state="WY", **own(everybody), on=ON)
    shown, hidden = everybody.coverage(query), everybody.coverage(replace(query, show_small=False))
    rows = [f.tables["counties"].rows(r) for f, r in ((COVERAGE, shown), (COVERAGE, hidden))]
    both = [(a["population"], b["population"]) for a, b in zip(*rows, strict=True) if b["population"] is not None]
    assert len(both) > len(rows[0]) / 2
    assert all(b == int(b) and abs(a - b) < 10 for a, b in both)


# What is shown


def weights(result: CoverageResult, among: Floats) -> Floats:
    """What each person of a ZIP code adds to the people of some parts. Shape (zips,)."""
    demand = result.demand
    total = np.bincount(demand.part_zip, demand.part_people)
    return np.bincount(demand.part_zip, demand.part_people * among, len(total)) / total


# A number of a report, and which parts it counts.
Told = tuple[Any, Any]


def told(raw: CoverageResult, whole: Row, tables: dict[str, list[Row]]) -> Iterator[Told]:
    """Every number of people in a report, with the parts that it counts. `raw` is the answer with small numbers."""
    demand, within = raw.demand, raw.reach.covered()
    everyone = np.ones(len(demand.part_people))
    fips, state = demand.counties.fips[demand.part_county], demand.counties.state[demand.part_county]
    code = demand.zip[demand.part_zip]
    low, high = raw.robustness.low.within, raw.robustness.high.within
    for name, place, rows in (("fips", fips, tables["counties"]), ("state", state, tables["states"])):
        for row in rows:
            mine = place == row[name]
            yield row["population"], everyone * mine
            yield row["covered"], within * mine
            yield row["outside"], ~within * mine
            if name == "fips":
                yield row["covered_low"], high * mine
                yield row["covered_high"], low * mine
    for name, row in [*(("people", r) for r in tables["zips"]), *(("population", r) for r in tables["gaps"])]:
        yield row[name], (code == row["zip"]) & (fips == row["fips"])
    for row in tables["regions"]:
        yield row["people"], np.isin(code, row["zips"].split("; ")) & ~within
    totals = whole["totals"]
    yield totals["population"], everyone
    yield totals["covered"], within
    yield totals["covered_low"], high
    yield totals["covered_high"], low


def told_of_trips(raw: CoverageResult, whole: Row, tables: dict[str, list[Row]]) -> Iterator[Told]:
    """The same of the numbers of people by location and by minutes of driving."""
    for row in tables["centers"]:
        point = next(i for i, p in enumerate(raw.points) if p.id == row["id"])
        here = np.isin(raw.reach.cell_of_part, raw.reach.cell[raw.reach.destination == point])
        only = raw.reach.only_destination[raw.reach.cell_of_part] == point
        yield row["people_within"], here
        yield row["people_only_here"], only
    totals, minutes = whole["totals"], quickest_minutes(raw.matrix, 2)[:, raw.demand.part_zip]
    yield totals["unreachable"], ~np.isfinite(minutes[0])
    for limit in (30, 60, 90):
        yield totals[f"beyond_{limit}_min"], minutes[0] > limit
    for label, name in ((0, "people"), (1, "second")):
        for n, people in enumerate(whole["distribution"][name]):
            last = n == len(whole["distribution"][name]) - 1
            yield people, (minutes[label] // 10 == n) | (last & np.isfinite(minutes[label]) & (minutes[label] >= 10 * n))


@pytest.mark.slow
@pytest.mark.parametrize(("state", "n", "standard"), [("WY", 400, "minutes:30"), ("DE", 300, "miles:10"), ("VT", 500, "cms")])
def test_no_combination_of_the_numbers_of_a_report_tells_a_small_one(
    starter: Finder, state: str, n: int, standard: str
) -> None:
    """All numbers of people in all tables together, as a system of equations that whoever knows the roads can write down."""
    people = members(n, state, n)
    finder = with_people(starter, replace(people, demand=people.in_whole))
    query = CoverageQuery(standard, state=state, **own(finder), on=ON)
    raw, hidden = finder.coverage(query), finder.coverage(replace(query, show_small=False))
    whole = strict_json(COVERAGE.whole(hidden))
    tables = {name: COVERAGE.tables[name].rows(hidden) for name in ("counties", "states", "zips", "gaps", "regions", "centers")}
    count = np.bincount(raw.demand.part_zip, raw.demand.part_people)
    numbers = [*told(raw, whole, tables), *told_of_trips(raw, whole, tables)]
    every = [(value, weights(raw, np.asarray(among, float))) for value, among in numbers]
    for value, row in every:
        assert value is None or value == pytest.approx(row @ count)
        assert value is None or value == 0 or value > SMALL
    known = np.array([row for value, row in every if value is not None])
    exact = known @ count
    secrets = {row.tobytes(): row for value, row in every if value is None and 0 < row @ count <= SMALL}
    assert secrets
    for row in list(secrets.values())[:60]:
        least, most = (linprog(s * row, A_eq=known, b_eq=exact, bounds=[(0, None)] * len(count)) for s in (1, -1))
        top = np.inf if most.status == 3 else -most.fun
        # Of the people of a ZIP code across county lines, a small share may live here: one person more is that share more.
        assert top - least.fun > 0.5 * row.max()


def test_a_small_number_is_nowhere_in_a_file(starter: Finder) -> None:
    """Two people in a town of their own are not in any file, and neither is the number of all others without them."""
    people = load_people(MemoryFile("m.csv", b"zip,weight\n82001,400\n82009,300\n82190,2\n82801,77\n"), REFERENCE)
    finder = with_people(starter, people)
    query = CoverageQuery("miles:60", state="WY", people=people.id, on=ON)
    result = finder.coverage(query)
    rows = {row["zip"]: row["people"] for row in COVERAGE.tables["zips"].rows(result)}
    assert rows["82190"] is None
    assert list(rows.values()).count(None) > 1
    for form in WHOLE:
        assert render(COVERAGE, result, "report", form).content
    for table in COVERAGE.tables:
        if table != "hsd":
            assert render(COVERAGE, result, table, "csv").content
            assert render(COVERAGE, result, table, "xlsx").content


def test_stops_for_own_people_hide_small_numbers(starter: Finder) -> None:
    finder = with_people(starter, members(3, "MT", 2_000))
    query = SitingQuery(3, state="MT", **own(finder), on=ON)
    raw, hidden = finder.siting(query), finder.siting(replace(query, show_small=False))
    assert hidden.plan.choice.chosen == raw.plan.choice.chosen
    for table in ("stops", "counties", "zips"):
        for row in SITING.tables[table].rows(hidden):
            numbers = [row.get(c) for c in ("people", "people_gained", "people_newly_reachable", "population", "covered")]
            assert all(n is None or n == 0 or n > SMALL for n in numbers)
            assert row.get("annual_miles_saved") is None
    sums = [row["people_gained"] for row in SITING.tables["stops"].rows(hidden)]
    assert None in sums or sum(sums) == pytest.approx(hidden.people_gained, abs=2)
    assert strict_json(SITING.whole(hidden))["steps"] == []
    assert render(SITING, hidden, "report", "pdf").content
    assert "(hidden)" not in " ".join(said(siting_findings(hidden))) or np.isnan(hidden.stop_people).any()


@pytest.mark.slow
def test_no_combination_of_what_is_said_of_new_stops_tells_a_small_number(starter: Finder) -> None:
    """The numbers of stops, counties, ZIP codes, and the whole together, as equations."""
    people = members(5, "MT", 700)
    finder = with_people(starter, replace(people, demand=people.in_whole))
    query = SitingQuery(3, state="MT", **own(finder), on=ON)
    raw, hidden = finder.siting(query), finder.siting(replace(query, show_small=False))
    demand, within, stop = raw.everyone, raw.within_today, np.full(len(raw.plan.kept), -1)
    stop[np.flatnonzero(raw.plan.kept)] = raw.plan.assigned.stop
    count = np.bincount(demand.part_zip, demand.part_people)
    fips, code = demand.counties.fips[demand.part_county], demand.zip[demand.part_zip]
    numbers: list[Told] = [(r["people_gained"], stop == r["rank"] - 1) for r in SITING.tables["stops"].rows(hidden)]
    for county in SITING.tables["counties"].rows(hidden):
        mine = fips == county["fips"]
        numbers += [
            (county["population"], mine),
            (county["covered"], mine & within),
            (county["covered_then"], mine & (within | (stop >= 0))),
        ]
    numbers += [
        (r["people"], (code == r["zip"]) & (fips == r["fips"]) & (stop >= 0)) for r in SITING.tables["zips"].rows(hidden)
    ]
    totals = SITING.whole(hidden)["totals"]
    numbers += [(totals["population"], stop >= -1), (totals["within_today"], within), (totals["people_gained"], stop >= 0)]
    every = [(n, np.bincount(demand.part_zip, demand.part_people * among, len(count)) / count) for n, among in numbers]
    known = np.array([row for n, row in every if n is not None])
    assert all(n is None or (n == pytest.approx(row @ count) and (n == 0 or n > SMALL)) for n, row in every)
    secrets = [row for n, row in every if n is None and 0 < row @ count <= SMALL]
    assert secrets
    for secret in secrets:
        least, most = (linprog(s * secret, A_eq=known, b_eq=known @ count, bounds=[(0, None)] * len(count)) for s in (1, -1))
        assert most.status == 3 or -most.fun - least.fun > 0.5 * secret.max()


# Words


def test_sentences_are_about_the_people_of_the_file(starter: Finder) -> None:
    finder = with_people(starter, members(1, "MT", 900))
    whole = finder.coverage(CoverageQuery(**own(finder), on=ON))
    state = finder.coverage(CoverageQuery(state="MT", **own(finder), on=ON))
    assert "people in your file are within 60 miles of" in said(findings(whole))[0]
    assert "people in your file from Montana are within 60 miles of" in said(findings(state))[0]
    assert any(s.startswith("People are those of your file, not all residents.") for s in said(state.notices))
    assert not any("are hidden" in s for s in said(state.notices))
    stops = finder.siting(SitingQuery(1, state="MT", **own(finder), on=ON))
    assert "more people in your file from Montana within a 60-minute drive of care" in said(siting_findings(stops))[0]


def test_rows_that_are_not_counted_are_said_in_the_answer(starter: Finder) -> None:
    people = load_people(MemoryFile("m.csv", b"zip,weight\n59718,400\n00000,3\n"), REFERENCE)
    result = with_people(starter, people).coverage(CoverageQuery(people=people.id, on=ON))
    assert "1 row of your file is not counted, because the ZIP code is not known: line 3." in said(result.notices)


# What is kept and told of the file


def test_a_manifest_has_a_fingerprint_and_nothing_else_of_the_file(starter: Finder) -> None:
    people = members(1, "MT", 900)
    finder = with_people(starter, people)
    result = finder.coverage(CoverageQuery(people=people.id, on=ON))
    written = manifest(COVERAGE, result, "counties", "json")
    assert written["asked"]["people"] == f"file:{people.fingerprint}"
    assert written["asked"]["small_numbers"] == "hidden"
    assert written["people_of"] == "your file"
    assert "members" not in str(written)
    assert trace(COVERAGE, result, "counties")["asked_people"] == people.id


def test_reports_about_residents_say_nothing_of_files(starter: Finder) -> None:
    result = starter.coverage(CoverageQuery(state="DC", on=ON))
    assert not {"people", "small_numbers"} & set(manifest(COVERAGE, result, "counties", "json")["asked"])


# What can't be asked


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({"people": "members.csv"}, "These people are not those of a file."),
        ({"people": "file:xyz"}, "These people are not those of a file."),
        ({"show_small": True}, "Only numbers of your own people are hidden"),
        ({"people": "file:" + "0" * 16}, "people of another file than the one given"),
    ],
)
@pytest.mark.parametrize(("question", "query"), [(COVERAGE, CoverageQuery(on=ON)), (SITING, SitingQuery(1, on=ON))])
def test_people_that_make_no_sense_are_refused(
    starter: Finder, question: AnyQuestion, query: Any, choices: dict[str, Any], why: str
) -> None:
    finder = with_people(starter, members(1, "DC", 50))
    with pytest.raises(QueryError, match=why):
        finder.answer(question, replace(query, **choices))


def test_people_of_a_file_that_is_not_given_are_refused(starter: Finder) -> None:
    with pytest.raises(QueryError, match="that file was not given"):
        starter.coverage(CoverageQuery(people="file:" + "0" * 16, on=ON))


def test_a_state_without_people_of_the_file_is_refused(starter: Finder) -> None:
    finder = with_people(starter, members(1, "DC", 50))
    with pytest.raises(QueryError, match="Nobody in your file lives in Montana"):
        finder.coverage(CoverageQuery(state="MT", **own(finder), on=ON))


@pytest.mark.parametrize(
    ("objective", "show_small"), [("equity", True), ("equity", False), ("burden", False), ("robust", False)]
)
def test_objectives_that_would_tell_small_numbers_or_are_not_known_are_refused(objective: Any, show_small: bool) -> None:
    with pytest.raises(QueryError):
        SitingQuery(1, objective, people="file:" + "0" * 16, show_small=show_small, on=ON)


@pytest.mark.parametrize("table", ["alternatives", "steps", "ranges"])
def test_tables_that_would_tell_small_numbers_are_refused(table: str) -> None:
    query = SitingQuery(1, people="file:" + "0" * 16, on=ON)
    with pytest.raises(QueryError, match="could reveal small numbers"):
        SITING.check_table(table, query)
    SITING.check_table(table, replace(query, show_small=True))


@pytest.mark.parametrize("n", [1, 12])
def test_a_file_of_a_few_people_has_an_answer(starter: Finder, n: int) -> None:
    people = load_people(MemoryFile("m.csv", f"zip,weight\n59718,{n}\n".encode()), REFERENCE)
    finder = with_people(starter, people)
    result = finder.coverage(CoverageQuery(people=people.id, on=ON))
    first = said(findings(result))[0]
    assert ("(hidden) of (hidden) people in your file" in first) is (n == 1)
    assert render(COVERAGE, result, "report", "pdf").content
    stops = finder.siting(SitingQuery(1, people=people.id, on=ON))
    assert said(siting_findings(stops))
