"""Standards by name, and their limits county by county."""

import math

import numpy as np
import pytest

from finder.access.standards import Standard
from tests.world import REFERENCE

KNOWN = REFERENCE.standards


# 42 CFR 422.116(d), minutes / miles by type: Large Metro, Metro, Micro, Rural, CEAC.
LIMITS_IN_THE_RULE = {
    "cms": "20/10, 45/30, 80/60, 75/60, 110/100",
    "cms:rheumatology": "30/15, 60/40, 100/75, 110/90, 145/130",
}


@pytest.mark.parametrize("name", sorted(LIMITS_IN_THE_RULE))
def test_the_standards_of_cms_are_those_of_the_rule(name: str) -> None:
    standard = KNOWN[name]
    pairs = [tuple(map(float, pair.split("/"))) for pair in LIMITS_IN_THE_RULE[name].split(", ")]
    assert list(zip(standard.max_min, standard.max_mi, strict=True)) == pairs
    assert standard.required_share == (0.90, 0.90, 0.85, 0.85, 0.85)


def test_va_specialty_care_is_one_hour_everywhere() -> None:
    va = KNOWN["va"]
    assert (set(va.max_min), set(va.max_mi)) == ({60}, {math.inf})
    assert all(math.isnan(share) for share in va.required_share)


def test_these_are_all_standards_and_each_has_its_source() -> None:
    assert set(KNOWN) == {*LIMITS_IN_THE_RULE, "va"}
    for standard in KNOWN.values():
        assert standard.source
        assert standard.source_url.startswith("https://www.ecfr.gov/")
        assert standard.as_of
        assert standard.note


def test_rules_are_plain_values_by_county_type() -> None:
    first, *_, last = KNOWN["cms"].rules()
    assert first == {"county_type": "large_metro", "max_mi": 10.0, "max_min": 20.0, "required_share": 0.9}
    assert last == {"county_type": "ceac", "max_mi": 100.0, "max_min": 110.0, "required_share": 0.85}


def test_required_shares_are_an_array_by_county_type() -> None:
    standard: Standard = KNOWN["cms"]
    assert standard.required.tolist() == [0.9, 0.9, 0.85, 0.85, 0.85]


def test_county_limits_are_the_standard_county_by_county() -> None:
    types = np.array([4, 0, 2, 0])
    county_limits = KNOWN["cms"].county_limits(types)
    assert (county_limits.max_mi.tolist(), county_limits.max_min.tolist()) == ([100, 10, 60, 10], [110, 20, 80, 20])
    assert county_limits.required.tolist() == [0.85, 0.9, 0.85, 0.9]
    limits, which = county_limits.classes
    assert [tuple(limits[row]) for row in which] == [(100, 110), (10, 20), (60, 80), (10, 20)]
    assert len(limits) == 3


def test_an_official_list_overrides_the_rule_for_listed_counties() -> None:
    """County 1 changes from Large Metro to Micro, with its required share. County 2 keeps its type and gets wider limits."""
    before = KNOWN["cms"].county_limits(np.array([0, 0, 2]))
    listed = np.array([False, True, True])
    nan = math.nan
    after = before.overridden(listed, np.array([4, 2, 2]), np.array([nan, 66.0, 99.0]), np.array([nan, 88.0, 99.0]))
    assert after.type_index.tolist() == [0, 2, 2]
    assert (after.max_mi.tolist(), after.max_min.tolist()) == ([10, 66, 99], [20, 88, 99])
    assert after.required.tolist() == [0.9, 0.85, 0.85]
    assert before.max_mi.tolist() == [10, 10, 60]
