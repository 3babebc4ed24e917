"""The committed road graph and its named links: valid tables, and correct miles between well-known places.

Miles between real places are compared within 10%, because the graph is simplified and is rebuilt from time to time.
"""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from finder.domain.arrays import Floats
from finder.domain.geo import geodesic_mi
from finder.travel.model import TravelEnds
from finder.travel.road.barriers import Barriers
from finder.travel.road.costs import UNITS_PER_MILE, miles_of
from finder.travel.road.graph import MAX_EDGE_MI, MAX_LEG_CIRCUITY, RoadGraph, barriers_from, graph_from
from finder.travel.road.model import Road
from finder.travel.road.pairs import snap
from finder.travel.road.speeds import FREEWAY, HIGHWAY, LOCAL, NAMED
from finder.travel.straight_line import circuity
from tests.sampling import of_many
from tests.travel.conftest import RURAL, Spot, ends_at, geodesics
from tests.world import REFERENCE, ROOT, SETTINGS

ROADS = SETTINGS.data / "roads.npz"
LINKS = SETTINGS.data / "road_links.csv"
FERRIES = SETTINGS.data / "ferries.csv"
KINDS = {"bridge", "causeway", "highway", "road", "tunnel"}


def town_or_zip(name: str) -> Spot:
    """Return the point of a town ("Bozeman MT") or a ZIP code ("59718")."""
    if name.isdigit():
        row, at = np.flatnonzero(REFERENCE.zips.zip == name), REFERENCE.zips.points
    else:
        town, state = name.rsplit(" ", 1)
        row, at = np.flatnonzero((REFERENCE.towns.name == town) & (REFERENCE.towns.state == state)), REFERENCE.towns.points
    assert len(row) == 1, name
    return float(at.lat_deg[row[0]]), float(at.lon_deg[row[0]])


def miles_between(road: Road, here: str, there: str) -> float:
    """Return the miles by road between two towns or ZIP codes."""
    found = road.matrix(ends_at(town_or_zip(here)), ends_at(town_or_zip(there)), 0.0)
    assert found.destination.tolist() == [0]
    return float(found.distance_mi[0])


# The file


def test_the_file_is_small() -> None:
    assert ROADS.stat().st_size < 3_000_000


def test_the_table_has_only_numbers_and_needs_no_pickle() -> None:
    with np.load(ROADS, allow_pickle=False) as table:
        assert all(table[name].dtype.kind in "iuf" for name in table.files)


@pytest.mark.slow
def test_nothing_is_read_before_it_is_used() -> None:
    code = (
        "import sys; from finder.reference.reference import Reference; from finder.settings import Settings\n"
        "from finder.travel.road.model import Road\n"
        "reference = Reference(Settings.from_environment().data)\n"
        "assert not {'roads', 'zips', 'demand'} & set(vars(reference)), 'read before it is used'\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'scipy'], 'scipy is loaded'\n"
        "graph = reference.roads; model = Road(graph)\n"
        "assert not {'matrix', 'component', '_slotted_graph'} & set(vars(graph)), 'built before it is used'\n"
        "assert not {'tree', 'xyz_mi'} & set(vars(graph.nodes)), 'built before it is used'\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'scipy'], 'scipy is loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_same_file_gives_the_same_graph(us_graph: RoadGraph) -> None:
    with np.load(ROADS, allow_pickle=False) as file:
        table = {name: file[name] for name in file.files}
    again = graph_from(table, barriers_from(table))
    for name in ("source", "target", "length", "kind"):
        assert np.array_equal(getattr(again, name), getattr(us_graph, name))
    assert np.array_equal(again.nodes.lat_deg, us_graph.nodes.lat_deg)


# The graph


def test_one_component_has_nearly_all_nodes(us_graph: RoadGraph) -> None:
    assert (us_graph.component == 0).mean() > 0.99


def test_no_edge_is_shorter_than_the_straight_line(us_graph: RoadGraph) -> None:
    at, a, b = us_graph.nodes, us_graph.source, us_graph.target
    straight = geodesic_mi(at.lat_deg[a], at.lon_deg[a], at.lat_deg[b], at.lon_deg[b])
    assert (us_graph.length / UNITS_PER_MILE >= straight).all()


def test_edge_lengths_are_positive_whole_numbers_and_highways_are_split(us_graph: RoadGraph) -> None:
    assert np.array_equal(us_graph.length, np.round(us_graph.length))
    assert us_graph.length.min() > 0
    assert us_graph.length[np.isin(us_graph.kind, (HIGHWAY, FREEWAY))].max() <= MAX_EDGE_MI * UNITS_PER_MILE
    assert set(np.unique(us_graph.kind).tolist()) == {HIGHWAY, LOCAL, NAMED, FREEWAY}


def test_every_edge_is_unique_and_joins_two_nodes(us_graph: RoadGraph) -> None:
    low, high = np.minimum(us_graph.source, us_graph.target), np.maximum(us_graph.source, us_graph.target)
    assert (low >= 0).all()
    assert (high < len(us_graph.nodes)).all()
    assert (low != high).all()
    assert len(np.unique(low * len(us_graph.nodes) + high)) == len(low)


def test_every_node_has_an_edge_and_lies_in_the_region(us_graph: RoadGraph) -> None:
    used = np.zeros(len(us_graph.nodes), bool)
    used[us_graph.source] = used[us_graph.target] = True
    assert used.all()
    lat, lon = us_graph.nodes.lat_deg, us_graph.nodes.lon_deg
    assert ((lat > 17.5) & (lat < 72) & (lon > -180) & (lon < -65)).all()


def test_local_roads_cross_no_barrier(us_graph: RoadGraph) -> None:
    rows = np.flatnonzero(us_graph.kind == LOCAL)
    at, a, b = us_graph.nodes, us_graph.source[rows], us_graph.target[rows]
    crossed = us_graph.barriers.crossed(at.lat_deg[a], at.lon_deg[a], at.lat_deg[b], at.lon_deg[b])
    # Coordinates were rounded after local roads were added, so a few may cross a barrier.
    assert crossed.mean() < 0.001


# Named links


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def links() -> list[dict[str, str]]:
    """Return the table of bridges, tunnels, causeways, and roads that are missing from the source."""
    return read(LINKS)


@pytest.fixture(scope="module")
def ferries() -> list[dict[str, str]]:
    """Return the table of ferries, which no trip uses."""
    return read(FERRIES)


def column(links: list[dict[str, str]], name: str) -> Floats:
    return np.array([float(row[name]) for row in links])


def test_links_are_complete_rows_of_known_kinds(links: list[dict[str, str]]) -> None:
    assert len(links) > 600
    assert {row["kind"] for row in links} == KINDS
    for row in links:
        assert None not in row, "the row has too many cells"
        assert all(row[name] for name in row if name != "year_opened"), row["name"]


@pytest.mark.parametrize("path", [LINKS, FERRIES], ids=lambda path: path.stem)
def test_links_and_ferries_are_unique(path: Path) -> None:
    rows = read(path)
    names = [row["name"] for row in rows]
    assert sorted(names) == sorted(set(names))
    ends = [tuple(sorted([(r["from_lat"], r["from_lon"]), (r["to_lat"], r["to_lon"])])) for r in rows]
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize("path", [LINKS, FERRIES], ids=lambda path: path.stem)
def test_no_link_or_ferry_is_shorter_than_the_straight_line(path: Path) -> None:
    rows = read(path)
    straight = geodesic_mi(*(column(rows, c) for c in ("from_lat", "from_lon", "to_lat", "to_lon")))
    # Miles are rounded to a hundredth.
    short = [r["name"] for r, m, s in zip(rows, column(rows, "miles"), straight, strict=True) if m < s - 0.005]
    assert short == []


def test_no_bridge_is_twice_as_long_as_the_straight_line(links: list[dict[str, str]]) -> None:
    bridges = [row for row in links if row["kind"] in ("bridge", "tunnel")]
    straight = geodesic_mi(*(column(bridges, c) for c in ("from_lat", "from_lon", "to_lat", "to_lon")))
    assert (column(bridges, "miles") <= 2 * straight + 0.3).all()


@pytest.mark.parametrize("path", [LINKS, FERRIES], ids=lambda path: path.stem)
def test_links_and_ferries_are_in_the_united_states(path: Path) -> None:
    corners = [(-125, 24, -66, 50), (-180, 51, -129, 72), (-161, 18, -154, 23), (-68, 17, -64, 19)]
    region, rows = shapely.union_all([shapely.box(*c) for c in corners]), read(path)
    for end in ("from", "to"):
        inside = shapely.contains_xy(region, column(rows, f"{end}_lon"), column(rows, f"{end}_lat"))
        assert [row["name"] for row, ok in zip(rows, inside, strict=True) if not ok] == []


def test_years_are_plausible(links: list[dict[str, str]]) -> None:
    assert all(1750 <= int(row["year_opened"]) <= 2026 for row in links if row["year_opened"])


Ends = frozenset[tuple[float, float]]


def ends_of(row: dict[str, str]) -> Ends:
    return frozenset((round(float(row[f"{e}_lat"]), 4), round(float(row[f"{e}_lon"]), 4)) for e in ("from", "to"))


@pytest.fixture(scope="module")
def named_edges(us_graph: RoadGraph) -> set[Ends]:
    """Return both ends of each named edge of the graph."""
    rows = np.flatnonzero(us_graph.kind == NAMED)
    ends = [us_graph.nodes.take(nodes[rows]) for nodes in (us_graph.source, us_graph.target)]
    a, b = (np.column_stack([e.lat_deg, e.lon_deg]).round(4).tolist() for e in ends)
    return {frozenset((tuple(x), tuple(y))) for x, y in zip(a, b, strict=True)}


def test_every_link_is_in_the_graph(links: list[dict[str, str]], named_edges: set[Ends]) -> None:
    assert [row["name"] for row in links if ends_of(row) not in named_edges] == []


def test_no_ferry_is_in_the_graph(ferries: list[dict[str, str]], named_edges: set[Ends]) -> None:
    assert len(ferries) > 30
    assert [row["name"] for row in ferries if ends_of(row) in named_edges] == []


# The United States
@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [
        ("Cambridge MD", "Baltimore MD", 86),
        ("San Francisco CA", "Oakland CA", 12),
        ("Key West FL", "Miami FL", 160),
        ("Galveston TX", "Houston TX", 50),
        ("Bremerton WA", "Seattle WA", 65),
        ("Grand Rapids MI", "Milwaukee WI", 275),
        ("Bozeman MT", "Billings MT", 142),
        ("Mackinaw City MI", "Saint Ignace MI", 8),
    ],
)
def test_well_known_trips(us_road: Road, here: str, there: str, miles: float) -> None:
    assert miles_between(us_road, here, there) == pytest.approx(miles, rel=0.1)
    assert miles_between(us_road, there, here) == miles_between(us_road, here, there)


@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [
        ("Hale‘iwa HI", "Honolulu HI", 31),
        ("Hale‘iwa HI", "Pearl City HI", 21),
        ("Lihue HI", "Kekaha HI", 26),
        ("Hilo HI", "Honoka‘a HI", 42),
        ("Naalehu HI", "Kailua-Kona HI", 57),
        ("Fajardo PR", "San Juan PR", 37),
        ("Orocovis PR", "San Juan PR", 42),
        ("Barranquitas PR", "San Juan PR", 34),
        ("Lares PR", "Arecibo PR", 22),
        ("Lares PR", "Mayagüez PR", 33),
        ("98273", "98284", 9),  # Mount Vernon WA, Sedro-Woolley
        ("Arlington WA", "Sedro-Woolley WA", 28),
        ("59046", "Billings MT", 46),  # Lavina
        ("Red Lodge MT", "Billings MT", 60),
        ("Chico CA", "Magalia CA", 20),
        ("Crescent City CA", "Brookings OR", 26),
        ("Big Bear City CA", "San Bernardino CA", 42),
        ("Morgan UT", "Coalville UT", 23),
        ("Tooele UT", "Grantsville UT", 11),
        ("Marion VA", "Tazewell VA", 32),
        ("Wilkesboro NC", "Jefferson NC", 32),
        ("Richwood WV", "Summersville WV", 26),
        ("Canton PA", "17771", 24),  # Trout Run
        ("State College PA", "17004", 27),  # Belleville
        ("Bristol VT", "Montpelier VT", 38),
        ("Hull MA", "Hingham MA", 9),
        ("Montrose CO", "Paonia CO", 52),
        ("Hayden CO", "Steamboat Springs CO", 25),
        ("Tularosa NM", "Alamogordo NM", 13),
        ("Superior AZ", "Hayden AZ", 32),
        ("La Grande OR", "Wallowa OR", 47),
        ("97324", "Corvallis OR", 25),  # Alsea
        ("Lewiston ID", "Orofino ID", 43),
        ("San Marcos TX", "Dripping Springs TX", 29),
        ("Suttons Bay MI", "Traverse City MI", 16),
        ("Boonville MO", "Fayette MO", 14),
        ("Stevenson AL", "Ider AL", 20),
    ],
)
def test_roads_that_were_missing_from_the_source(us_road: Road, here: str, there: str, miles: float) -> None:
    """One or two roads of each region where roads were added by name. Miles are general knowledge, to about 10%."""
    assert miles_between(us_road, here, there) == pytest.approx(miles, rel=0.15)


@pytest.mark.parametrize(
    ("zip_code", "town"),
    [
        ("04936", "Eustis ME"),
        ("22821", "Dayton VA"),
        ("27810", "Belhaven NC"),
        ("32328", "Eastpoint FL"),
        ("55614", "Silver Bay MN"),
        ("57785", "Sturgis SD"),
        ("77514", "Anahuac TX"),
        ("80403", "Golden CO"),
        ("83340", "Ketchum ID"),
        ("83443", "Ririe ID"),
        ("83501", "Lewiston ID"),
        ("83650", "Murphy ID"),
        ("84653", "Salem UT"),
        ("85357", "Wenden AZ"),
        ("85533", "Clifton AZ"),
        ("87505", "Santa Fe NM"),
        ("89001", "Alamo NV"),
        ("92257", "Niland CA"),
        ("93240", "Lake Isabella CA"),
        ("93451", "San Miguel CA"),
        ("95428", "Covelo CA"),
        ("98605", "Bingen WA"),
        ("99402", "Asotin WA"),
        ("99556", "Anchor Point AK"),
        ("99833", "Petersburg AK"),
    ],
)
def test_a_zip_code_is_near_its_own_town_by_road(us_road: Road, zip_code: str, town: str) -> None:
    """The sources put these on a mountain, in water, or on another island: 10 to 113 miles away by road, or unreachable."""
    assert miles_between(us_road, zip_code, town) < 5


@pytest.mark.parametrize(
    ("zip_code", "there", "miles"),
    [
        ("22821", "Harrisonburg VA", 5.5),
        ("32328", "Apalachicola FL", 7),
        ("55614", "Two Harbors MN", 29),
        ("57785", "Rapid City SD", 28),
        ("80403", "Denver CO", 15),
        ("83340", "Hailey ID", 12),
        ("83340", "Twin Falls ID", 82),
        ("83340", "Idaho Falls ID", 150),
        ("83501", "Moscow ID", 32),
        ("83650", "Nampa ID", 31),
        ("84653", "Provo UT", 15),
        ("85533", "Safford AZ", 43),
        ("89001", "Las Vegas NV", 95),
        ("93240", "Bakersfield CA", 42),
        ("93451", "Paso Robles CA", 9),
        ("98605", "The Dalles OR", 22),
    ],
)
def test_trips_from_mountain_zip_codes_start_in_their_town(us_road: Road, zip_code: str, there: str, miles: float) -> None:
    """Each trip is to the next larger town. Miles are general knowledge, to about 10%."""
    assert miles_between(us_road, zip_code, there) == pytest.approx(miles, rel=0.2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Nantucket MA", "Boston MA"),
        ("02568", "Boston MA"),  # Vineyard Haven
        ("Nantucket MA", "02568"),
        ("New Shoreham RI", "Providence RI"),  # Block Island
        ("02807", "Providence RI"),
        ("Avalon CA", "Los Angeles CA"),
        ("49782", "Charlevoix MI"),  # Beaver Island
        ("49757", "Mackinaw City MI"),  # Mackinac Island
        ("Friday Harbor WA", "Seattle WA"),
        ("Ocracoke NC", "Hatteras NC"),
        ("27960", "27943"),
        ("Kaunakakai HI", "Honolulu HI"),  # Molokai
        ("Lanai City HI", "Honolulu HI"),
        ("Lanai City HI", "Kahului HI"),
        ("Hilo HI", "Honolulu HI"),
        ("Lihue HI", "Honolulu HI"),
        ("Nome AK", "Anchorage AK"),
        ("Bethel AK", "Anchorage AK"),
        ("Kodiak AK", "Anchorage AK"),
        ("Ketchikan AK", "Seattle WA"),
        ("Juneau AK", "Seattle WA"),
        ("Juneau AK", "Anchorage AK"),
        ("00765", "San Juan PR"),  # Vieques
        ("00765", "00740"),
        ("Culebra PR", "San Juan PR"),
        ("San Juan PR", "Miami FL"),
        ("Honolulu HI", "Los Angeles CA"),
    ],
)
def test_unreachable_pairs(us_road: Road, here: str, there: str) -> None:
    assert miles_between(us_road, here, there) == np.inf
    assert miles_between(us_road, there, here) == np.inf


@pytest.mark.parametrize(
    ("here", "there", "least", "most"),
    [
        ("Key West FL", "Miami FL", 130, 180),
        ("Sanibel FL", "Fort Myers FL", 12, 35),
        ("33957", "Miami FL", 120, 190),
        ("77554", "Houston TX", 45, 75),  # the west end of Galveston
        ("Chincoteague VA", "Salisbury MD", 35, 70),
        ("Hatteras NC", "Raleigh NC", 190, 280),
        ("South Padre Island TX", "Brownsville TX", 18, 35),
        ("Grand Isle LA", "New Orleans LA", 75, 130),
        ("05458", "Burlington VT", 15, 35),  # Grand Isle
        ("Camano WA", "Seattle WA", 45, 75),
        ("Oak Harbor WA", "Seattle WA", 65, 95),
        ("Seward AK", "Anchorage AK", 105, 145),
        ("Homer AK", "Anchorage AK", 185, 245),
        ("Fairbanks AK", "Anchorage AK", 320, 400),
        ("Anchorage AK", "Seattle WA", 1900, 2500),
        ("Kahului HI", "Wailuku HI", 1, 6),
        ("Ponce PR", "San Juan PR", 55, 85),
        ("Mackinaw City MI", "Detroit MI", 250, 320),
    ],
)
def test_reachable_pairs(us_road: Road, here: str, there: str, least: float, most: float) -> None:
    assert least <= miles_between(us_road, here, there) <= most


@pytest.mark.slow
@pytest.mark.parametrize(
    ("here", "there", "least"),
    [
        ("Cape May NJ", "Lewes DE", 100),
        ("Manitowoc WI", "Ludington MI", 330),
        ("Milwaukee WI", "49444", 200),  # Muskegon
        ("Burlington VT", "12901", 30),  # Plattsburgh, over Lake Champlain
        ("Hatteras NC", "28511", 120),  # Cedar Island and Atlantic
        ("98368", "98239", 100),  # Port Townsend, Coupeville
        ("Bremerton WA", "Seattle WA", 50),
        ("Homer AK", "99663", np.inf),  # Seldovia
    ],
)
def test_no_ferry_is_used(us_road: Road, here: str, there: str, least: float) -> None:
    assert miles_between(us_road, here, there) >= least


ISLANDS = {
    "Puerto Rico": ("00926", (17.9, 18.6, -67.4, -65.58)),
    "Oahu": ("96813", (21.2, 21.8, -158.4, -157.6)),
    "Hawaii": ("96720", (18.8, 20.3, -156.2, -154.7)),
    "Maui": ("96732", (20.5, 21.05, -156.72, -155.9)),
    "Kauai": ("96766", (21.8, 22.3, -159.85, -159.2)),
    "Molokai": ("96748", (21.03, 21.3, -157.4, -156.7)),
}


def unreachable_origins(road: Road, ends: TravelEnds, center: str) -> list[int]:
    found = road.matrix(ends, ends_at(town_or_zip(center)), np.inf)
    rows: list[int] = found.origin[np.isinf(found.distance_mi)].tolist()
    return rows


@pytest.mark.parametrize("island", ISLANDS)
def test_no_zip_code_is_cut_off_from_the_rest_of_its_island(us_road: Road, island: str) -> None:
    center, (south, north, west, east) = ISLANDS[island]
    lat, lon = REFERENCE.zips.points.lat_deg, REFERENCE.zips.points.lon_deg
    rows = np.flatnonzero((REFERENCE.zips.population > 0) & (lat > south) & (lat < north) & (lon > west) & (lon < east))
    ends = TravelEnds(REFERENCE.zips.points.take(rows), np.full(len(rows), RURAL, np.intp))
    cut_off = rows[unreachable_origins(us_road, ends, center)]
    assert [f"{REFERENCE.zips.zip[i]} {REFERENCE.zips.city[i]}" for i in cut_off] == []


#: Populated islands of the lower 48 states without a bridge, by ZIP code, except those behind narrow water near Portland, ME.
NO_BRIDGE = """
    02535 02539 02554 02557 02564 02568 02575 02584 02713 02807 04019 04050 04635 04645 04685 04848 04851 04852
    04853 04863 06390 21824 21866 23440 27960 43438 43446 43456 49726 49757 49775 49782 54246 54850 90704 98070
    98222 98243 98245 98250 98261 98262 98279 98280 98286 98297 98303
"""
#: ZIP codes whose points are away from any road: on an island of a mainland ZIP code, by a reservoir, or in a bay.
MISPLACED = {"04652", "49654", "84533"}


@pytest.fixture(scope="module")
def cut_off_48(us_road: Road) -> set[str]:
    """Return the populated ZIP codes of the lower 48 states without a road to the center of the country."""
    rows = np.flatnonzero((REFERENCE.zips.population > 0) & ~np.isin(REFERENCE.zips.state, ["AK", "HI", "PR"]))
    ends = TravelEnds(REFERENCE.zips.points.take(rows), np.full(len(rows), RURAL, np.intp))
    return set(REFERENCE.zips.zip[rows[unreachable_origins(us_road, ends, "66952")]].tolist())


@pytest.mark.slow
def test_in_the_lower_48_only_islands_have_no_road(cut_off_48: set[str]) -> None:
    assert sorted(cut_off_48 - set(NO_BRIDGE.split()) - MISPLACED) == []


@pytest.mark.parametrize(
    "code",
    [
        "04652",
        "49654",
        pytest.param("84533", marks=pytest.mark.xfail(strict=True, reason="no dry access leg from Bullfrog on Lake Powell")),
    ],
)
def test_these_zip_codes_have_a_road_to_the_rest(cut_off_48: set[str], code: str) -> None:
    """The ZIP codes are in Lubec, ME; Leland, MI; and Lake Powell, UT."""
    assert code not in cut_off_48


def test_islands_without_a_bridge_have_no_road(cut_off_48: set[str]) -> None:
    assert sorted(set(NO_BRIDGE.split()) - cut_off_48) == []


@pytest.mark.slow
def test_no_point_is_snapped_to_two_components(us_graph: RoadGraph, populated: TravelEnds) -> None:
    """A point with legs to two components would have roads to points that have none to each other."""
    count = snap(us_graph, populated.points).components.sum(axis=1)
    assert (count > 1).sum() <= 1


@pytest.mark.slow
def test_a_detour_is_shorter_by_no_more_than_two_legs(us_graph: RoadGraph, us_road: Road, populated: TravelEnds) -> None:
    """A point can have legs to two roads that the graph joins only by a path longer than both legs."""
    rng = np.random.default_rng(11)
    n = of_many(60, 20)
    ends = populated.take(rng.choice(len(populated), n, replace=False))
    found = us_road.matrix(ends, ends, np.inf)
    miles = np.full((n, n), np.inf)
    miles[found.origin, found.destination] = found.distance_mi
    assert np.array_equal(miles, miles.T)
    legs = us_graph.legs(ends.points)
    longest = np.zeros(n)
    np.maximum.at(longest, legs.point, miles_of(legs.cost))
    for b in range(n):
        assert (miles <= miles[:, b, None] + miles[None, b] + 2 * longest[b] + 1e-6).all(), b
    assert (miles >= geodesics(ends.points, ends.points) - 1e-3).all()


def test_well_known_waters_are_barriers(us_graph: RoadGraph) -> None:
    over: dict[str, tuple[Spot, Spot]] = {
        "Chesapeake Bay": ((38.98, -76.48), (38.97, -76.3)),
        "San Francisco Bay": ((37.78, -122.39), (37.8, -122.27)),
        "Lake Michigan": ((43.04, -87.9), (43.06, -86.2)),
        "Mississippi at Vicksburg": ((32.32, -90.85), (32.32, -91.1)),
        "Mississippi at Dubuque": ((42.5, -90.67), (42.5, -90.6)),
        "Missouri at Omaha": ((41.26, -95.95), (41.26, -95.85)),
        "Columbia at Portland": ((45.55, -122.67), (45.68, -122.67)),
        "Ohio at Louisville": ((38.25, -85.75), (38.3, -85.75)),
        "Puget Sound": ((47.6, -122.35), (47.57, -122.6)),
        "Cook Inlet": ((61.2, -150.0), (61.3, -150.3)),
    }
    dry: dict[str, tuple[Spot, Spot]] = {
        "Kansas": ((38.5, -99.0), (38.9, -99.9)),
        "Bozeman": ((45.68, -111.04), (45.7, -110.6)),
        "Denver": ((39.74, -104.98), (39.6, -104.9)),
    }
    for segments, crossed in ((over, True), (dry, False)):
        for name, (a, b) in segments.items():
            assert crossed_both_ways(us_graph.barriers, a, b) == [crossed, crossed], name


def crossed_both_ways(barriers: Barriers, a: Spot, b: Spot) -> list[bool]:
    """Return whether a segment crosses a barrier, in both directions."""
    ends = np.array([[*a, *b], [*b, *a]])
    found: list[bool] = barriers.crossed(*(ends[:, i].copy() for i in range(4))).tolist()
    return found


def test_each_leg_includes_the_miles_at_the_door(us_graph: RoadGraph) -> None:
    towns = REFERENCE.zips.points.take(np.arange(0, len(REFERENCE.zips.zip), 401))
    legs = us_graph.legs(towns)
    straight = us_graph.nodes.distances_mi(towns, legs.point, legs.node)
    there = us_graph.nodes.take(legs.node)
    lat, lon = (towns.lat_deg[legs.point] + there.lat_deg) / 2, (towns.lon_deg[legs.point] + there.lon_deg) / 2
    leg_mi = straight * np.minimum(circuity(straight), MAX_LEG_CIRCUITY) * us_graph.terrain.length_factor(lat, lon)
    assert miles_of(legs.cost) == pytest.approx(0.1 + leg_mi, abs=0.002)
