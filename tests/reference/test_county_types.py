"""County types of 42 CFR 422.116(c): the rule to its edges, the holes in its text, and the counties of the tables.

The documentation names these counties in tables that docs/county_types.py makes; here they are worked out in another way.
"""

import csv
import itertools
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.demand import COUNTY_TYPES, county_type, is_unclassified
from finder.domain.states import STATE_NAMES
from tests.world import REFERENCE, ROOT

INF = math.inf
# The text of the rule, range by range: people from, to, and people a square mile from, to; the second bound is not included.
RULE = [
    ("large_metro", 1_000_000, INF, 1000, INF),
    ("large_metro", 500_000, 1_000_000, 1500, INF),
    ("large_metro", 0, INF, 5000, INF),
    ("metro", 1_000_000, INF, 10, 1000),
    ("metro", 500_000, 1_000_000, 10, 1500),
    ("metro", 200_000, 500_000, 10, 5000),
    ("metro", 50_000, 200_000, 100, 5000),
    ("metro", 10_000, 50_000, 1000, 5000),
    ("micro", 50_000, 200_000, 10, 100),
    ("micro", 10_000, 50_000, 50, 1000),
    ("rural", 10_000, 50_000, 10, 50),
    ("rural", 0, 10_000, 50, 1000),
    ("ceac", 0, INF, 0, 10),
]
HOLES = [(0, 10_000, 10, 50), (0, 10_000, 1000, 5000)]
PEOPLE = [0, 10_000, 50_000, 200_000, 500_000, 1_000_000]
DENSITY = [0, 10, 50, 100, 1000, 1500, 5000]
LABELS = {"Large Metro": "large_metro", "Metro": "metro", "Micro": "micro", "Rural": "rural", "CEAC": "ceac"}


def kinds_by_the_text(people: float, density: float) -> set[str]:
    """Every type one of whose ranges holds such a county."""
    return {kind for kind, low, high, thin, thick in RULE if low <= people < high and thin <= density < thick}


def around(bounds: list[int], most: float) -> list[float]:
    """Each bound, the nearest numbers below and above it, numbers between, and a large one."""
    near = [n for bound in bounds for n in (np.nextafter(bound, -1), bound, np.nextafter(bound, INF), bound - 0.1) if n >= 0]
    return sorted({*map(float, near), *(float(a + b) / 2 for a, b in itertools.pairwise(bounds)), most})


def agrees_with_the_text(people: float, density: float) -> bool:
    found = kinds_by_the_text(people, density)
    assert len(found) <= 1
    assert is_unclassified(people, density) == (not found)
    return {county_type(people, density)} == (found or {"rural"})


def test_every_point_of_the_lattice_of_bounds() -> None:
    lattice = list(itertools.product(around(PEOPLE, 2e7), around(DENSITY, 1e5)))
    assert len(lattice) > 500
    assert [point for point in lattice if not agrees_with_the_text(*point)] == []


@given(
    st.floats(0, 2e7) | st.sampled_from(around(PEOPLE, 2e7)) | st.integers(0, 2_000_000).map(float),
    st.floats(0, 1e5) | st.sampled_from(around(DENSITY, 1e5)) | st.floats(0, 100),
)
def test_any_county(people: float, density: float) -> None:
    assert agrees_with_the_text(people, density)


def edges(low: float, high: float) -> list[float]:
    return [low, np.nextafter(low, INF), 1e8 if high == INF else np.nextafter(high, 0)]


@pytest.mark.parametrize(("kind", "p_low", "p_high", "d_low", "d_high"), RULE)
def test_every_range_holds_to_its_edges(kind: str, p_low: float, p_high: float, d_low: float, d_high: float) -> None:
    corners = list(itertools.product(edges(p_low, p_high), edges(d_low, d_high)))
    assert {county_type(*corner) for corner in corners} == {kind}
    assert not any(is_unclassified(*corner) for corner in corners)


@pytest.mark.parametrize(("p_low", "p_high", "d_low", "d_high"), HOLES)
def test_the_two_holes_are_rural_to_their_edges(p_low: float, p_high: float, d_low: float, d_high: float) -> None:
    corners = list(itertools.product(edges(p_low, p_high), edges(d_low, d_high)))
    assert {county_type(*corner) for corner in corners} == {"rural"}
    assert all(is_unclassified(*corner) for corner in corners)
    outside = [*((p, np.nextafter(d_low, 0)) for p in edges(p_low, p_high)), *((p, d_high) for p in edges(p_low, p_high))]
    assert not any(is_unclassified(*corner) for corner in [*outside, (p_high, d_low), (p_high, np.nextafter(d_high, 0))])


@pytest.mark.parametrize(
    ("people", "density", "kind"),
    [
        (0, 0, "ceac"),  # a county of nobody
        (2_000_000, 9.9, "ceac"),  # however many live there
        (8_000, 5_000, "large_metro"),  # however few
        (999_999, 1_499.9, "metro"),
        (999_999, 1_500, "large_metro"),
        (1_000_000, 1_000, "large_metro"),
        (499_999, 4_999, "metro"),
        (50_000, 99.9, "micro"),
        (49_999, 100, "micro"),
        (49_999, 49.9, "rural"),
        (9_999, 999.9, "rural"),
    ],
)
def test_counties_reasoned_out_by_hand(people: float, density: float, kind: str) -> None:
    assert county_type(people, density) == kind


# Counties and cities with their official land in square miles (US Census Gazetteer 2017), and the type by hand: the people of
# the American Community Survey 2018-22 over it.
BY_HAND = [
    ("09001", 624.97, "large_metro"),  # Fairfield, CT: 958,284 people, 1,533 to the square mile. With the Sound it was 1,466.
    ("36061", 22.657, "large_metro"),  # New York, NY
    ("51683", 9.849, "metro"),  # Manassas, VA: 42,780 people, 4,344 to the square mile
    ("22071", 169.427, "metro"),  # Orleans, LA: 380,408 people, 2,245 to the square mile, half of whose county is water
    ("01001", 594.449, "metro"),  # Autauga, AL: 59,718 people, 100.5 to the square mile
    ("55027", 875.672, "metro"),  # Dodge, WI: 89,499 people, 102.2 to the square mile
    ("49003", 5745.581, "micro"),  # Box Elder, UT: 58,121 people, 10.1 to the square mile, without the Great Salt Lake
    ("24019", 540.752, "micro"),  # Dorchester, MD: 31,600 people, 58.4 to the square mile
    ("51131", 211.693, "micro"),  # Northampton, VA: 12,132 people, 57.3 to the square mile
    ("26097", 1021.859, "rural"),  # Mackinac, MI: 10,840 people, 10.6 to the square mile
    ("48429", 896.719, "rural"),  # Stephens, TX: 9,173 people, 10.2 to the square mile: the rule has no type
    ("51135", 314.39, "rural"),  # Nottoway, VA: 15,627 people, 49.7 to the square mile
    ("02261", 34222.488, "ceac"),  # Valdez-Cordova, AK
]


@pytest.mark.parametrize(("fips", "land", "kind"), BY_HAND)
def test_counties_have_the_type_that_their_official_land_gives(fips: str, land: float, kind: str) -> None:
    c = REFERENCE.counties
    row = c.fips.tolist().index(fips)
    assert c.land_sqmi[row] == pytest.approx(land, rel=1e-6)
    assert COUNTY_TYPES[c.type_index[row]] == kind
    assert kinds_by_the_text(c.population[row], c.population[row] / land) <= {kind}


def test_every_county_has_the_land_that_the_census_bureau_gives_it(shared_data: Path) -> None:
    with (shared_data / "county_land_2017.csv").open(newline="") as lines:
        official = {row["fips"]: float(row["land_sq_mi"]) for row in csv.DictReader(lines)}
    c = REFERENCE.counties
    assert dict(zip(c.fips.tolist(), c.land_sqmi.tolist(), strict=True)) == official


def rows_of_the_pages() -> Iterator[list[str]]:
    """Cells of the tables of the two pages on county types."""
    for page in ("county-types.md", "county-type-lists.md"):
        for line in (ROOT / "docs" / "method" / page).read_text(encoding="utf-8").splitlines():
            if line.startswith("| "):
                yield [cell.strip() for cell in line.strip("|").split("|")]


def test_counties_and_people_by_type() -> None:
    c = REFERENCE.counties
    number = dict(zip(COUNTY_TYPES, np.bincount(c.type_index).tolist(), strict=True))
    assert number == {"large_metro": 81, "metro": 757, "micro": 743, "rural": 1058, "ceac": 581}
    assert sum(number.values()) == len(c.fips) == 3142 + 78
    people = np.bincount(c.type_index, c.population)
    told = [row for row in rows_of_the_pages() if row[0] in LABELS and len(row) == 4 and row[3].endswith("%")]
    assert [(LABELS[row[0]], row[1], row[2]) for row in told] == [
        (kind, f"{number[kind]:,}", f"{who:,.0f}") for kind, who in zip(COUNTY_TYPES, people, strict=True)
    ]


def test_unclassified_counties_are_those_that_the_page_names() -> None:
    c = REFERENCE.counties
    density = c.population / c.land_sqmi
    rows = [row for row in range(len(c.fips)) if not kinds_by_the_text(c.population[row], density[row])]
    assert {COUNTY_TYPES[c.type_index[row]] for row in rows} == {"rural"}
    found = sorted((STATE_NAMES[str(c.state[row])], str(c.name[row])) for row in rows)
    told = [row for row in rows_of_the_pages() if row[0] in STATE_NAMES.values()]
    assert sorted((state, name) for state, _, names in told for name in names.split(", ")) == found
    assert sum(int(number) for _, number, _ in told) == len(found) == 249
    dense = [f"{c.name[row]}, {c.fips[row]}" for row in rows if density[row] >= 1000]
    assert dense == ["Buena Vista, 51530", "Covington, 51580", "Lexington, 51678"]


def types_2020(shared_data: Path) -> dict[str, str]:
    """County types from the 2020 census counts outside Connecticut, by FIPS (Valdez-Cordova was split in 2019)."""
    people: dict[str, float] = {}
    with (shared_data / "counties_2020.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            fips = {"02063": "02261", "02066": "02261"}.get(row["fips"], row["fips"])
            people[fips] = people.get(fips, 0) + float(row["population_2020"] or "nan")
    c = REFERENCE.counties
    return {
        str(fips): county_type(people[fips], people[fips] / land)
        for fips, land in zip(c.fips, c.land_sqmi, strict=True)
        if fips in people
    }


def test_types_agree_with_the_2020_census_but_for_the_counties_that_the_page_names(shared_data: Path) -> None:
    other, c = types_2020(shared_data), REFERENCE.counties
    assert len(other) == 3220 - 8
    differing = {
        f"{name}, {state}": [COUNTY_TYPES[kind], other[fips]]
        for fips, name, state, kind in zip(c.fips, c.name, c.state, c.type_index, strict=True)
        if fips in other and other[fips] != COUNTY_TYPES[kind]
    }
    assert len(differing) <= 0.01 * len(other)
    told = {row[0]: [LABELS[kind] for kind in row[1:3]] for row in rows_of_the_pages() if re.fullmatch(r".+, [A-Z]{2}", row[0])}
    assert told == differing
