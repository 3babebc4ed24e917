"""Columns are found by their headings; what is missing is said."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.hsd.headings import Columns, find_columns

PLAIN = ["state", "county", "fips", "designation", "cms_minutes", "cms_miles"]
PLAIN += ["cms:rheumatology_minutes", "cms:rheumatology_miles", "note", "SSACD"]
LIMITS = "Time and Distance of Outpatient Infusion/Chemotherapy or Rheumatology"


def columns_of(*rows: Sequence[object]) -> Columns:
    return find_columns([tuple(row) for row in rows])


@given(st.permutations(PLAIN))
def test_one_row_of_headings_in_any_order(headings: list[str]) -> None:
    found = columns_of(headings, ["AL"] * 10)
    at = headings.index
    assert dict(found.labels) == {label: at(label) for label in ("state", "county", "fips", "designation")}
    assert dict(found.limits) == {
        "cms": (at("cms_minutes"), at("cms_miles")),
        "cms:rheumatology": (at("cms:rheumatology_minutes"), at("cms:rheumatology_miles")),
    }
    assert (found.first, found.missing) == (1, [])


COUNTY = ["COUNTY", "County Name", "county_name", " County "]
STATE = ["ST", "State", "STATE_CODE", "state abbreviation"]
KIND = ["COUNTY DESIGNATION", "COUNTY\nDESIGNA-TION", "Designation", "county_type"]
SPECIALTY = ["Outpatient Infusion/Chemotherapy", "OUTPATIENT INFUSION / CHEMOTHERAPY (See Notes)", "Infusion & Chemo"]
PAIR = [("minutes", "miles"), ("Time", "Distance"), ("- Max. Time (mins)", "- Max. Distance (miles)")]


@given(
    st.sampled_from(COUNTY), st.sampled_from(STATE), st.sampled_from(KIND), st.sampled_from(SPECIALTY), st.sampled_from(PAIR)
)
def test_headings_may_be_spelled_in_many_ways(
    county: str, state: str, kind: str, specialty: str, pair: tuple[str, str]
) -> None:
    found = columns_of([county, state, kind, *(f"{specialty} {measure}" for measure in pair)])
    assert (dict(found.labels), dict(found.limits)) == ({"county": 0, "state": 1, "designation": 2}, {"cms": (3, 4)})


@pytest.mark.parametrize("heading", ["minutes", "cms time", "va_minutes", "cms", "Home Infusion minutes", "CMS minutes, miles"])
def test_words_that_name_no_specialty_or_no_measure_are_no_limits(heading: str) -> None:
    assert columns_of(["fips", "designation", heading, "cms_miles"]).missing == [LIMITS]


@pytest.mark.parametrize("code", ["FIPS", "fips code", "County FIPS", "COUNTY_FIPS_CODE", "fipscounty", "GEOID"])
def test_a_code_stands_for_county_and_state(code: str) -> None:
    assert columns_of([code, "designation", "cms_minutes", "cms_miles"]).missing == []


@pytest.mark.parametrize("code", ["SSACD", "SSA code", "state fips", "fips state", "COUNTY_STATE"])
def test_other_codes_do_not(code: str) -> None:
    assert columns_of([code, "designation", "cms_minutes", "cms_miles"]).missing == ["COUNTY and ST (or FIPS)"]


def block(*, above: int = 0) -> list[list[object]]:
    """Headings in CMS's four rows: distance before time, a pair of another specialty, and blank rows above."""
    return [
        *([[]] * above),
        ["Outpatient Infusion/Chemotherapy Time & Distance"],
        [
            "ST",
            "COUNTY",
            "COUNTY DESIGNATION",
            "Cardiology",
            None,
            "Outpatient Infusion/Chemotherapy",
            None,
            "Rheumatology",
            "",
        ],
        [None, None, None, "008", None, "057", None, "031", None],
        [None, None, None, "Time", "Distance", "Distance", "Time", "Time", "Distance"],
    ]


@pytest.mark.parametrize("above", [0, 1, 5, 11])
def test_four_rows_of_merged_headings(above: int) -> None:
    found = columns_of(*block(above=above), ["AL", "Autauga", "Metro", 1, 2, 30, 45, 60, 40])
    assert dict(found.labels) == {"state": 0, "county": 1, "designation": 2}
    assert dict(found.limits) == {"cms": (6, 5), "cms:rheumatology": (7, 8)}
    assert found.first == above + 4


@pytest.mark.parametrize(("between", "missing"), [(0, 0), (1, 0), (2, 1)])
def test_headings_are_up_to_four_rows_deep(between: int, missing: int) -> None:
    rows = block()
    assert len(columns_of(*rows[:3], *([[]] * between), rows[3]).missing) == missing


@pytest.mark.parametrize("title", ["Rheumatology", "Outpatient Infusion/Chemotherapy"])
def test_a_heading_that_says_two_things_says_nothing(title: str) -> None:
    assert columns_of(["fips", "designation", f"{title} Time and Distance", f"{title} Distance"]).missing == [LIMITS]
    assert columns_of(["fips", "designation", "Rheumatology, Outpatient Infusion Time", f"{title} Distance"]).missing == [
        LIMITS
    ]


def test_headings_too_far_down_are_not_looked_for() -> None:
    assert columns_of(*block(above=12)).missing != []


def test_a_title_over_all_columns_is_no_heading_of_a_specialty() -> None:
    rows = block()
    rows[1][5] = rows[1][7] = "Urology"
    assert columns_of(*rows).missing == [LIMITS]


def test_a_specialty_spreads_over_two_columns_and_no_more() -> None:
    found = columns_of(
        ["fips", "designation", "Rheumatology", None, None, None], [None, None, "Time", "Note", "Distance", "Distance"]
    )
    assert found.missing == [LIMITS]


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        ({"state", "fips"}, "COUNTY and ST (or FIPS)"),
        ({"county", "fips"}, "COUNTY and ST (or FIPS)"),
        ({"designation"}, "COUNTY DESIGNATION"),
        ({"cms_minutes", "cms:rheumatology_miles"}, LIMITS),
    ],
)
def test_what_is_missing_is_named(lost: set[str], missing: str) -> None:
    assert columns_of([name for name in PLAIN if name not in lost]).missing == [missing]


def test_half_a_pair_is_no_limit() -> None:
    assert set(columns_of([name for name in PLAIN if name != "cms_miles"]).limits) == {"cms:rheumatology"}


@pytest.mark.parametrize("rows", [[], [[]], [[None, None]], [["x"] * 300] * 20])
def test_without_headings_all_is_missing(rows: list[list[object]]) -> None:
    assert len(columns_of(*rows).missing) == 3


def test_the_first_of_two_columns_with_one_heading_counts() -> None:
    assert columns_of([*PLAIN, *PLAIN]).limits["cms"] == (4, 5)
