"""People by county and state."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.demand import COUNTY_TYPES, DemandPoints
from finder.domain.geo import PointSet
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


@given(st.lists(st.tuples(st.floats(0.01, 300), st.lists(st.floats(0.01, 1), min_size=1, max_size=4)), min_size=1, max_size=8))
def test_in_whole_people_nobody_is_split_or_lost(zips: list[tuple[float, list[float]]]) -> None:
    """Each ZIP code has its people rounded, at least one; and each part its share but for less than one person."""
    part_zip = np.repeat(np.arange(len(zips)), [len(shares) for _, shares in zips])
    people = np.concatenate([n * np.array(shares) / sum(shares) for n, shares in zips])
    n = len(zips)
    demand = DemandPoints(
        zip=np.array([f"{z:05}" for z in range(n)]),
        points=PointSet(np.zeros(n), np.zeros(n)),
        population=np.bincount(part_zip, people).astype(float),
        county=np.zeros(n, np.intp),
        part_zip=part_zip,
        part_county=np.concatenate([np.arange(len(shares)) for _, shares in zips]),
        part_people=people,
        counties=REFERENCE.counties,
    )
    whole = demand.in_whole_people()
    assert (whole.part_people == np.round(whole.part_people)).all()
    assert (whole.part_people > 0).all()
    assert (whole.zip == demand.zip).all()
    assert whole.population == pytest.approx(np.maximum(np.round(demand.population), 1))
    scale = (whole.population / demand.population)[part_zip]
    at = {(z, c): k for z, c, k in zip(whole.part_zip.tolist(), whole.part_county.tolist(), whole.part_people, strict=True)}
    mine = np.array([at.get((z, c), 0) for z, c in zip(part_zip.tolist(), demand.part_county.tolist(), strict=True)])
    assert np.abs(mine - people * scale).max() < 1 + 1e-6
