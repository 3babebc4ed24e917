"""The land outside a standard: exact where the limit is a circle, on a grid of cells where it follows roads."""

import shapely

from finder.access.gap_land import county_at, gap_cells, gap_land, grid
from finder.access.reach import trips_within
from finder.questions.base import Context
from finder.questions.counting import counted
from finder.questions.coverage.query import CoverageQuery
from finder.questions.limits import county_limits
from finder.travel.model import TravelEnds, nearest

# The sides of the grid cells on a map of a state (5 km) and of the country.
STATE_CELL_MI, COUNTRY_CELL_MI = 3.1, 8.0


def land_outside(query: CoverageQuery, context: Context) -> shapely.Geometry | None:
    """Return the land outside a standard, in degrees; None if travel is too slow to measure.

    Raises QueryError for an unknown therapy or standard.
    """
    limits, boundaries = county_limits(query.standard, context), context.reference.boundaries
    points = counted(query, context, limits.standard.pediatric_hospitals)
    chosen = [boundaries.states[query.state]] if query.state else list(boundaries.states.values())
    land = shapely.multipolygons([part for state in chosen for part in shapely.get_parts(state)])
    miles = limits.standard.uniform_mi
    radius_mi = context.travel.straight_radius_mi(miles) if miles is not None else None
    if radius_mi is not None:
        return gap_land(land, points.ends.points, radius_mi)
    if not context.travel.interactive:
        return None
    cells = grid(land, STATE_CELL_MI if query.state else COUNTRY_CELL_MI)
    county = county_at(cells, boundaries.counties)
    there = nearest(context.travel, TravelEnds(cells.points, limits.type_index[county]), points.ends, 1)
    inside = trips_within(there, there.first_row, limits.max_mi[county], limits.max_min[county])
    return gap_cells(land, cells, ~inside)
