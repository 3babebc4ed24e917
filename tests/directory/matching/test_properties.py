"""What must not change a matching: which list is the left one, the order of rows, other rows, case, and punctuation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.directory.matching.matching import Matching, groups, match, match_within
from finder.directory.matching.model import Record
from tests.sampling import of_many

pytestmark = pytest.mark.slow

WORDS = ["Mercy", "Saint", "Luke's", "Valley", "Hospital", "Clinic", "Infusion", "Center", "Children's", "South", "d/b/a", "2"]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
streets = st.builds(
    "{} {} {}{}".format,
    st.sampled_from(["100", "102", "100-104", "One", "PO Box 5", ""]),
    st.sampled_from(["Main", "Maine", "First", "N Oak", "St Marys"]),
    st.sampled_from(["St", "Ave", "Street", ""]),
    st.sampled_from(["", " Ste 200", " Suite 300", ", 2nd Floor"]),
)
cells = st.fixed_dictionaries(
    {
        "name": names,
        "street": streets,
        "city": st.sampled_from(["Dallas", ""]),
        "state": st.sampled_from(["TX", "Texas", ""]),
        "zip": st.sampled_from(["75201", "75202-1234", ""]),
        "phone": st.sampled_from(["214-555-0100", "5550100", "800-555-0100", ""]),
        "identifiers": st.sampled_from([{}, {"CCN": "450001"}, {"CCN": "450002"}, {"NPI": "1234567893"}]),
    }
)
lists = st.lists(cells, max_size=7).map(lambda rows: [Record(f"r{i}", **row) for i, row in enumerate(rows)])  # type: ignore[arg-type]
# Nothing in common with any of the above.
UNRELATED = [Record("z1", "Unalaska Kidney", "77 Zircon Blvd", "Nome", "AK", "99762", "907-555-0177")]


def pairs(matching: Matching, swapped: bool = False) -> set[tuple[str, str, str]]:
    return {(m.right, m.left, m.verdict) if swapped else (m.left, m.right, m.verdict) for m in matching.matches}


@settings(max_examples=of_many(150, 10))
@given(left=lists, right=lists)
def test_swapping_the_lists_changes_nothing(left: list[Record], right: list[Record]) -> None:
    assert pairs(match(left, right)) == pairs(match(right, left), swapped=True)


@settings(max_examples=of_many(100, 10))
@given(left=lists, right=lists, order=st.randoms())
def test_the_order_of_rows_changes_nothing(left: list[Record], right: list[Record], order: object) -> None:
    shuffled = list(right)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match(left, right) == match(left, shuffled)
    assert match_within(right) == match_within(shuffled)


@settings(max_examples=of_many(100, 10))
@given(left=lists, right=lists)
def test_unrelated_rows_change_nothing(left: list[Record], right: list[Record]) -> None:
    assert match(left, right).matches == match([*left, *UNRELATED], right).matches
    assert match_within(right).matches == match_within([*right, *UNRELATED]).matches


@settings(max_examples=of_many(100, 10))
@given(left=lists, right=lists)
def test_case_and_spaces_change_nothing(left: list[Record], right: list[Record]) -> None:
    loud = [
        replace(r, name=f"  {r.name.upper()} ", street=r.street.upper().replace(" ", "  "), city=r.city.upper()) for r in right
    ]
    assert match(left, right) == match(left, loud)


@settings(max_examples=of_many(100, 10))
@given(records=lists)
def test_each_pair_is_once_in_order_and_groups_keep_identifiers_apart(records: list[Record]) -> None:
    matches = match_within(records).matches
    assert [(m.left, m.right) for m in matches] == sorted({(m.left, m.right) for m in matches})
    assert all(m.left < m.right for m in matches)
    by_id = {r.id: r for r in records}
    for group in groups(records, matches):
        assert len({ccn for at in group if (ccn := by_id[at].identifiers.get("CCN"))}) < 2


@settings(max_examples=of_many(200, 10))
@given(written=st.text(max_size=60), name=st.text(max_size=60))
def test_any_text_can_be_matched(written: str, name: str) -> None:
    odd = Record("1", name, written, written, written, written, written)
    match([odd], [replace(odd, id="2")])
