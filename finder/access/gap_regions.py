"""Regions of people out of reach: neighboring ZIPs outside a standard, joined, and ranked by their people.

Neighbors are ZIPs whose points a Delaunay triangulation joins. A region that grows wider than WIDEST_MI is cut across its
longer way, where the gap between its ZIPs is widest (in its middle half, so that both parts are of a size): a planner
thinks of a place to send somebody to, not of half a country.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from finder.domain.arrays import Floats, Ints, group_sums, weighted_quantile
from finder.domain.demand import DemandPoints
from finder.domain.geo import WGS84, Point, PointSet
from finder.travel.model import NO_DESTINATION, TravelMatrix

WIDEST_MI = 150.0
# Farther than this, two ZIPs are not one place to send a unit to, whatever lies between.
NEIGHBOR_MI = 75.0
# A second state is named if this part of the people live in it.
_ALSO_IN = 0.2
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True)
class Region:
    """Neighboring people outside the standard. `rank` starts at 1, by people; `namesake` counts those of the same part,
    states and first county.

    `part` is where in its first state it lies: (row, column) from (0, 0), south-west, to (2, 2), north-east. `states` are
    those with most of its people, `counties` their FIPS, most people first. `center` is the middle of its people; `nearest`
    the service point (a row) that is nearest for most of them, None if there is none, `nearest_mi` the miles that half of
    them do not exceed (infinite without a road), `nearest_min` those minutes of driving, `direction` the way there
    from the center by the compass.
    """

    rank: int
    namesake: int
    part: tuple[int, int]
    states: tuple[str, ...]
    counties: tuple[str, ...]
    zips: tuple[str, ...]
    people: float
    center: Point
    nearest: int | None
    nearest_mi: float
    nearest_min: float
    direction: str | None


def gap_regions(matrix: TravelMatrix, demand: DemandPoints, outside: Floats, places: PointSet) -> tuple[Region, ...]:
    """Regions of the people `outside` the standard, shape (parts,), most people first."""
    people = group_sums(demand.part_zip, outside, len(demand.zip))
    rows = np.flatnonzero(people > 0)
    if not len(rows):
        return ()
    label = _split(_joined(demand, rows), demand.points.xyz_mi[rows], people[rows])
    total = np.bincount(label, people[rows])
    order = np.lexsort((np.arange(len(total)), -total))
    found = _Found(matrix, demand, outside, people, places)
    groups = np.split(rows[np.argsort(label, kind="stable")], np.cumsum(np.bincount(label))[:-1])
    return _told_apart(found.region(rank, groups[g]) for rank, g in enumerate(order.tolist(), 1))


def _told_apart(regions: Iterable[Region]) -> tuple[Region, ...]:
    seen: Counter[tuple[object, ...]] = Counter()
    result = []
    for region in regions:
        name = (region.part, region.states, region.counties[0])
        seen[name] += 1
        result.append(replace(region, namesake=seen[name]))
    return tuple(result)


def _joined(demand: DemandPoints, rows: Ints) -> Ints:
    """A label for each of the ZIPs: the same for those that neighbors join, over any number of steps."""
    # Imported with the first question: it takes a while, which no page need wait for.
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    a, b = _neighbors(demand.points)
    at = np.full(len(demand.zip), -1, np.intp)
    at[rows] = np.arange(len(rows))
    both = (at[a] >= 0) & (at[b] >= 0)
    links = coo_matrix((np.ones(both.sum()), (at[a[both]], at[b[both]])), shape=(len(rows), len(rows)))
    label: Ints = connected_components(links, directed=False)[1].astype(np.intp)
    return label


@lru_cache(maxsize=4)
def _neighbors(points: PointSet) -> tuple[Ints, Ints]:
    """Pairs of points next to each other on the ground, at most NEIGHBOR_MI apart. The same for every question."""
    from scipy.spatial import ConvexHull, QhullError, cKDTree

    xyz_mi = points.xyz_mi
    try:
        # On a sphere the hull of points is their Delaunay triangulation, but for the faces that close it from below.
        hull = ConvexHull(xyz_mi / np.linalg.norm(xyz_mi, axis=1, keepdims=True))
        triangles = hull.simplices[hull.equations[:, 3] < 0]
        i, j = np.concatenate([triangles[:, pair] for pair in ([0, 1], [1, 2], [2, 0])]).T
    except (QhullError, ValueError):  # too few points, or all on a line
        i, j = cKDTree(xyz_mi).query_pairs(NEIGHBOR_MI, output_type="ndarray").T
    near = np.linalg.norm(xyz_mi[i] - xyz_mi[j], axis=1) <= NEIGHBOR_MI
    return i[near].astype(np.intp), j[near].astype(np.intp)


def _split(label: Ints, xyz_mi: Floats, people: Floats) -> Ints:
    """Labels anew, from 0: groups wider than WIDEST_MI are halved until none is."""
    done, todo = list[Ints](), [np.flatnonzero(label == g) for g in range(int(label.max()) + 1)]
    while todo:
        rows = todo.pop()
        points = xyz_mi[rows] - np.average(xyz_mi[rows], axis=0, weights=people[rows])
        along = points @ np.linalg.svd(points, full_matrices=False)[2][0]
        if np.ptp(along) <= WIDEST_MI:
            done.append(rows)
            continue
        at = np.sort(along)
        gaps = np.diff(at)
        gaps[np.abs((at[1:] + at[:-1]) / 2 - (at[0] + at[-1]) / 2) > np.ptp(at) / 4] = 0
        cut = int(np.argmax(gaps))
        far = along > at[cut] if gaps[cut] > 0 else along > along.mean()
        todo += [rows[~far], rows[far]]
    result = np.empty(len(label), np.intp)
    for number, rows in enumerate(sorted(done, key=lambda r: int(r.min()))):
        result[rows] = number
    return result


@dataclass(frozen=True, eq=False)
class _Found:
    matrix: TravelMatrix
    demand: DemandPoints
    outside: Floats
    people: Floats
    places: PointSet

    def region(self, rank: int, rows: Ints) -> Region:
        """One region, of the ZIPs in `rows`."""
        weight, first = self.people[rows], self.matrix.first_row[rows]
        center = middle(self.demand.points.xyz_mi[rows], weight)
        counties, states = self._lie_in(rows)
        nearest = self._nearest(first, weight)
        return Region(
            rank=rank,
            namesake=1,
            part=self._part(states[0], center),
            states=states,
            counties=counties,
            zips=tuple(self.demand.zip[rows].tolist()),
            people=float(weight.sum()),
            center=center,
            nearest=nearest,
            nearest_mi=weighted_quantile(self.matrix.distance_mi[first], weight, 0.5) or 0.0,
            nearest_min=weighted_quantile(self.matrix.driving_min[first], weight, 0.5) or 0.0,
            direction=None if nearest is None else self._direction(center, nearest),
        )

    def _lie_in(self, rows: Ints) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Counties and states of the people, most people first; of states only those with many of them."""
        counties = self.demand.counties
        parts = self._parts(rows)
        fips, which = np.unique(counties.fips[self.demand.part_county[parts]], return_inverse=True)
        by_county = np.bincount(which, self.outside[parts])
        state, which = np.unique(counties.state[self.demand.part_county[parts]], return_inverse=True)
        by_state = np.bincount(which, self.outside[parts])
        large = np.argsort(-by_state, kind="stable")
        named = [s for s in large.tolist() if by_state[s] >= _ALSO_IN * by_state.sum() or s == large[0]]
        return tuple(fips[np.argsort(-by_county, kind="stable")].tolist()), tuple(state[named].tolist())

    def _parts(self, rows: Ints) -> Ints:
        """Parts of some ZIPs with people outside the standard."""
        order, start = self._by_zip
        parts: Ints = np.concatenate([order[start[r] : start[r + 1]] for r in rows.tolist()])
        people = self.outside[parts] > 0
        return parts[people]

    @cached_property
    def _by_zip(self) -> tuple[Ints, Ints]:
        part_zip = self.demand.part_zip
        order = np.argsort(part_zip, kind="stable")
        return order, np.searchsorted(part_zip[order], np.arange(len(self.demand.zip) + 1))

    def _nearest(self, first: Ints, weight: Floats) -> int | None:
        nearest = self.matrix.destination[first]
        if (nearest == NO_DESTINATION).all():
            return None
        rows, which = np.unique(nearest, return_inverse=True)
        return int(rows[np.argmax(np.bincount(which, weight))])

    def _direction(self, center: Point, nearest: int) -> str:
        to = float(self.places.lon_deg[nearest]), float(self.places.lat_deg[nearest])
        azimuth, _, _ = WGS84.inv(center.lon_deg, center.lat_deg, *to)
        return _COMPASS[round(azimuth / 45) % 8]

    def _part(self, state: str, center: Point) -> tuple[int, int]:
        """Which third of the state, by the ZIPs that people live in, from south to north and from west to east."""
        mine = self.demand.counties.state[self.demand.county] == state
        lat, lon = self.demand.points.lat_deg[mine], self.demand.points.lon_deg[mine]
        if not len(lat):
            return 1, 1
        west = np.where(lon > 0, lon - 360, lon)
        here = center.lon_deg - 360 if center.lon_deg > 0 else center.lon_deg
        return _third(center.lat_deg, lat), _third(here, west)


def _third(value: float, among: Floats) -> int:
    span = float(np.ptp(among))
    return int(np.clip(3 * (value - among.min()) // span, 0, 2)) if span > 0 else 1


def middle(xyz_mi: Floats, weight: Floats) -> Point:
    """The middle of people on the ground: of their earth-centered coordinates, taken as a direction."""
    x, y, z = np.average(xyz_mi, axis=0, weights=weight)
    # From the geocentric to the geodetic latitude: straight down means something else on an ellipsoid.
    lat = np.degrees(np.arctan2(z, np.hypot(x, y) * (1 - WGS84.es)))
    return Point(float(lat), float(np.degrees(np.arctan2(y, x))))
