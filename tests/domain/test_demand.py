"""People by county and state."""

import numpy as np
import pytest

from finder.domain.demand import COUNTY_TYPES, DemandPoints
from tests.world import REFERENCE


def test_the_type_of_a_zip_code_is_that_of_its_main_county(grid_demand: DemandPoints) -> None:
    types = dict(zip(grid_demand.zip.tolist(), (COUNTY_TYPES[t] for t in grid_demand.type_index), strict=True))
    assert (types["67011"], types["67012"], types["67013"]) == ("ceac", "rural", "rural")


def in_two_states(grid: DemandPoints) -> DemandPoints:
    """Return the grid world with a state line between its counties."""
    c = grid.counties
    split = type(c)(c.fips, c.name, np.array(["CO", "KS"]), c.land_sqmi, c.population, c.type_index)
    columns = (grid.zip, grid.points, grid.population, grid.county, grid.part_zip, grid.part_county, grid.part_people)
    return DemandPoints(*columns, split)


@pytest.mark.parametrize(("state", "people", "zips"), [("CO", 1050, 11), ("KS", 1450, 15)])
def test_a_zip_code_across_a_state_line_is_split_by_state(
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


def test_parts_refer_to_their_own_zip_code_and_county(grid_demand: DemandPoints) -> None:
    part = in_two_states(grid_demand).in_state("CO")
    assert set(part.counties.name[part.part_county]) == {"West"}
    assert sorted(part.zip[part.part_zip].tolist()) == part.zip.tolist()
    assert np.bincount(part.part_zip, part.part_people).tolist() == part.population.tolist()


def test_a_state_without_people_is_empty(grid_demand: DemandPoints) -> None:
    part = grid_demand.in_state("HI")
    assert (len(part.zip), len(part.points), part.population.sum(), len(part.type_index)) == (0, 0, 0, 0)


def test_states_add_up_to_the_nation() -> None:
    nation = REFERENCE.demand
    states = np.unique(nation.counties.state)
    assert sum(nation.in_state(s).population.sum() for s in states) == pytest.approx(nation.population.sum(), abs=1)
