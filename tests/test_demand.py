"""County types of 42 CFR 422.116(c), and people by state."""

import numpy as np
import pytest

from finder.demand import COUNTY_TYPES, DemandPoints, county_type
from finder.reference import demand

# The rule as it is written: least and most people, least and most density; "from, to but not including".
INF = float("inf")
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
    # The two holes of the text, rural here.
    ("rural", 0, 10_000, 10, 50),
    ("rural", 0, 10_000, 1000, 5000),
]


def edges(low: float, high: float) -> list[float]:
    return [low, low + 0.001, 1e8 if high == INF else np.nextafter(high, 0)]


@pytest.mark.parametrize(("kind", "p_low", "p_high", "d_low", "d_high"), RULE)
def test_every_cell_of_the_rule_holds_to_its_edges(kind: str, p_low: float, p_high: float, d_low: float, d_high: float) -> None:
    assert {county_type(p, d) for p in edges(p_low, p_high) for d in edges(d_low, d_high)} == {kind}


def test_a_county_of_nobody_is_of_extreme_access() -> None:
    assert county_type(0, 0) == "ceac"


def test_type_of_a_zip_is_that_of_its_main_county(grid_demand: DemandPoints) -> None:
    types = dict(zip(grid_demand.zip.tolist(), (COUNTY_TYPES[t] for t in grid_demand.type_index), strict=True))
    assert (types["67011"], types["67012"], types["67013"]) == ("ceac", "rural", "rural")


def in_two_states(grid: DemandPoints) -> DemandPoints:
    """The grid world with a state line between its counties."""
    c = grid.counties
    split = type(c)(c.fips, c.name, np.array(["CO", "KS"]), c.land_sqmi, c.population, c.type_index)
    columns = (grid.zip, grid.points, grid.population, grid.county, grid.part_zip, grid.part_county, grid.part_people)
    return DemandPoints(*columns, split)


@pytest.mark.parametrize(("state", "people", "zips"), [("CO", 1050, 11), ("KS", 1450, 15)])
def test_a_zip_across_a_state_line_gives_each_state_its_own_people(
    grid_demand: DemandPoints, state: str, people: float, zips: int
) -> None:
    part = in_two_states(grid_demand).in_state(state)
    assert (part.population.sum(), len(part.zip)) == (people, zips)
    assert part.population[part.zip == "67012"] == [50.0]
    row = int(np.flatnonzero(part.zip == "67012")[0])
    assert (part.points.lat_deg[row], part.points.lon_deg[row]) == (
        grid_demand.points.lat_deg[7],
        grid_demand.points.lon_deg[7],
    )


def test_parts_point_at_their_own_zip_and_county(grid_demand: DemandPoints) -> None:
    part = in_two_states(grid_demand).in_state("CO")
    assert set(part.counties.name[part.part_county]) == {"West"}
    assert sorted(part.zip[part.part_zip].tolist()) == part.zip.tolist()
    assert np.bincount(part.part_zip, part.part_people).tolist() == part.population.tolist()


def test_a_state_without_people_here_is_empty(grid_demand: DemandPoints) -> None:
    part = grid_demand.in_state("HI")
    assert (len(part.zip), len(part.points), part.population.sum(), len(part.type_index)) == (0, 0, 0, 0)


def test_states_add_up_to_the_country() -> None:
    country = demand()
    states = np.unique(country.counties.state)
    assert sum(country.in_state(s).population.sum() for s in states) == pytest.approx(country.population.sum(), abs=1)
