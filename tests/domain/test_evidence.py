"""What statements amount to: the rule of docs/method/evidence.md, case by case and for statements at random."""

from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finder.domain.evidence import BASES, KNOWING, KNOWN_LEVEL, LEVELS, TIERS, Basis, Statement, TherapyEvidence, Tier, weigh
from tests.statements import ANY_STATEMENT, ANY_STATEMENTS, DAY, RECENT, evidence_of, said

# A date at which statements on any basis are outdated on DAY.
LONG_AGO = "2019-05"
PAIRS = [(a, b) for a, b in product(BASES, BASES) if a != b]


def rank_of(evidence: TherapyEvidence) -> int:
    """The place of the tier in TIERS: 0 is known."""
    return TIERS.index(evidence.tier)


@pytest.mark.parametrize("basis", BASES)
def test_one_statement_is_known_or_listed_by_its_basis(basis: Basis) -> None:
    assert evidence_of(said(basis)).tier == ("known" if basis in KNOWING else "listed")
    assert evidence_of(said(basis, given=False)).tier == "not_offered"


def test_without_a_statement_it_is_unknown() -> None:
    nothing = weigh((), DAY)
    assert (nothing.tier, nothing.leading, nothing.evidence, nothing.statements) == ("unknown", None, "unknown", ())


@pytest.mark.parametrize("pair", PAIRS)
def test_the_stronger_basis_leads_and_the_other_stays(pair: tuple[Basis, Basis]) -> None:
    strong, weak = sorted(pair, key=BASES.index)
    # A newer date makes no weaker basis lead.
    found = evidence_of(said(pair[0], "2026-09"), said(pair[1], "2026-10"))
    assert [s.basis for s in found.current] == [strong, weak]
    assert found.leading is found.current[0]
    assert found.tier == evidence_of(said(strong)).tier


@pytest.mark.parametrize("pair", PAIRS)
def test_the_stronger_basis_decides_between_yes_and_no(pair: tuple[Basis, Basis]) -> None:
    yes, no = pair
    found = evidence_of(said(yes), said(no, given=False))
    stronger_says_yes = BASES.index(yes) < BASES.index(no)
    assert (found.tier != "not_offered") is stronger_says_yes
    assert found.leading == said(yes) if stronger_says_yes else found.leading == said(no, given=False)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize(
    ("yes", "no", "offered"),
    [
        ("2026-10-02", "2026-10-01", True),
        ("2026-10-01", "2026-10-02", False),
        # On one day, nobody should travel for nothing.
        ("2026-10-01", "2026-10-01", False),
        ("2026-10", "2026-10-01", False),
        # Nobody knows which came first.
        (None, None, False),
        ("2026-10-01", None, True),
        (None, "2026-10-01", False),
    ],
)
def test_on_one_basis_the_newer_statement_decides(basis: Basis, yes: str | None, no: str | None, offered: bool) -> None:
    for pair in permutations([said(basis, yes), said(basis, no, given=False)]):
        assert (evidence_of(*pair).tier != "not_offered") is offered


@pytest.mark.parametrize(
    ("basis", "when", "last_good"),
    [
        ("staff", "2025-11-24", date(2026, 11, 24)),
        ("staff", "2025-11-23", date(2026, 11, 23)),
        ("page", "2024-02-29", date(2026, 2, 28)),
        ("page", "2024-02", date(2026, 2, 28)),
        ("paid", "2024", date(2027, 12, 31)),
        ("price_list", "2026-01", date(2028, 1, 31)),
        ("register", "2024-11", date(2026, 11, 30)),
    ],
)
def test_a_statement_is_good_to_the_last_day_of_its_years(basis: Basis, when: str, last_good: date) -> None:
    statement = said(basis, when)
    assert statement.good_until == last_good
    on_the_day, day_after = (weigh([statement], last_good + timedelta(n)) for n in (0, 1))
    assert (on_the_day.current, on_the_day.outdated) == ((statement,), ())
    assert (day_after.current, day_after.outdated) == ((), (statement,))
    assert (day_after.tier, day_after.evidence, day_after.leading) == ("listed", "reported", statement)


def test_a_statement_without_a_date_has_no_age() -> None:
    undated = said("page", None)
    assert undated.good_until is None
    assert weigh([undated], date(2099, 1, 1)).tier == "known"


def test_a_dated_statement_leads_an_undated_one_on_the_same_basis() -> None:
    undated, old = said("page", None), said("page", "2025")
    assert evidence_of(undated, old).leading == old
    assert evidence_of(undated, said("paid")).leading == undated


@pytest.mark.parametrize("basis", BASES)
def test_an_outdated_no_rules_nothing_out(basis: Basis) -> None:
    no = said(basis, LONG_AGO, given=False)
    alone = evidence_of(no)
    assert (alone.tier, alone.leading, alone.evidence, alone.outdated) == ("unknown", None, "unknown", (no,))
    assert evidence_of(no, said("register")).tier == "listed"
    assert evidence_of(no, said("page")).tier == "known"


def test_an_outdated_yes_is_listed_but_not_against_a_current_no() -> None:
    yes = said("staff", LONG_AGO)
    assert evidence_of(yes).tier == "listed"
    assert evidence_of(yes, said("register", given=False)).tier == "not_offered"


def test_an_outdated_statement_never_leads_a_current_one() -> None:
    found = evidence_of(said("staff", LONG_AGO), said("price_list"))
    assert (found.tier, found.leading) == ("listed", said("price_list"))
    assert [s.basis for s in found.statements] == ["price_list", "staff"]


def test_a_date_that_lies_ahead_counts_as_undated_until_then() -> None:
    ahead, dated = said("page", "2027-03-01"), said("page", "2026-01-01")
    assert ahead.said(DAY) is None
    found = evidence_of(ahead, dated)
    assert (found.tier, found.leading) == ("known", dated)
    # The month itself has begun on its first day.
    assert weigh([ahead, dated], date(2027, 3, 1)).leading == ahead
    assert said("page", "2026-11").said(DAY) == said("page", "2026-11").provenance.checked_on
    # A "no" from the future does not win over a dated "yes".
    assert evidence_of(said("page", "2027", given=False), dated).tier == "known"


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (said("staff"), "confirmed"),
        (said("page"), "reported"),
        (said("paid"), "reported"),
        (said("price_list"), "reported"),
        (said("register"), "reported"),
        (said("staff", given=False), "not_offered"),
        (said("register", given=False), "not_offered"),
    ],
)
def test_evidence_is_one_word_of_the_listing_files(statement: Statement, word: str) -> None:
    assert statement.evidence == word
    assert evidence_of(statement).evidence == word


REACHED: dict[Basis, tuple[str, ...]] = {
    "staff": ("any", "listed", "price_list", "paid", "page", "confirmed"),
    "page": ("any", "listed", "price_list", "paid", "page"),
    "paid": ("any", "listed", "price_list", "paid"),
    "price_list": ("any", "listed", "price_list"),
    "register": ("any", "listed"),
}


@pytest.mark.parametrize("basis", BASES)
def test_the_levels_that_each_basis_reaches(basis: Basis) -> None:
    assert tuple(level for level in LEVELS if evidence_of(said(basis)).reaches(level)) == REACHED[basis]
    outdated = evidence_of(said(basis, LONG_AGO))
    assert tuple(level for level in LEVELS if outdated.reaches(level)) == ("any", "listed")
    refused = evidence_of(said(basis, given=False))
    assert not any(refused.reaches(level) for level in LEVELS)


def test_unknown_reaches_only_any_level() -> None:
    for nothing in (weigh((), DAY), evidence_of(said(when=LONG_AGO, given=False))):
        assert tuple(level for level in LEVELS if nothing.reaches(level)) == ("any",)


# The rule over statements at random.


@given(ANY_STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_never_matters(statements: list[Statement], shuffle: object) -> None:
    other = sorted(statements, key=lambda _: shuffle.random())  # type: ignore[attr-defined]
    assert weigh(other, DAY) == weigh(statements, DAY)


@given(ANY_STATEMENTS)
def test_levels_are_nested(statements: list[Statement]) -> None:
    reached = [weigh(statements, DAY).reaches(level) for level in LEVELS]
    assert reached == sorted(reached, reverse=True)


@given(ANY_STATEMENTS)
def test_the_level_of_known_is_the_tier_of_known(statements: list[Statement]) -> None:
    found = weigh(statements, DAY)
    assert found.reaches(KNOWN_LEVEL) is (found.tier == "known")
    assert found.reaches("listed") is (found.tier in ("known", "listed"))
    assert found.reaches("any") is (found.tier != "not_offered")


@given(ANY_STATEMENTS, ANY_STATEMENT)
def test_a_weaker_statement_of_the_same_sign_never_lowers_the_tier(statements: list[Statement], more: Statement) -> None:
    before = weigh(statements, DAY)
    leading = before.leading
    assume(leading is not None)
    assert leading
    assume(leading.given == more.given and leading.strength(DAY) <= more.strength(DAY))
    after = weigh([*statements, more], DAY)
    # Of what is given, nothing is lost; and what is not given stays so.
    assert rank_of(after) <= rank_of(before) if leading.given else after.tier == "not_offered"


@given(ANY_STATEMENTS, ANY_STATEMENT)
def test_an_outdated_statement_never_rules_out_and_adds_at_most_listed(statements: list[Statement], more: Statement) -> None:
    assume(more.outdated(DAY))
    before, after = weigh(statements, DAY), weigh([*statements, more], DAY)
    if before.tier == "unknown" and more.given:
        assert after.tier == "listed"
    else:
        assert after.tier == before.tier


@given(ANY_STATEMENTS)
def test_the_leading_statement_is_one_of_those_weighed_and_agrees_with_the_tier(statements: list[Statement]) -> None:
    found = weigh(statements, DAY)
    assert sorted(map(str, found.statements)) == sorted(map(str, statements))
    assert (found.leading is None) is (found.tier == "unknown")
    if found.leading:
        assert found.leading.given is (found.tier != "not_offered")
        assert (found.tier == "known") is (
            found.leading.given and found.leading in found.current and found.leading.basis in KNOWING
        )


@given(ANY_STATEMENTS, ANY_STATEMENTS)
def test_doubt_sorts_by_tier_first(some: list[Statement], others: list[Statement]) -> None:
    a, b = weigh(some, DAY), weigh(others, DAY)
    assert a.doubt < b.doubt or rank_of(a) >= rank_of(b)


def test_doubt_sorts_current_before_outdated_and_then_by_basis() -> None:
    surest_first = [
        evidence_of(said("staff")),
        evidence_of(said("page")),
        evidence_of(said("paid")),
        evidence_of(said("price_list")),
        evidence_of(said("register")),
        evidence_of(said("staff", LONG_AGO)),
        evidence_of(said("page", LONG_AGO)),
        evidence_of(),
        evidence_of(said("page", given=False)),
    ]
    assert sorted(surest_first, key=lambda e: e.doubt) == surest_first
    assert len({e.doubt for e in surest_first}) == len(surest_first)
    tiers: list[Tier] = [e.tier for e in surest_first]
    assert tiers == ["known"] * 3 + ["listed"] * 4 + ["unknown", "not_offered"]


def test_recent_is_recent() -> None:
    """What other tests take for current is current on each basis."""
    assert not any(said(basis, RECENT).outdated(DAY) for basis in BASES)
    assert all(said(basis, LONG_AGO).outdated(DAY) for basis in BASES)
