"""How often the range of miles that is said for a location known only by its ZIP code or town holds its true distance.

    python benchmarks/spread.py [--data FOLDER]

The locations are those of `tests/starter` whose door sites_2022 knows, with coordinates (`tests/spots.py`). The truth is the
miles by road to these coordinates, by the same travel model. Patients are at known points (the middle of the location's own
town; the ten nearest points of populated ZIP codes), and at the true points of the ten nearest other sites while only the ZIP
code of these is known. Printed are the shares below, within, and above the range. Then the same for the sites of 2022 that are
none of these locations, on which the method was chosen. Last, how often two of one list are in the wrong order, for those that
count as tied and for the others.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from checkout import REFERENCE, ROOT

from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.facility import ServicePoint
from finder.domain.geo import Point, PointSet
from finder.domain.place import Spread
from finder.questions.candidates import Candidates
from finder.travel.model import TravelEnds
from finder.travel.road.model import Road
from finder.travel.spread import Spots, spread_out
from tests.spots import known_spots
from tests.world import GAZETTEER, make_finder

AROUND, FARTHEST_MI, SAME_DOOR_MI = 10, 60.0, 0.1
ROAD = Road(REFERENCE.roads)
CANDIDATES: Candidates = make_finder().context.candidates
Spot = tuple[Point, Spread | None]


@dataclass(frozen=True)
class Measured:
    """Trips as they are said and as they are: a patient, a location, the miles, their ends, and the true miles."""

    patient: Ints
    location: Ints
    said: Floats
    low: Floats
    high: Floats
    true: Floats

    def take(self, rows: Mask) -> "Measured":
        """Some of the trips."""
        said, low, high, true = (column[rows] for column in (self.said, self.low, self.high, self.true))
        return Measured(self.patient[rows], self.location[rows], said, low, high, true)

    @property
    def among_nearest(self) -> Mask:
        """Which trips are among those of the ten nearest patients of a location."""
        order = np.lexsort((self.said, self.location))
        rank = np.empty(len(order), np.intp)
        rank[order] = np.arange(len(order)) - np.searchsorted(self.location[order], self.location[order])
        nearest: Mask = rank < AROUND
        return nearest

    def line(self) -> str:
        """The shares below, within, and above the range, and how wide it is."""
        below, above = self.true < self.low, self.true > self.high
        shares = (below.mean(), 1 - (below | above).mean(), above.mean())
        wide = np.median(self.high - self.low)
        return f"{len(self.true):,} | {' | '.join(f'{s:.1%}' for s in shares)} | {np.median(self.said):.1f} | {wide:.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    spots = known_spots(parser.parse_args().data)
    starter = [Listed.of(p, true) for p, true in spots.found]
    others = [Listed.of(p, p.position.point) for p in spots.others if p.position]
    print("locations | patients | trips | below | within | above | median miles | median width")
    for name, listed in (("starter", starter), ("others", others[::3])):
        print(f"{name} | middle of the own town | {from_own_town(listed).line()}")
        near = from_zip_points(listed)
        print(f"{name} | points of ZIP codes | {near.take(near.among_nearest).line()}")
        homes = measure([o.spot for o in others], [o.true for o in others], listed)
        # A site is no home of its own.
        homes = homes.take(homes.true > SAME_DOOR_MI)
        print(f"{name} | homes known by ZIP code | {homes.take(homes.among_nearest).line()}")
        for label, lists in (("points of ZIP codes", near), ("homes known by ZIP code", homes)):
            print(f"order, {name}, {label}: {orders(lists)}")


def from_own_town(listed: "Sequence[Listed]") -> Measured:
    """One trip to each location, from the middle of the town that its address names."""
    towns = [(o, town.point) for o in listed if (town := GAZETTEER.city_place(o.city, o.state))]
    found = measure([(town, None) for _, town in towns], [town for _, town in towns], [o for o, _ in towns])
    return found.take(found.patient == found.location)


def from_zip_points(listed: "Sequence[Listed]") -> Measured:
    """Trips from the points of the ten populated ZIP codes nearest to each location."""
    points = REFERENCE.demand.points
    rows = np.unique(points.nearest(PointSet.of([o.true for o in listed]), AROUND).destination)
    here = [Point(lat, lon) for lat, lon in zip(points.lat_deg[rows].tolist(), points.lon_deg[rows].tolist(), strict=True)]
    return measure([(point, None) for point in here], here, listed)


@dataclass(frozen=True)
class Listed:
    """A location as it is listed without coordinates, and where it is."""

    spot: Spot
    true: Point
    city: str
    state: str

    @classmethod
    def of(cls, point: ServicePoint, true: Point) -> Self:
        """A location of a directory; its coordinates, if it has any, are not used."""
        address = point.address
        place = GAZETTEER.zip_place(address.zip) or GAZETTEER.city_place(address.city, address.state)
        assert place
        return cls((place.point, GAZETTEER.spreads.of(place, address.city)), true, address.city, address.state)


def measure(here: Sequence[Spot], homes: Sequence[Point], listed: Sequence[Listed]) -> Measured:
    """Measure all trips of up to 60 miles as they are said, and as they are."""
    there = [o.spot for o in listed]
    matrix = ROAD.matrix(_ends([p for p, _ in here]), _ends([p for p, _ in there]), FARTHEST_MI)
    said = spread_out(matrix, Spots.of(here), Spots.of(there).take)
    rows = np.flatnonzero((said.destination >= 0) & np.isfinite(said.distance_mi))
    real = ROAD.matrix(_ends(homes), _ends([o.true for o in listed]), 3 * FARTHEST_MI)
    pairs = zip(real.origin.tolist(), real.destination.tolist(), strict=True)
    miles_of = dict(zip(pairs, real.distance_mi.tolist(), strict=True))
    wanted = zip(said.origin[rows].tolist(), said.destination[rows].tolist(), strict=True)
    true = np.array([miles_of.get(pair, np.inf) for pair in wanted])
    assert said.distance_mi_low is not None
    assert said.distance_mi_high is not None
    low, high = said.distance_mi_low[rows], said.distance_mi_high[rows]
    return Measured(said.origin[rows], said.destination[rows], said.distance_mi[rows], low, high, true)


def orders(lists: Measured) -> str:
    """How often two of one list are in the wrong order: those whose miles lie in each other's range, and the others."""
    tied: list[bool] = []
    overlapping: list[bool] = []
    wrong: list[bool] = []
    for patient in np.unique(lists.patient).tolist():
        rows = np.flatnonzero(lists.patient == patient)
        rows = rows[np.argsort(lists.said[rows], kind="stable")][:25]
        i, j = np.triu_indices(len(rows), 1)
        a, b = rows[i], rows[j]
        a, b = a[lists.said[a] < lists.said[b]], b[lists.said[a] < lists.said[b]]
        tied += ((lists.low[b] <= lists.said[a]) & (lists.said[b] <= lists.high[a])).tolist()
        overlapping += (lists.low[b] <= lists.high[a]).tolist()
        wrong += (lists.true[a] > lists.true[b]).tolist()
    t, o, w = np.array(tied), np.array(overlapping), np.array(wrong)
    only = f"where ranges only overlap {w[o & ~t].mean():.1%}"
    return f"{len(t):,} pairs, {t.mean():.1%} tied; wrong among the tied {w[t].mean():.1%}, {only}, else {w[~o].mean():.1%}"


def _ends(points: Sequence[Point]) -> TravelEnds:
    return CANDIDATES.ends(points)


if __name__ == "__main__":
    main()
