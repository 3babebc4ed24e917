"""The middle and the spread of the people of a place, from the ZIP codes or counties that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet, geodesic_mi
from finder.reference.reference import Reference

SHARE_WITHIN = 0.9
# The point of a ZIP code without land of its own is no closer than this to where somebody is.
MIN_SPREAD_MI = 0.5


@dataclass(frozen=True)
class Middle:
    """Where a place is: its point, its people, and the miles from the point within which 90% of them live."""

    lat_deg: float
    lon_deg: float
    population: int
    spread_mi: float


@dataclass(frozen=True)
class People:
    """People at points, and the land that the people of each point live on."""

    points: PointSet
    people: Floats
    land_sqmi: Floats

    def middle(self) -> Middle:
        """Return the point from which all people are nearest on average. A mean would be in the sea for an archipelago."""
        chords = np.linalg.norm(self.points.xyz_mi[:, None] - self.points.xyz_mi, axis=2)
        return self.around(int(np.argmin(chords @ self._weight)))

    def around(self, row: int) -> Middle:
        """Return what there is around the point of a row."""
        lat, lon = float(self.points.lat_deg[row]), float(self.points.lon_deg[row])
        return Middle(lat, lon, round(float(self.people.sum())), self.radius(lat, lon))

    def radius(self, lat_deg: float, lon_deg: float) -> float:
        """Return the radius that holds 90% of the people, those of a ZIP code within a circle of its land."""
        reach = self._miles_from(lat_deg, lon_deg) + np.sqrt(SHARE_WITHIN * self.land_sqmi / np.pi)
        order: Ints = np.argsort(reach, kind="stable")
        share = np.cumsum(self._weight[order]) / self._weight.sum()
        return float(max(MIN_SPREAD_MI, reach[order][int(np.searchsorted(share, SHARE_WITHIN - 1e-9))]))

    @property
    def _weight(self) -> Floats:
        return self.people if self.people.sum() > 0 else np.ones(len(self.people))

    def _miles_from(self, lat: float, lon: float) -> Floats:
        n = len(self.people)
        return geodesic_mi(np.full(n, lat), np.full(n, lon), self.points.lat_deg, self.points.lon_deg)


class Zips:
    """The ZIP codes of the reference tables, as people at points."""

    def __init__(self, reference: Reference, folder: Path) -> None:
        self.table = reference.zips
        self.row = {code: i for i, code in enumerate(self.table.zip.tolist())}
        self._land: Floats = np.nan_to_num(np.asarray(self.table.land_sqmi, float))
        self._county_row = {fips: i for i, fips in enumerate(reference.counties.fips.tolist())}
        with (folder / "zip_counties.npz").open("rb") as file, np.load(file) as parts:
            self._parts = {name: parts[name] for name in parts.files}

    def of_codes(self, codes: Sequence[str]) -> People:
        """Return the people of these ZIP codes. Raises KeyError for one that is not in the table."""
        return self.of_rows(np.array([self.row[code] for code in codes], np.intp))

    def of_city(self, city: str, state: str) -> People:
        """Return the people of all ZIP codes of a city, or of those that accept its name. Raises KeyError if there is none."""
        t = self.table
        rows = np.flatnonzero((t.city == city) & (t.state == state))
        if not len(rows):
            rows = t.alias_row[(t.alias_city == city) & (t.state[t.alias_row] == state)]
        if not len(rows):
            raise KeyError(f"{city}, {state}")
        return self.of_rows(rows)

    def of_counties(self, fips: Iterable[str]) -> People:
        """Return the people of these counties together. Raises KeyError for one that is not in the table."""
        mine = np.isin(self._parts["county_row"], [self._county_row[code] for code in fips])
        return self.of_rows(self._parts["zip_row"][mine].astype(np.intp), self._parts["weight"][mine])

    def of_rows(self, rows: Ints, weight: Floats | None = None) -> People:
        """Return the people of these rows, or a share of them."""
        share = np.ones(len(rows)) if weight is None else weight
        return People(self.table.points.take(rows), self.table.population[rows] * share, self._land[rows] * share)
