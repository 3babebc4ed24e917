"""The reference tables in `data/`, as one object that reads each table once, when it is first needed.

What the tables hold and where they are from: data/SOURCES.md.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from finder.access.standards import Standard
from finder.domain.arrays import Floats
from finder.domain.condition import Condition
from finder.domain.demand import Counties, DemandPoints
from finder.domain.evidence import BASES, Basis
from finder.domain.ferry import Ferry, nearest_ferry
from finder.domain.geo import Point
from finder.domain.geography import Boundaries, CityIndex, NameTable, TownTable, ZipTable
from finder.domain.guide import OwnPage, Page
from finder.domain.mileage import MileageRate, rate_of_year
from finder.domain.territory import Territory
from finder.domain.therapy import Therapy
from finder.domain.time_zones import TimeZones
from finder.domain.vintage import Vintage
from finder.reference import care, people
from finder.reference.folder import Arrays, DataFolder
from finder.travel.road.graph import RoadGraph, barriers_from, graph_from

# What the pages and commands are answered from, what others depend on first.
_TABLES = (
    *("zips", "demand", "states_of_zip", "boundaries", "towns", "city_index", "names", "time_zones", "roads"),
    *("territories", "therapies", "good_for_years", "standards", "conditions", "ferries", "beyond_border", "guide"),
    *("own_pages", "vintages", "_mileage_rates"),
)
_COUNTY_LINES = ("counties", "counties.us")


class Reference:
    """The reference tables of one data folder. Any table raises DataError if it is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = DataFolder(folder)
        self._fingerprints: dict[str, str] = {}
        self._lines: dict[str, Path] = {}

    def check(self) -> None:
        """Read every table that is not read yet. Raises DataError for the first that cannot be used."""
        for name in _TABLES:
            getattr(self, name)
        for name in _COUNTY_LINES:
            self.county_lines(name)

    def fingerprint(self, name: str) -> str:
        """The SHA-256 of a table's bytes: any change to the table changes it."""
        if name not in self._fingerprints:
            self._fingerprints[name] = self._files.fingerprint(name)
        return self._fingerprints[name]

    @cached_property
    def zips(self) -> ZipTable:
        """All ZIP codes of the 50 states, DC, and Puerto Rico."""
        with self._files.reading("zips.npz"):
            return people.zip_table(self._zip_arrays)

    @cached_property
    def towns(self) -> TownTable:
        """All towns and cities of 500 people or more."""
        with self._files.reading("places.npz"):
            return people.town_table(self._files.arrays("places.npz"))

    @cached_property
    def city_index(self) -> CityIndex:
        """Towns and mailing cities by name."""
        rows = len(self.towns.name) + len(self.zips.zip) + len(self.zips.alias_city)
        with self._files.reading("city_keys.npz"):
            return people.city_index(self._files.arrays("city_keys.npz"), rows)

    @cached_property
    def names(self) -> NameTable:
        """Named places that are neither ZIP codes nor towns: counties, islands, bases, colleges, and others."""
        with self._files.reading("names.npz"):
            return people.name_table(self._files.arrays("names.npz"))

    @cached_property
    def territories(self) -> tuple[Territory, ...]:
        """Islands that the finder does not cover."""
        return tuple(self._files.values("territories.toml", "territory", care.territory))

    @cached_property
    def counties(self) -> Counties:
        """All counties, ordered by FIPS code."""
        with self._files.reading("counties.csv"):
            return people.county_table(self._county_rows, self._zip_parts, self.zips)

    @cached_property
    def states_of_zip(self) -> Mapping[str, frozenset[str]]:
        """The states in which people of a ZIP code live, for ZIP codes that cross a state line."""
        with self._files.reading("counties.csv"):
            return people.states_across_lines(self._zip_parts, self.zips, self._county_rows)

    @cached_property
    def demand(self) -> DemandPoints:
        """The people of the United States, by populated ZIP code."""
        with self._files.reading("counties.csv"):
            return people.demand_points(self.zips, self._zip_arrays, self._zip_parts, self.counties)

    def demand_of(self, by_zip: Floats, beside: people.Counted) -> DemandPoints:
        """Other people than the residents: by ZIP code, shape (zips,), and `beside` those whose county is known, too."""
        with self._files.reading("counties.csv"):
            return people.demand_of(self.zips, self._zip_parts, self.counties, by_zip, beside)

    @cached_property
    def boundaries(self) -> Boundaries:
        """County and state outlines."""
        with self._files.reading("boundaries.npz"):
            return people.outlines(self._files.arrays("boundaries.npz"), self.counties.fips)

    @cached_property
    def time_zones(self) -> TimeZones:
        """The time zone of each place."""
        with self._files.reading("time_zones.npz"):
            return people.time_zones(self._files.arrays("time_zones.npz"))

    @cached_property
    def roads(self) -> RoadGraph:
        """The road graph of the United States."""
        with self._files.reading("roads.npz"):
            table = self._files.arrays("roads.npz")
            return graph_from(table, barriers_from(table))

    @cached_property
    def therapies(self) -> Mapping[str, Therapy]:
        """Therapies by id, in the order of the table."""
        return {t.id: t for t in self._files.values("therapies.toml", "therapy", care.therapy)}

    @cached_property
    def good_for_years(self) -> Mapping[Basis, int]:
        """For how many years a statement on each basis is good."""
        years = dict(self._files.values("evidence.toml", "basis", care.good_for_years))
        with self._files.reading("evidence.toml"):
            return {basis: years[basis] for basis in BASES}

    @cached_property
    def standards(self) -> Mapping[str, Standard]:
        """Standards that have a name, by id."""
        return {s.id: s for s in self._files.values("standards.toml", "standard", care.standard)}

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Conditions with the number of people who live with them, by id."""
        return {c.id: c for c in self._files.values("conditions.toml", "condition", care.condition)}

    @cached_property
    def ferries(self) -> tuple[Ferry, ...]:
        """Ferries, for people whom no road connects."""
        return tuple(self._files.rows("ferries.csv", care.ferry))

    @cached_property
    def beyond_border(self) -> frozenset[str]:
        """ZIP codes from which every road to the rest of the country leads through another one."""
        return frozenset(self._files.rows("border.csv", care.border_zip))

    @cached_property
    def guide(self) -> Mapping[str, Page]:
        """Web pages of others that the pages for patients link to, by id."""
        return {p.id: p for p in self._files.values("guide.toml", "page", care.page)}

    @cached_property
    def own_pages(self) -> Mapping[str, OwnPage]:
        """Our own pages for patients, by id."""
        return {p.id: p for p in self._files.values("guide.toml", "own", care.own_page)}

    @cached_property
    def vintages(self) -> Mapping[str, Vintage]:
        """The period that each kind of reference data describes, by id."""
        return {v.id: v for v in self._files.values("vintages.toml", "vintage", care.vintage)}

    @cached_property
    def state_of_county(self) -> Mapping[str, str]:
        """The state code of each county, by FIPS code."""
        return dict(zip(self.counties.fips.tolist(), self.counties.state.tolist(), strict=True))

    def mileage_rate(self, day: date) -> MileageRate:
        """Return the mileage rate of the year of a day, or the latest known one before it; the earliest if all are later."""
        return rate_of_year(self._mileage_rates, day.year)

    def nearest_ferry(self, point: Point) -> Ferry | None:
        """Return the ferry with the landing nearest to a point; None if none is near."""
        return nearest_ferry(self.ferries, point)

    def county_lines(self, name: str) -> Path:
        """Return the file of county lines for the browser: `counties`, or the coarser `counties.us`."""
        if name not in self._lines:
            self._lines[name] = self._files.packed_json(f"{name}.topo.json.gz")
        return self._lines[name]

    @property
    def directory(self) -> Path:
        """The folder of the listings that come with the program."""
        return self.folder / "directory"

    @property
    def examples(self) -> Path:
        """The folder of invented mobile units, which are shown only if asked for."""
        return self.folder / "examples"

    @cached_property
    def _zip_arrays(self) -> Arrays:
        return self._files.arrays("zips.npz", people.ZIP_ARRAYS)

    @cached_property
    def _county_rows(self) -> list[dict[str, str]]:
        return self._files.rows("counties.csv", dict)

    @cached_property
    def _zip_parts(self) -> Arrays:
        zips, counties = len(self.zips.zip), len(self._county_rows)
        with self._files.reading("zip_counties.npz"):
            return people.zip_parts(self._files.arrays("zip_counties.npz"), zips, counties)

    @cached_property
    def _mileage_rates(self) -> tuple[MileageRate, ...]:
        return tuple(self._files.values("mileage.toml", "rate", care.mileage_rate))
