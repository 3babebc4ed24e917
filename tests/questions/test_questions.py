"""What every question promises to reports and verification: its parameters, its tables, and what their columns hold."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.domain.evidence import LEVELS
from finder.domain.provenance import read_as_of
from finder.domain.states import STATE_NAMES
from finder.errors import QueryError
from finder.questions.base import Result, Row
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import BY, ClosuresQuery
from finder.questions.columns import COLUMNS, Kind
from finder.questions.counting import MOBILE_FILTERS
from finder.questions.coverage.query import CoverageQuery
from finder.questions.need import NEED_PARAMETERS
from finder.questions.own_people import PEOPLE_PARAMETERS
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import OBJECTIVES, SitingQuery
from finder.reports.render import REPORT
from finder.wording.writer import ENGLISH
from tests.planners import EVERY_TABLE, HALVED, ON, Ask, strict_json
from tests.world import REFERENCE

STATES = st.none() | st.sampled_from(sorted(STATE_NAMES))
THERAPIES = st.none() | st.sampled_from(sorted(REFERENCE.therapies))
STANDARDS = st.sampled_from([*REFERENCE.standards, "miles:60", "minutes:45", "miles:1.5+minutes:90"])
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def counting(draw: st.DrawFn) -> dict[str, Any]:
    """Choices that make sense together: evidence is about a therapy."""
    therapy = draw(THERAPIES)
    evidence = draw(st.sampled_from(LEVELS)) if therapy else "any"
    mobile, state = draw(st.sampled_from(MOBILE_FILTERS)), draw(STATES)
    return {"therapy": therapy, "evidence": evidence, "mobile": mobile, "state": state, "on": draw(DAYS)}


@st.composite
def people_and_need(draw: st.DrawFn) -> dict[str, Any]:
    """Residents, or people of a file whose small numbers are hidden or shown; and perhaps a condition."""
    people = draw(st.none() | st.from_regex("file:[0-9a-f]{16}", fullmatch=True))
    need = draw(st.none() | st.sampled_from(["cidp", "dermatomyositis"]))
    infused = draw(st.floats(0, 1, exclude_min=True)) if need else 1.0
    return {"people": people, "show_small": people is not None and draw(st.booleans()), "need": need, "infused": infused}


@st.composite
def siting(draw: st.DrawFn) -> SitingQuery:
    choices = {**draw(counting()), **draw(people_and_need())}
    shown = [o for o in OBJECTIVES if not choices["people"] or (choices["show_small"] and o != "equity")]
    objective = draw(st.sampled_from([o for o in shown or ["people", "backup"] if o != "worst" or choices["state"]]))
    return SitingQuery(
        None if objective == "fewest" else draw(st.integers(1, 200)),
        objective,
        draw(STANDARDS),
        candidates=draw(st.sampled_from(["towns", "towns:0", "towns:5000"])),
        where=draw(st.sampled_from(["any", "state"] if choices["state"] else ["any"])),
        seconds=draw(st.integers(1, 3600)),
        **choices,
    )


@st.composite
def closures(draw: st.DrawFn) -> ClosuresQuery:
    ids = draw(st.sets(st.sampled_from(["H1", "a,b", 'say "x"', "unit:3", "ä"])))
    return ClosuresQuery(draw(STANDARDS), by=draw(st.sampled_from(BY)), close=tuple(sorted(ids)), **draw(counting()))


Query = CoverageQuery | ChairsQuery | SitingQuery | ClosuresQuery | ScenarioQuery
QUERIES: dict[str, st.SearchStrategy[Query]] = {
    "coverage": st.builds(
        lambda standard, choices, people: CoverageQuery(standard, **choices, **people), STANDARDS, counting(), people_and_need()
    ),
    "chairs": counting().map(lambda choices: ChairsQuery(**choices)),
    "siting": siting(),
    "closures": closures(),
    "scenario": st.builds(
        lambda sides, standard, choices: ScenarioQuery(sides[0], sides[1], standard, **choices),
        st.tuples(*2 * [st.sampled_from(["today", HALVED])]),
        STANDARDS,
        counting(),
    ),
}


def about(therapy: str) -> dict[str, Query]:
    """Each question about a therapy."""
    return {
        "coverage": CoverageQuery("cms", therapy, on=ON),
        "chairs": ChairsQuery(therapy, on=ON),
        "siting": SitingQuery(2, standard="cms", therapy=therapy, on=ON),
        "closures": ClosuresQuery("cms", therapy, on=ON),
        "scenario": ScenarioQuery("today", HALVED, "cms", therapy, on=ON),
    }


def test_every_question_that_is_registered_is_asked_here() -> None:
    assert set(QUERIES) == set(QUESTIONS)
    assert {name: question.id for name, question in QUESTIONS.items()} == {name: name for name in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
def test_a_query_comes_back_from_its_parameters(question: str, data: st.DataObject) -> None:
    asked, query = QUESTIONS[question], data.draw(QUERIES[question])
    parameters = asked.parameters(query)
    assert asked.read(parameters, query.on) == query
    assert {name for name, value in parameters.items() if value is None} <= set(asked.optional)
    # A file without own people or a condition says nothing of them.
    assert set(asked.optional) - set(parameters) <= {*PEOPLE_PARAMETERS, *NEED_PARAMETERS}
    # As a file has them.
    assert all(value is None or (value and isinstance(value, str)) for value in parameters.values())


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
def test_no_two_queries_have_the_same_parameters_and_day(question: str, data: st.DataObject) -> None:
    asked, one, other = QUESTIONS[question], data.draw(QUERIES[question]), data.draw(QUERIES[question])
    same = (asked.parameters(one), one.on) == (asked.parameters(other), other.on)
    assert same is (one == other)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("changed", [{"state": "ZZ"}, {"evidence": "rumor"}, {"mobile": "maybe"}, {"evidence": None}])
def test_parameters_that_make_no_sense_are_refused(question: str, changed: dict[str, str]) -> None:
    asked = QUESTIONS[question]
    with pytest.raises(QueryError):
        asked.read({**asked.parameters(about("ivig")[question]), **changed}, ON)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_unknown_therapy_is_named_with_those_that_are_known(starter: Finder, question: str) -> None:
    asked = QUESTIONS[question]
    with pytest.raises(QueryError, match=r"'leeches' is not a known therapy\. .*ivig"):
        starter.answer(asked, about("leeches")[question])


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
def test_the_name_of_a_file_says_what_was_chosen(question: str, data: st.DataObject) -> None:
    query = data.draw(QUERIES[question])
    parts = QUESTIONS[question].file_parts(query)
    evidence = [] if query.evidence == "any" else [query.evidence]
    mobile = [] if query.mobile == "include" else [f"mobile-{query.mobile}"]
    standard = [query.standard] if isinstance(query, CoverageQuery) else []
    if isinstance(query, SitingQuery):
        towns = [query.candidates] if query.least_people else []
        inside = ["in-state"] if query.where == "state" else []
        units = [str(query.units)] if query.units else []
        standard = [*units, query.objective, query.standard, *towns, *inside]
    if isinstance(query, ClosuresQuery):
        by = ["by-address"] if query.by == "address" else []
        standard = [query.standard, *by, *([f"close-{len(query.close)}"] if query.close else [])]
    if isinstance(query, ScenarioQuery):
        standard = [*(side.removeprefix("file:")[:8] for side in (query.base, query.plan)), query.standard]
    assert list(parts) == [query.state or "US", *standard, query.therapy or "any", *evidence, *mobile]


@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_a_table_has_the_columns_that_it_says_and_each_is_explained(answer_of: Ask, question: str, name: str) -> None:
    table = QUESTIONS[question].tables[name]
    rows = table.rows(answer_of(question))
    assert rows
    assert {frozenset(row) for row in rows} == {frozenset(table.columns)}
    assert len(set(table.columns)) == len(table.columns)
    assert set(table.columns) <= set(COLUMNS)
    assert set(table.key) | set(table.shown) <= set(table.columns)
    assert table.key
    assert name != REPORT


def test_every_column_that_is_explained_is_used() -> None:
    assert set(COLUMNS) == {c for q in QUESTIONS.values() for table in q.tables.values() for c in table.columns}
    said = [ENGLISH.say(column.about) for column in COLUMNS.values()]
    assert all(said)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_table_that_is_shown_unless_another_is_asked_for_exists(question: str) -> None:
    assert QUESTIONS[question].default_table in QUESTIONS[question].tables


@pytest.fixture(scope="module")
def of_montana(starter: Finder) -> dict[str, Result]:
    """Each question of a real state, about a therapy."""
    return {
        "coverage": starter.coverage(CoverageQuery("cms", "ivig", "MT", on=ON)),
        "chairs": starter.chairs(ChairsQuery("ivig", "MT", on=ON)),
        "siting": starter.siting(SitingQuery(3, standard="cms", therapy="ivig", state="MT", on=ON)),
        "closures": starter.closures(ClosuresQuery("cms", "ivig", "MT", on=ON)),
        "scenario": starter.scenario(ScenarioQuery("today", HALVED, "cms", "ivig", "MT", on=ON)),
    }


@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_the_key_tells_rows_apart(of_montana: dict[str, Result], question: str, name: str) -> None:
    table = QUESTIONS[question].tables[name]
    rows = table.rows(of_montana[question])
    keys = [tuple(row[k] for k in table.key) for row in rows]
    assert len(set(keys)) == len(keys)
    # No location of Montana is of a kind that does not count.
    assert keys or name == "excluded"
    assert all(value is not None for key in keys for value in key)


def _number(low: float, high: float = float("inf")) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


IS: dict[Kind, Callable[[Any], bool]] = {
    "code": lambda value: isinstance(value, str) and value.isdigit(),
    "text": lambda value: isinstance(value, str),
    "people": _number(0),
    "count": lambda value: isinstance(value, int) and value >= 0,
    "share": _number(0, 1),
    "miles": _number(0),
    "minutes": _number(0),
    "degrees": _number(-180, 180),
    "yes_no": lambda value: isinstance(value, bool),
    "day": lambda value: read_as_of(value).first <= ON,
    "hours": _number(0),
    "ratio": _number(0),
    "amount": _number(0),
}


@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_a_column_holds_what_its_kind_says_or_nothing(of_montana: dict[str, Result], question: str, name: str) -> None:
    table = QUESTIONS[question].tables[name]
    wrong = [
        (column, row[column])
        for row in table.rows(of_montana[question])
        for column in table.columns
        if row[column] not in (None, "") and not IS[COLUMNS[column].kind](row[column])
    ]
    assert wrong == []


NEEDED = {"county": {"fips"}, "state": {"state"}, "zip": {"zip"}, "point": {"lat", "lon"}}


@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_a_table_has_what_its_shape_on_a_map_is_made_of(question: str, name: str) -> None:
    table = QUESTIONS[question].tables[name]
    assert table.geometry is None or NEEDED[table.geometry] <= set(table.columns)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_whole_is_plain_values_and_has_the_lists_it_says(of_montana: dict[str, Result], question: str) -> None:
    asked = QUESTIONS[question]
    whole = strict_json(asked.whole(of_montana[question]))
    assert "manifest" not in whole
    lists = dict(_lists_of_rows(whole))
    assert set(lists) == set(asked.lists)
    for name, key in asked.lists.items():
        keys = [tuple(row[k] for k in key) for row in lists[name]]
        assert len(set(keys)) == len(keys) > 0


def _lists_of_rows(answer: Row, under: str = "") -> list[tuple[str, list[Row]]]:
    found: list[tuple[str, list[Row]]] = []
    for name, value in answer.items():
        if isinstance(value, dict):
            found += _lists_of_rows(value, f"{under}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found.append((f"{under}{name}", value))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sheet_is_told_the_answer_and_the_question(of_montana: dict[str, Result], question: str) -> None:
    notes = {ENGLISH.say(label): ENGLISH.say(words) for label, words in QUESTIONS[question].notes(of_montana[question])}
    assert "people in Montana" in notes["Answer"]
    assert notes["Asked"].startswith("Montana. ")
    assert "Treatment: IVIG." in notes["Asked"]
    assert notes["Asked"].endswith("November 22, 2026.")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_reference_tables_that_are_named_exist(question: str) -> None:
    assert all(REFERENCE.fingerprint(name) for name in QUESTIONS[question].uses)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_depends_on_how_long_evidence_is_good(question: str) -> None:
    assert {"therapies.toml", "evidence.toml"} <= set(QUESTIONS[question].uses)
