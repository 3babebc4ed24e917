"""Standards: what can be written, and what is refused."""

import math

import numpy as np
import pytest

from finder.access.standards import Standard, parse_standard
from finder.errors import QueryError
from tests.world import REFERENCE

KNOWN = REFERENCE.standards


@pytest.mark.parametrize(
    ("written", "id_", "label", "miles", "minutes"),
    [
        ("miles:60", "miles:60", "within 60 miles", 60, math.inf),
        ("minutes:45", "minutes:45", "within 45 minutes", math.inf, 45),
        ("miles:60+minutes:90", "miles:60+minutes:90", "within 60 miles and 90 minutes", 60, 90),
        ("minutes:90+miles:60", "miles:60+minutes:90", "within 60 miles and 90 minutes", 60, 90),
        ("miles:0.5", "miles:0.5", "within 0.5 miles", 0.5, math.inf),
        ("miles:500", "miles:500", "within 500 miles", 500, math.inf),
        ("miles:060.0", "miles:60", "within 60 miles", 60, math.inf),
    ],
)
def test_limits_can_be_made_up(written: str, id_: str, label: str, miles: float, minutes: float) -> None:
    made = parse_standard(written, KNOWN)
    assert (made.id, str(made.label)) == (id_, label)
    assert (set(made.max_mi), set(made.max_min)) == ({miles}, {minutes})
    assert all(math.isnan(share) for share in made.required_share)


def test_a_made_up_standard_reads_its_own_id_the_same() -> None:
    for written in ("miles:60", "minutes:12.125+miles:499.999"):
        made = parse_standard(written, KNOWN)
        again = parse_standard(made.id, KNOWN)
        assert (again.id, again.max_mi, again.max_min) == (made.id, made.max_mi, made.max_min)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_standards_go_by_name(name: str) -> None:
    assert parse_standard(name, KNOWN) is KNOWN[name]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "60",
            "miles",
            "miles:",
            "miles:-1",
            "miles:0",
            "miles:0.000",
            "miles:nan",
            "miles:inf",
            "miles:1e9",
            "miles:1001",
        ),
        *(
            "miles:500.001",
            "minutes:180.001",
            "miles:60+miles:30",
            "miles:60+",
            "+",
            "miles:60+minutes:0",
            "miles:60 ",
            "miles:60\n",
            "MILES:60",
        ),
        *("km:60", "miles:60,5", "miles:1.2345", "CMS", "x" * 10_000, "miles:60+" * 2000, "{{7*7}}", "%s%(x)d%", "<script>"),
        "\0",
    ],
)
def test_bad_standards_are_refused_in_one_short_line(written: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_standard(written, KNOWN)
    assert "is not a standard" in str(refused.value.what)
    assert len(str(refused.value.what)) < 300
    assert "\n" not in str(refused.value.what)
    assert "cms" in str(refused.value.advice)


@pytest.mark.parametrize(
    ("written", "uniform"), [("miles:60", 60), ("minutes:60", None), ("miles:60+minutes:60", None), ("cms", None)]
)
def test_only_one_limit_of_miles_can_be_drawn_as_circles(written: str, uniform: float | None) -> None:
    assert parse_standard(written, KNOWN).uniform_mi == uniform


# 42 CFR 422.116(d), minutes / miles by type: Large Metro, Metro, Micro, Rural, CEAC.
TEXT_OF_THE_RULE = {
    "cms": "20/10, 45/30, 80/60, 75/60, 110/100",
    "cms:rheumatology": "30/15, 60/40, 100/75, 110/90, 145/130",
}


@pytest.mark.parametrize("name", sorted(TEXT_OF_THE_RULE))
def test_the_standards_of_cms_are_those_of_the_rule(name: str) -> None:
    standard = parse_standard(name, KNOWN)
    pairs = [tuple(map(float, pair.split("/"))) for pair in TEXT_OF_THE_RULE[name].split(", ")]
    assert list(zip(standard.max_min, standard.max_mi, strict=True)) == pairs
    assert standard.required_share == (0.90, 0.90, 0.85, 0.85, 0.85)


def test_specialty_care_of_va_is_an_hour_for_everybody() -> None:
    va = parse_standard("va", KNOWN)
    assert (set(va.max_min), set(va.max_mi)) == ({60}, {math.inf})
    assert all(math.isnan(share) for share in va.required_share)


def test_those_are_all_standards_and_each_says_where_it_is_from() -> None:
    assert set(KNOWN) == {*TEXT_OF_THE_RULE, "va"}
    for standard in KNOWN.values():
        assert standard.source
        assert standard.source_url.startswith("https://www.ecfr.gov/")
        assert standard.as_of
        assert standard.note
    assert len({str(standard.label) for standard in KNOWN.values()}) == len(KNOWN)


@pytest.mark.parametrize(
    "written", ["cms:", "cms:neurology", "rheumatology", "cms:rheumatology ", "cms+cms", "cms:rheumatology+va"]
)
def test_names_are_taken_whole(written: str) -> None:
    with pytest.raises(QueryError, match="is not a standard"):
        parse_standard(written, KNOWN)


def test_rules_are_plain_values_by_county_type() -> None:
    first, *_, last = parse_standard("cms", KNOWN).rules()
    assert first == {"county_type": "large_metro", "max_mi": 10.0, "max_min": 20.0, "required_share": 0.9}
    assert last == {"county_type": "ceac", "max_mi": 100.0, "max_min": 110.0, "required_share": 0.85}


def test_a_required_share_is_an_array_by_type() -> None:
    standard: Standard = KNOWN["cms"]
    assert standard.required.tolist() == [0.9, 0.9, 0.85, 0.85, 0.85]


def test_a_ruling_is_the_standard_county_by_county() -> None:
    types = np.array([4, 0, 2, 0])
    county_limits = KNOWN["cms"].county_limits(types)
    assert (county_limits.max_mi.tolist(), county_limits.max_min.tolist()) == ([100, 10, 60, 10], [110, 20, 80, 20])
    assert county_limits.required.tolist() == [0.85, 0.9, 0.85, 0.9]
    limits, which = county_limits.classes
    assert [tuple(limits[row]) for row in which] == [(100, 110), (10, 20), (60, 80), (10, 20)]
    assert len(limits) == 3


def test_an_official_list_stands_in_for_the_rule_where_it_speaks() -> None:
    """County 1 turns from large metro to micro, pass mark and all; county 2 keeps its type and gets wider limits."""
    before = KNOWN["cms"].county_limits(np.array([0, 0, 2]))
    listed = np.array([False, True, True])
    nan = math.nan
    after = before.overridden(listed, np.array([4, 2, 2]), np.array([nan, 66.0, 99.0]), np.array([nan, 88.0, 99.0]))
    assert after.type_index.tolist() == [0, 2, 2]
    assert (after.max_mi.tolist(), after.max_min.tolist()) == ([10, 66, 99], [20, 88, 99])
    assert after.required.tolist() == [0.9, 0.85, 0.85]
    assert before.max_mi.tolist() == [10, 10, 60]
