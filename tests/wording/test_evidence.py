"""What each source says, in words: never yes where a source only lists it, and never no where nobody knows."""

from itertools import product

import pytest
from hypothesis import given

from finder.domain.evidence import BASES, TIERS, Basis, Statement
from finder.domain.provenance import AsOf, Provenance
from finder.wording.evidence import BASIS_WORDS, TIER_WORDS, evidence_words
from finder.wording.writer import ENGLISH
from tests.statements import ANY_STATEMENTS, DAY, evidence_of, said


def words(*statements: Statement) -> str:
    return ENGLISH.evidence(evidence_of(*statements), DAY)


def test_every_tier_and_basis_has_words() -> None:
    assert (tuple(TIER_WORDS), tuple(BASIS_WORDS)) == (TIERS, BASES)
    assert [ENGLISH.tier(evidence_of(*s)) for s in ([said("page")], [said("register")], [], [said("page", given=False)])] == [
        "known to give it",
        "may give it: ask",
        "call to ask",
        "not given here",
    ]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (said("staff", "2026-11-02"), "confirmed by staff (November 2, 2026)"),
        (said("staff", None), "confirmed by staff (no date given)"),
        (said("page", "2026-05"), "on its website (May 2026)"),
        (said("page", "2026-05", source="Website"), "on its website (May 2026)"),
        (said("page", "2026-05", source="News report"), "in a news report (May 2026)"),
        (said("page", "2026-05", source="phone book"), "on a web page (May 2026)"),
        (
            said("page", "2026-05", speaks_for=None),
            "on its organization's website, for all its locations (May 2026): ask about this one",
        ),
        (
            said("paid", "2024", count=181),
            "181 paid claims (up to 2024), perhaps for another building of this organization",
        ),
        (said("paid", "2024", count=1), "1 paid claim (up to 2024), perhaps for another building of this organization"),
        (
            said("paid", "2024", count=12345),
            "12,345 paid claims (up to 2024), perhaps for another building of this organization",
        ),
        (said("paid", "2024"), "paid claims (2024), perhaps for another building of this organization"),
        (
            said("price_list", "2026-01"),
            "on the hospital's price list (January 2026); it may be only for patients who stay there: ask",
        ),
        (
            said("price_list", "2026-01", speaks_for=7),
            "on a price list that 7 hospitals share (January 2026): ask about this one",
        ),
        (
            said("price_list", "2026-01", speaks_for=None),
            "on a price list that several hospitals share (January 2026): ask about this one",
        ),
        (said("register", "2026"), "in a public register (2026): ask"),
        (said("staff", "2026-11-02", given=False), "not given here, according to staff (November 2, 2026)"),
        (said("price_list", "2026-01", given=False), "not given here, according to a hospital price list (January 2026)"),
        (said("page", "2019-05"), "said in 2019 (its website or a news report): call to confirm"),
        (said("price_list", "2019"), "said in 2019 (a hospital price list): call to confirm"),
        (said("staff", "2019-05-02", given=False), "in 2019 not given here, according to staff: call to ask"),
        (said("page", "2027-05"), "on its website (no date given)"),
    ],
)
def test_what_a_source_says(statement: Statement, sentence: str) -> None:
    assert words(statement) == sentence


def test_sources_stand_side_by_side_the_strongest_first_and_old_ones_last() -> None:
    assert words(said("register", "2026"), said("staff", "2019"), said("page", "2026-05")) == (
        "on its website (May 2026); in a public register (2026): ask; said in 2019 (staff): call to confirm"
    )


def test_a_price_list_needs_a_caution_only_where_nothing_stronger_is_said() -> None:
    paid = "paid claims (2024), perhaps for another building of this organization"
    for speaks_for in (1, 7, None):
        listed = said("price_list", "2026-01", speaks_for=speaks_for)
        assert words(said("paid", "2024"), listed) == f"{paid}; on a hospital price list (January 2026)"
        assert "ask" in words(listed, said("paid", "2019")).partition("; said in 2019")[0]


def test_where_no_source_says_anything_it_says_what_to_do() -> None:
    assert words() == "call to ask"


@pytest.mark.parametrize(("basis", "given_there"), list(product(BASES, [True, False])))
def test_what_is_only_listed_tells_to_ask(basis: Basis, given_there: bool) -> None:
    sentence = words(said(basis, given=given_there))
    assert ("ask" in sentence) is (given_there and basis in ("price_list", "register"))
    assert ("not given" in sentence) is not given_there


@given(ANY_STATEMENTS)
def test_every_statement_is_said_once(statements: list[Statement]) -> None:
    found = evidence_of(*statements)
    sentences = [ENGLISH.say(sentence) for sentence in evidence_words(found, DAY)]
    assert len(sentences) == max(1, len(statements))
    assert all(sentences)
    assert ENGLISH.evidence(found, DAY) == "; ".join(sentences)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Website", "on its organization's website, for all its locations (2026): ask about this one"),
        ("", "on its organization's website, for all its locations (2026): ask about this one"),
        ("News report", "in a news report, for all of its organization's locations (2026): ask about this one"),
        ("Another web page", "on a web page, for all of its organization's locations (2026): ask about this one"),
    ],
)
def test_a_page_of_others_is_not_called_the_organizations_own(source: str, sentence: str) -> None:
    statement = Statement(True, "page", Provenance(source, checked_on=AsOf(2026)), speaks_for=None)
    assert words(statement) == sentence
