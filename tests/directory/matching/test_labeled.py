"""The rules on pairs that others labeled: what the issue asks, on the half that the rules were not made on, too."""

from pathlib import Path

import pytest

from finder.directory.matching.address import address_key, compare_streets
from finder.directory.matching.matching import groups, match, match_within
from finder.directory.matching.model import Record
from tests.directory.matching.labeled import HALVES, chicago, found, hospitals, read
from tests.sampling import of_many

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pairs(shared_data: Path) -> Path:
    return shared_data / "sources" / "labelled_pairs"  # codespell:ignore


@pytest.mark.parametrize("half", ["", *HALVES], ids=["all", *HALVES])
def test_hospitals_are_matched_without_a_wrong_one(pairs: Path, half: str) -> None:
    left, right, true = hospitals(pairs, half)
    matches = match(left, right).matches
    same, review = found(matches, "same"), found(matches, "review")
    assert same - true == set()
    assert len(same) >= 0.94 * len(true)
    assert len((same | review) & true) >= 0.98 * len(true)
    assert len(review) < 0.1 * len(true)


# With a city far more pairs are looked at.
@pytest.mark.parametrize(("city", "state"), [("", ""), ("Chicago", "IL")][: of_many(2, 1)])
def test_chicago_is_matched_with_itself(pairs: Path, city: str, state: str) -> None:
    records, true = chicago(pairs, city, state)
    matches = match_within(records).matches
    same = found(matches, "same")
    assert len(same & true) >= 0.99 * len(same)
    assert len(same & true) >= 0.90 * len(true)
    assert len(groups(records, matches)) > 600


def test_infusion_companies_with_many_addresses_are_not_merged(shared_data: Path) -> None:
    rows = read(shared_data / "sources" / "opais340b" / "contract_pharmacies_named_infusion.csv")
    records = [
        Record(str(i), r["pharmacyName"], f"{r['cpAddress1']}, {r['cpAddress2']}", r["cpCity"], r["cpState"], r["cpZip"])
        for i, r in enumerate(rows)
        if r["cpAddress1"]
    ]
    by_id = {r.id: r for r in records}
    for one, other in found(match_within(records).matches, "same"):
        streets = [address_key(by_id[at].street, by_id[at].city) for at in (one, other)]
        assert compare_streets(*streets) not in ("other", "building")
