"""How complete a list is: what is counted, and what is said of it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.evidence import KNOWING, Statement, TherapyEvidence
from finder.domain.provenance import read_as_of
from finder.questions.completeness import NOT_COMPLETE, Completeness, completeness, completeness_words, counted_words
from finder.wording.writer import ENGLISH
from tests.conftest import center_at, center_to_call
from tests.questions.search.test_answer import MakeFinder, search
from tests.questions.search.test_choices import reported
from tests.statements import ANY_STATEMENTS, DAY, evidence_of, said
from tests.world import REFERENCE

IVIG = REFERENCE.therapies["ivig"]
ASK_ELSEWHERE = ENGLISH.say(NOT_COMPLETE)


def counted(*in_reach: TherapyEvidence) -> Completeness:
    return completeness(in_reach, DAY)


def sentence(*in_reach: TherapyEvidence, narrowed: bool = False) -> str:
    return ENGLISH.say(completeness_words(counted(*in_reach), IVIG, 60.0, narrowed))


def test_locations_are_counted_by_tier_and_the_known_ones_by_basis() -> None:
    found = counted(
        evidence_of(said("staff", "2026-11-02"), said("price_list", "2026-01")),
        evidence_of(said("paid", "2024")),
        evidence_of(said("paid", "2023"), said("register", "2026")),
        evidence_of(said("price_list", "2026-01")),
        evidence_of(said("page", "2019-05")),
        evidence_of(),
    )
    assert found == Completeness(
        listed=6,
        tiers={"known": 3, "listed": 2, "unknown": 1},
        bases={"staff": 1, "paid": 2},
        oldest=read_as_of("2019-05"),
        newest=read_as_of("2026-11-02"),
    )


def test_only_the_statement_that_decides_has_an_age_here() -> None:
    found = counted(evidence_of(said("page", "2026-03"), said("price_list", "2025-01")), evidence_of(said("page", None)))
    assert (found.oldest, found.newest) == (read_as_of("2026-03"), read_as_of("2026-03"))
    assert counted(evidence_of(said("page", "2031"))).oldest is None
    # An outdated refusal decides nothing.
    assert counted(evidence_of(said("page", "2019", given=False))) == Completeness(1, {"unknown": 1}, {}, None, None)


@given(st.lists(ANY_STATEMENTS, max_size=8))
def test_counts_add_up(locations: list[Sequence[Statement]]) -> None:
    in_reach = [evidence_of(*statements) for statements in locations]
    found = counted(*in_reach)
    assert sum(found.tiers.values()) == found.listed == len(locations)
    assert sum(found.bases.values()) == found.tiers.get("known", 0)
    assert set(found.bases) <= set(KNOWING)
    assert 0 not in (*found.tiers.values(), *found.bases.values())
    assert (found.oldest is None) is (found.newest is None)
    if found.oldest and found.newest:
        assert found.oldest.first <= found.newest.first <= DAY
    assert ENGLISH.say(completeness_words(found, IVIG, 60.0)).endswith(ASK_ELSEWHERE)


@pytest.mark.parametrize(
    ("in_reach", "words"),
    [
        ((), "Our list has no location within 60 miles; there may be others."),
        ((evidence_of(),), "Our list has 1 location within 60 miles. Known to give IVIG: none. Not known: 1."),
        (
            (evidence_of(said("paid", "2024")),),
            "Our list has 1 location within 60 miles. Known to give IVIG: 1 (paid claims: 1). This information is from 2024.",
        ),
        (
            (evidence_of(said("price_list", "2026-01")), evidence_of(said("staff", "2026-11-02")), evidence_of()),
            "Our list has 3 locations within 60 miles. Known to give IVIG: 1 (staff: 1). On a price list, in a register, or by "
            "old information: 1. Not known: 1. This information is from January 2026 to November 2, 2026.",
        ),
        (
            (evidence_of(said("staff", "2026-10")), evidence_of(said("page", None)), evidence_of(said("page", None))),
            "Our list has 3 locations within 60 miles. Known to give IVIG: 3 (staff: 1, its website or a news report: 2). This "
            "information is from October 2026.",
        ),
    ],
)
def test_the_sentence(in_reach: tuple[TherapyEvidence, ...], words: str) -> None:
    assert sentence(*in_reach) == f"{words} {ASK_ELSEWHERE}"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "Our list has no location that fits within 60 miles; there may be others."),
        (1, "Our list has 1 location that may fit within 60 miles."),
        (2, "Our list has 2 locations that may fit within 60 miles."),
    ],
)
def test_where_others_do_not_fit_the_sentence_is_of_those_that_may(n: int, words: str) -> None:
    assert sentence(*[evidence_of()] * n, narrowed=True).startswith(words)


def test_without_a_therapy_nothing_is_said_of_one() -> None:
    words = ENGLISH.say(completeness_words(counted(evidence_of(), evidence_of()), None, 7.5))
    assert words == f"Our list has 2 locations within 7.5 miles. {ASK_ELSEWHERE}"


def test_where_locations_are_counted_only_what_is_known_is_said() -> None:
    words = ENGLISH.say(counted_words(counted(evidence_of(said("paid", "2024")), evidence_of()), IVIG))
    assert words == "Known to give IVIG: 1 (paid claims: 1). Not known: 1. This information is from 2024."


# In a search.


def test_a_search_counts_what_is_in_reach_and_not_what_heads_the_list(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 1), center_at(0, 2, id="paid"), center_to_call(4, 4)]
    rows = [*reported("paid", basis="paid", checked_on="2024"), *reported("c4-4")]
    result = search(grid_finder(centers=centers, center_therapies=rows), therapy="ivig", within_mi=30.0)
    assert [o.point.id for o in result.known] == ["paid", "c4-4"]
    assert result.completeness == Completeness(
        2, {"known": 1, "unknown": 1}, {"paid": 1}, read_as_of("2024"), read_as_of("2024")
    )
    assert ENGLISH.say(result.completeness_words) == (
        "Our list has 2 locations within 30 miles. Known to give IVIG: 1 (paid claims: 1). Not known: 1. This information is "
        f"from 2024. {ASK_ELSEWHERE}"
    )


@pytest.mark.parametrize(
    ("near", "asked", "begins"),
    [
        ({"open_until": "2026-01-31"}, {}, "Our list has no location that fits within 20 miles; "),
        ({"serves": "children"}, {"age": "adults"}, "Our list has no location that fits within 20 miles; "),
        ({}, {}, "Our list has 1 location within 20 miles. "),
        # Nobody travels there: it is not a location that does not fit.
        ({"kind": "home_infusion"}, {}, "Our list has no location within 20 miles; "),
    ],
)
def test_the_sentence_never_denies_what_is_listed_below(
    grid_finder: MakeFinder, near: dict[str, str], asked: dict[str, str], begins: str
) -> None:
    finder = grid_finder(centers=[center_at(0, 1, **near), center_at(4, 4)])
    result = search(finder, therapy="ivig", within_mi=20.0, **asked)
    assert ENGLISH.say(result.completeness_words).startswith(begins)
