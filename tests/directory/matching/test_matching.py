"""What is the same, what is for review, and what is nothing."""

from dataclasses import replace

import pytest

from finder.directory.matching.blocks import MOST_IN_A_BLOCK
from finder.directory.matching.matching import groups, match, match_within
from finder.directory.matching.model import Record
from finder.directory.matching.prepared import phone_key, zip5
from finder.directory.matching.words import sentences
from finder.wording.writer import ENGLISH

MERCY = Record("1", "Mercy Hospital", "100 Main St", "Springfield", "IL", "62701", "217-555-0100")


def verdict(one: Record, other: Record) -> str:
    """What becomes of one row in each list; empty for no match."""
    found = match([one], [other]).matches
    return found[0].verdict if found else ""


def changed(**cells: object) -> Record:
    return replace(MERCY, id="2", **cells)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"phone": ""},
        {"name": "MERCY HOSPITAL, INC.", "street": "100 Main Street, Suite 4"},
        {"name": "Sisters of Charity d/b/a Mercy Hospital"},
        {"street": "PO Box 12"},
        {"zip": "627011234"},
        {"city": "", "state": ""},
        {"zip": "62799"},
        {"street": "100 Main St Springfield IL 62701", "city": "", "state": "", "zip": ""},
    ],
)
def test_the_same_at_one_door(cells: dict[str, str]) -> None:
    assert verdict(MERCY, changed(**cells)) == "same"


@pytest.mark.parametrize(
    "cells",
    [
        {"street": "500 Oak Ave"},  # the same name at another address
        {"street": "500 Oak Ave", "phone": ""},
        {"name": "Mercy Children's Hospital"},  # a hospital in a hospital
        {"name": "Shriners Hospital", "street": "100 Main St, 2 West", "phone": ""},
        {"name": "Mercy Hospital Pharmacy"},
        {"street": "104 Main St", "phone": "217-555-0199"},
    ],
)
def test_the_doubtful_are_for_review(cells: dict[str, str]) -> None:
    assert verdict(MERCY, changed(**cells)) == "review"


@pytest.mark.parametrize(
    "cells",
    [
        {"state": "OH", "zip": "45501", "phone": ""},
        {"name": "Smith Dental", "phone": ""},
        {"name": "Jones Law Office", "street": "500 Oak Ave", "phone": ""},
        {"city": "Chicago", "zip": "60601", "phone": ""},
    ],
)
def test_what_has_too_little_in_common_is_not_listed(cells: dict[str, str]) -> None:
    assert verdict(MERCY, changed(**cells)) == ""


def test_one_company_at_many_addresses_never_merges() -> None:
    optum = [
        Record(str(i), "OPTUM INFUSION SERVICES 550, LLC", street, city, "CA", zip_code, "800-555-0100")
        for i, (street, city, zip_code) in enumerate(
            [
                ("1819 Aston Ave Ste 104", "Carlsbad", "92008"),
                ("7 Elm St", "Carlsbad", "92008"),
                ("9 Oak St", "Fresno", "93701"),
            ]
        )
    ]
    assert {m.verdict for m in match_within(optum).matches} <= {"review"}


def test_another_suite_of_one_building_does_not_merge() -> None:
    assert verdict(changed(street="100 Main St Ste 200"), changed(street="100 Main St Ste 300")) == "review"


def with_ids(record: Record, **identifiers: str) -> Record:
    return replace(record, identifiers=identifiers)


def test_identifiers_come_first() -> None:
    renamed = changed(name="Lincoln Land Health", phone="")
    assert verdict(with_ids(MERCY, CCN="140124"), with_ids(renamed, CCN="140124")) == "same"
    moved = changed(street="500 Oak Ave", name="Lincoln Land Health", phone="")
    assert verdict(with_ids(MERCY, NPI="1234567893"), with_ids(moved, NPI="1234567893")) == "review"


def test_identifiers_that_differ_never_merge() -> None:
    assert verdict(with_ids(MERCY, CCN="140124"), with_ids(changed(), CCN="140125")) == "review"
    assert verdict(with_ids(MERCY, CCN="140124", NPI="1"), with_ids(changed(), CCN="140124", NPI="2")) == "review"
    assert verdict(with_ids(MERCY, CCN="140124"), with_ids(changed(), NPI="2")) == "same"


def test_a_toll_free_number_says_nothing() -> None:
    one, other = changed(phone="1-800-555-0100", name="Alpha Care"), changed(phone="800-555-0100", name="Beta Care", street="")
    assert verdict(replace(one, id="1"), other) == ""


def test_a_hospital_that_was_renamed_is_the_same_only_if_no_other_is_at_the_door() -> None:
    renamed = changed(name="Valor Health", phone="")
    old = replace(MERCY, name="Walter Knox Memorial Hospital", phone="")
    assert verdict(old, renamed) == "same"
    guest = replace(renamed, id="3", name="Promise Hospital")
    assert [m.verdict for m in match([old], [renamed, guest]).matches] == ["review", "review"]
    assert [m.verdict for m in match_within([old, renamed]).matches] == ["review"]


def test_two_equal_rows_for_one_hospital_are_both_for_review() -> None:
    twin = replace(changed(), id="3")
    assert [m.verdict for m in match([MERCY], [changed(), twin]).matches] == ["review", "review"]
    assert [m.verdict for m in match([changed(), twin], [MERCY]).matches] == ["review", "review"]
    assert [m.verdict for m in match_within([MERCY, changed(), twin]).matches] == ["same", "same", "same"]


def test_a_row_without_a_suite_fits_neither_of_two_suites_for_certain() -> None:
    suites = [changed(street="100 Main St Ste 200"), replace(changed(street="100 Main St Ste 300"), id="3")]
    assert [m.verdict for m in match([MERCY], suites).matches] == ["review", "review"]


def test_rows_that_are_both_the_same_as_a_third_are_the_same() -> None:
    rows = [
        Record("1", "Henry Booth House Jelly Bean", "8501 S Ashland", "Chicago", "IL", "60620", "2395437"),
        Record("2", "Henry Booth Jelly Bean School", "8501 S Ashland Ave", "Chicago", "IL", "60620", ""),
        Record("3", "Jelly Bean School and Tots", "8501 S. Ashland Ave.", "Chicago", "IL", "60620", "9999999"),
    ]
    found = match_within(rows).matches
    assert {m.verdict for m in found} == {"same"}
    assert groups(rows, found) == (("1", "2", "3"),)


def test_groups_never_join_known_different_rows() -> None:
    rows = [with_ids(MERCY, CCN="140124"), changed(), with_ids(replace(MERCY, id="3"), CCN="140125")]
    found = match_within(rows).matches
    assert all(len(g) < 3 for g in groups(rows, found))


def test_reasons_are_sentences() -> None:
    (found,) = match([with_ids(MERCY, CCN="140124")], [with_ids(changed(), CCN="140124")]).matches
    assert [ENGLISH.say(s) for s in sentences(found)] == [
        "same CCN 140124", "same street address", "same phone number", "same name",
    ]  # fmt: skip


def test_a_crowded_door_is_bounded_and_said() -> None:
    rows = [replace(MERCY, id=str(i), street=f"100 Main St Ste {i}") for i in range(MOST_IN_A_BLOCK + 100)]
    found = match_within(rows)
    assert max(found.cut) == len(rows)
    assert 0 < len(found.matches) < 40 * len(rows)


@pytest.mark.parametrize(
    ("written", "code"),
    [("8003", "08003"), ("08003-1632", "08003"), ("80031632.0", "08003"), ("2101", "02101"), ("0", ""), ("n/a", ""), ("", "")],
)
def test_zip_codes_get_back_their_leading_zero(written: str, code: str) -> None:
    assert zip5(written) == code


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("(217) 555-0100 x12", "2175550100"),
        ("1.217.555.0100", "2175550100"),
        ("5550100", "5550100"),
        ("888-555-0100", ""),
        ("0", ""),
    ],
)
def test_phone_numbers_in_one_form(written: str, key: str) -> None:
    assert phone_key(written) == key
