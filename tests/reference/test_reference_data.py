"""The committed reference tables, opened as they are: totals, joins, points, shapes.

What they hold and where it is from: data/SOURCES.md; how they are made: data/build/README.md.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from tests.sampling import sample
from tests.world import REFERENCE

DATA = Path(__file__).parents[2] / "data"
PEOPLE_50_STATES_AND_DC = 331_093_495
PEOPLE_PUERTO_RICO = 3_272_382
METERS_PER_MILE = 1609.344

#: Places as they lie in the world (town centers; for 99519 the post office of its boxes).
TRUE_POINTS = {
    "99505": (61.25, -149.70),  # JBER, south side
    "99506": (61.25, -149.80),  # JBER, north side
    "99503": (61.19, -149.89),  # Anchorage, midtown
    "99519": (61.218, -149.90),  # Anchorage, boxes
    "99701": (64.84, -147.72),  # Fairbanks
    "99723": (71.29, -156.79),  # Utqiagvik
    "99615": (57.79, -152.41),  # Kodiak
    "00765": (18.12, -65.44),  # Vieques
    "80840": (38.99, -104.86),  # USAF Academy
    "00926": (18.36, -66.06),  # San Juan, Rio Piedras
    "96745": (19.64, -155.99),  # Kailua-Kona
    "96813": (21.31, -157.86),  # Honolulu
    "59718": (45.68, -111.07),  # Bozeman
    "44195": (41.50, -81.62),  # the Cleveland Clinic, not Lake Erie
    "90095": (34.07, -118.44),  # UCLA
    "06497": (41.18, -73.13),  # Stratford CT
    "48242": (42.21, -83.35),  # Detroit airport
    "89049": (38.07, -117.23),  # Tonopah
    "82718": (44.29, -105.50),  # Gillette
    "86544": (36.59, -109.10),  # Red Valley
    "83648": (43.05, -115.87),  # Mountain Home AFB
    "88081": (32.02, -106.39),  # Chaparral
    "10001": (40.750, -73.997),  # New York, Chelsea
    "02139": (42.365, -71.104),  # Cambridge
    "21205": (39.300, -76.580),  # Baltimore
    "33040": (24.555, -81.782),  # Key West
    "48201": (42.345, -83.060),  # Detroit
    "60612": (41.880, -87.688),  # Chicago, Near West Side
    "77030": (29.706, -95.402),  # Houston, Medical Center
    "35243": (33.445, -86.750),  # Vestavia Hills
    "23229": (37.594, -77.566),  # Henrico
    "90089": (34.021, -118.286),  # Los Angeles, USC
    "98101": (47.611, -122.334),  # Seattle
    "58501": (46.808, -100.784),  # Bismarck
    "04609": (44.387, -68.204),  # Bar Harbor
    "79938": (31.83, -106.21),  # El Paso, far east
}  # fmt: skip


@cache
def table(name: str) -> dict[str, np.ndarray]:
    """Arrays of a table, read without pickle."""
    with np.load(DATA / name, allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


@cache
def counties() -> list[dict[str, str]]:
    """Rows of counties.csv."""
    with (DATA / "counties.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def shapes(kind: str) -> np.ndarray:
    """County or state polygons in degrees."""
    arrays = table("boundaries.npz")
    offsets = tuple(arrays[f"{kind}_{part}"] for part in ("ring", "polygon", "geom"))
    coords = arrays[f"{kind}_coords"] / 100_000
    polygons: np.ndarray = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, coords, offsets)
    return polygons


def people_by_part() -> np.ndarray:
    """People of each row of zip_counties."""
    parts = table("zip_counties.npz")
    people: np.ndarray = table("zips.npz")["population"][parts["zip_row"]] * parts["weight"]
    return people


def miles_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Miles over the WGS84 ellipsoid between two (lat, lon)."""
    return float(Geodesic.WGS84.Inverse(*a, *b)["s12"]) / METERS_PER_MILE


def miles_to_shape(lat: float, lon: float, shape: shapely.Geometry) -> float:
    """Miles from a point to the nearest point of a shape; longitudes shrunk to find it."""
    shrink = np.cos(np.radians(lat))
    point = shapely.Point((lon - 360 if lon > 0 else lon) * shrink, lat)
    local = shapely.transform(shape, lambda coords: coords * [shrink, 1])
    x, y = shapely.get_coordinates(shapely.shortest_line(point, local))[1]
    return miles_between((lat, lon), (y, x / shrink))


def test_no_two_counties_of_a_state_have_one_name() -> None:
    """A page or a file that says "Baltimore city, MD" names one county."""
    names = [(row["state"], row["name"]) for row in counties()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize(
    ("fips", "name"),
    [
        *[
            ("24005", "Baltimore County"),
            ("24510", "Baltimore city"),
            ("29189", "St. Louis County"),
            ("29510", "St. Louis city"),
        ],
        *[("51059", "Fairfax County"), ("51600", "Fairfax city"), ("51067", "Franklin County"), ("51620", "Franklin city")],
        *[("51159", "Richmond County"), ("51760", "Richmond city"), ("51161", "Roanoke County"), ("51770", "Roanoke city")],
        *[("51510", "Alexandria"), ("32510", "Carson City"), ("51095", "James City")],
    ],
)
def test_a_county_and_a_city_that_share_a_name_have_it_in_full(fips: str, name: str) -> None:
    assert [row["name"] for row in counties() if row["fips"] == fips] == [name]


def test_people_of_states_and_puerto_rico_add_up() -> None:
    zips = table("zips.npz")
    puerto_rico = zips["state"] == "PR"
    assert zips["population"][~puerto_rico].sum() == PEOPLE_50_STATES_AND_DC
    assert zips["population"][puerto_rico].sum() == PEOPLE_PUERTO_RICO


def test_zips_are_sorted_complete_and_of_one_length() -> None:
    zips = table("zips.npz")
    columns = {key: value for key, value in zips.items() if not key.startswith("alias")}
    assert {len(column) for column in columns.values()} == {len(zips["zip"])}
    assert np.all(zips["zip"][:-1] < zips["zip"][1:])
    assert len(np.unique(zips["state"])) == 52
    assert np.all(zips["city"] != "")
    assert set(zips["kind"]) == {"standard", "po_box", "unique"}
    assert set(zips["area_class"]) == {"metro", "micro", ""}
    assert set(zips["point_source"]) == {"zip2info", "zipcodes", "census", "geonames", "override"}
    for share in ("share_65_plus", "share_poverty", "share_no_car"):
        known = zips[share][~np.isnan(zips[share])]
        assert known.min() >= 0
        assert known.max() <= 1
        assert len(known) > 32_000


def test_every_point_is_on_the_map_and_rounded() -> None:
    zips = table("zips.npz")
    lat, lon = zips["lat_deg"], zips["lon_deg"]
    assert np.all((lat > 17.5) & (lat < 71.5))
    assert np.all((lon > -180) & ((lon < -65) | (lon > 170)))
    assert np.allclose(lat, lat.round(4), atol=1e-9)


def test_aliases_are_other_names_without_doubles() -> None:
    zips = table("zips.npz")
    rows, names = zips["alias_row"], zips["alias_city"]
    pairs = list(zip(rows.tolist(), np.char.lower(names).tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) > 10_000
    assert not np.any(names == zips["city"][rows])
    assert "Utqiagvik" in names[rows == np.searchsorted(zips["zip"], "99723")]


def test_parts_of_a_zip_add_up_to_one_and_no_populated_zip_is_missing() -> None:
    zips, parts = table("zips.npz"), table("zip_counties.npz")
    sums = np.bincount(parts["zip_row"], parts["weight"], len(zips["zip"]))
    assert np.allclose(sums, zips["population"] > 0, rtol=0, atol=1e-9)
    assert parts["weight"].min() > 0
    pairs = parts["zip_row"].astype(np.int64) * 10_000 + parts["county_row"]
    assert np.all(pairs[:-1] < pairs[1:])


def test_main_county_of_a_zip_holds_most_of_its_people() -> None:
    zips, parts = table("zips.npz"), table("zip_counties.npz")
    fips = np.array([row["fips"] for row in counties()])
    assert set(zips["county_fips"]) <= set(fips)
    most = np.zeros(len(zips["zip"]))
    np.maximum.at(most, parts["zip_row"], parts["weight"])
    own = zips["county_fips"][parts["zip_row"]] == fips[parts["county_row"]]
    assert np.array_equal(parts["weight"][own], most[parts["zip_row"]][own])
    assert own.sum() == (zips["population"] > 0).sum()


def test_people_of_a_county_are_the_sum_of_its_parts() -> None:
    sums = np.bincount(table("zip_counties.npz")["county_row"], people_by_part(), len(counties()))
    written = np.array([float(row["population"]) for row in counties()])
    assert np.abs(sums - written).max() <= 0.06


def test_counties_are_the_3142_of_2017_and_78_of_puerto_rico() -> None:
    fips = [row["fips"] for row in counties()]
    assert fips == sorted(set(fips))
    assert sum(f < "72" for f in fips) == 3142
    assert sum(f > "72" for f in fips) == 78
    assert all(float(row["land_sqmi"]) > 0 for row in counties())


def test_land_of_counties_is_that_of_the_build() -> None:
    with (DATA / "build" / "county_land.csv").open(newline="") as lines:
        official = {row["fips"]: row["land_sqmi"] for row in csv.DictReader(lines)}
    assert {row["fips"]: row["land_sqmi"] for row in counties()} == official


def test_counties_without_people_are_the_known_ones() -> None:
    """Kalawao, HI has no ZIP of its own in the weights; nothing else may be empty."""
    empty = [row["name"] for row in counties() if float(row["population"]) == 0]
    assert empty in ([], ["Kalawao"])


def test_no_populated_zip_lies_far_from_its_counties() -> None:
    """Over 25 miles only on Alaska's override list: 99519's people work on the North Slope."""
    zips, parts = table("zips.npz"), table("zip_counties.npz")
    shape = shapes("county")[parts["county_row"]]
    lat, lon = zips["lat_deg"][parts["zip_row"]], zips["lon_deg"][parts["zip_row"]]
    inside = shapely.intersects_xy(shape, np.where(lon > 0, lon - 360, lon), lat)
    nearest = np.full(len(zips["zip"]), np.inf)
    nearest[parts["zip_row"][inside]] = 0
    for row in np.flatnonzero(np.isinf(nearest[parts["zip_row"]])):
        miles = miles_to_shape(lat[row], lon[row], shape[row])
        nearest[parts["zip_row"][row]] = min(miles, nearest[parts["zip_row"][row]])
    far = np.flatnonzero((nearest > 25) & (zips["population"] > 0))
    assert set(zips["state"][far]) <= {"AK"}
    assert set(zips["point_source"][far]) <= {"override"}
    assert set(zips["zip"][far]) == {"99519"}


@pytest.mark.parametrize("code", TRUE_POINTS)
def test_point_is_within_five_miles_of_the_truth(code: str) -> None:
    zips = table("zips.npz")
    row = int(np.searchsorted(zips["zip"], code))
    assert zips["zip"][row] == code
    point = (float(zips["lat_deg"][row]), float(zips["lon_deg"][row]))
    assert miles_between(point, TRUE_POINTS[code]) < 5


def test_boundaries_are_valid_and_cover_all_counties_and_states() -> None:
    arrays = table("boundaries.npz")
    assert arrays["county_fips"].tolist() == [row["fips"] for row in counties()]
    assert arrays["state_code"].tolist() == sorted({row["state"] for row in counties()})
    for kind in ("county", "state"):
        assert np.all(shapely.is_valid(shapes(kind)))
        assert not np.any(shapely.is_empty(shapes(kind)))
    assert shapely.bounds(shapes("state")).max(axis=0)[2] < -65


def test_states_are_the_union_of_their_counties() -> None:
    owner = np.array([row["state"] for row in counties()])
    states = dict(zip(table("boundaries.npz")["state_code"], shapes("state"), strict=True))
    for code, state in states.items():
        parts = shapely.area(shapes("county")[owner == code]).sum()
        assert state.area == pytest.approx(parts, rel=1e-5), code


@pytest.mark.slow
def test_polygons_have_the_official_land_and_little_but_water_besides() -> None:
    """The geodesic area of each polygon is no less than its county's land: the rest is lakes, bays, and coarse lines."""
    both = list(zip(counties(), shapes("county"), strict=True))
    for row, shape in sample(both, by=lambda county: (county[0]["state"],)):
        area = 0.0
        for part in shape.geoms:
            area += ring_area_sqmi(part.exterior) - sum(map(ring_area_sqmi, part.interiors))
        land = float(row["land_sqmi"])
        assert 0.95 * land - 4 < area < 2.5 * land + 4, row["name"]


def ring_area_sqmi(ring: shapely.LinearRing) -> float:
    """Square miles inside a ring on the ellipsoid."""
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in ring.coords[:-1]:
        polygon.AddPoint(lat, lon)
    return abs(float(polygon.Compute()[2])) / METERS_PER_MILE**2


def test_places_are_many_and_without_doubles() -> None:
    places = table("places.npz")
    pairs = list(zip(places["state"].tolist(), places["name"].tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert len(pairs) > 21_000
    assert len(set(places["state"])) == 52
    assert ("MT", "Bozeman") in pairs
    assert ("PR", "San Juan") in pairs


def test_no_populous_state_is_all_countryside() -> None:
    # By its planning regions Connecticut had no metropolitan area at all.
    national = REFERENCE.demand
    state = national.counties.state[national.county]
    for code in np.unique(state):
        mine = state == code
        people = national.population[mine].sum()
        if people > 1_000_000:
            assert (national.population[mine] * national.groups["neither"][mine]).sum() < 0.5 * people, code
