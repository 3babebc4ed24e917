"""Where a listing stands: its point, or what stands in for it."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.directory.folder import load_folder
from finder.domain.center import Center
from finder.domain.directory import Directory
from finder.domain.facility import Position
from finder.domain.geo import Point, miles_between
from finder.places.gazetteer import Gazetteer
from tests.conftest import center_at, grid_point
from tests.directory.conftest import Load, said
from tests.world import REFERENCE, TODAY, reader


def _center(directory: Directory) -> Center:
    listing = directory.centers[0].listing
    assert isinstance(listing, Center)
    return listing


@pytest.mark.parametrize(
    ("cells", "town", "precision"),
    [
        ({"lat": grid_point(0, 0).lat_deg, "lon": grid_point(0, 0).lon_deg}, (0, 0), "address"),
        ({"zip": "67012"}, (1, 2), "zip"),
        ({"zip": "67012-1234"}, (1, 2), "zip"),
        ({"city": "Town 34", "state": "KS"}, (3, 4), "city"),
        ({"city": "town 34", "state": "Kansas"}, (3, 4), "city"),
        ({"zip": "67012", "city": "Town 13", "state": "KS"}, (1, 2), "zip"),
        ({"zip": "67012", "city": "Town 44", "state": "KS"}, (4, 4), "city"),
        ({"zip": "67012", "lat": "nan", "lon": "nan"}, (1, 2), "zip"),
        ({"zip": "67012", "lat": "-100", "lon": "40"}, (1, 2), "zip"),
        ({"zip": "67012", "lat": "40", "lon": "100"}, (1, 2), "zip"),
        ({"zip": "67012", "lat": "40.1", "lon": ""}, (1, 2), "zip"),
        ({"zip": "67012", "lat": "42", "lon": "-100"}, (1, 2), "zip"),
        ({"zip": "99999", "city": "Town 34", "state": "KS", "lat": "42", "lon": "-100"}, (3, 4), "city"),
    ],
)
def test_where_a_center_stands(load: Load, cells: dict[str, object], town: tuple[int, int], precision: str) -> None:
    position = _center(load(centers=[{"id": "a", "name": "A", **cells}])).position
    assert position
    assert position.precision == precision
    assert position.point == grid_point(*town)


def test_a_point_is_trusted_up_to_fifty_miles_from_its_zip(load: Load) -> None:
    # The corner town, and points 49 and 51 miles north of it.
    rows = [{**center_at(miles / 10, 0), "zip": "67000"} for miles in (49, 51)]
    directory = load(centers=rows)
    assert [p.position.precision for p in directory.points if p.position] == ["address", "zip"]
    assert said(directory) == [
        "centers.csv, line 3, lat: the point is more than 50 miles from its ZIP code, which is used instead"
    ]


@pytest.mark.parametrize("cells", [{}, {"zip": "99999"}, {"city": "Atlantis", "state": "KS"}, {"lat": "0", "lon": "0"}])
def test_a_center_without_any_known_place_is_kept(load: Load, cells: dict[str, str]) -> None:
    directory = load(centers=[{"id": "a", "name": "A", **cells}])
    assert _center(directory).position is None
    assert said(directory)[-1].endswith("the location is listed, but travel to it is not measured")


def test_an_unknown_zip_is_shown_as_written(load: Load) -> None:
    assert _center(load(centers=[{"id": "a", "name": "A", "zip": "99999"}])).address.zip == "99999"


def test_leading_zeros_come_back(tmp_path: Path, gazetteer: Gazetteer) -> None:
    (tmp_path / "centers.csv").write_text("id,name,zip\nma,A,2139\npr,B,765\n")
    directory = load_folder(tmp_path, reader(gazetteer), TODAY)
    assert [p.address.zip for p in directory.points] == ["02139", "00765"]
    assert len(directory.notices) == 2


def test_a_state_that_is_none_is_kept_and_said(load: Load) -> None:
    directory = load(centers=[{"id": "a", "name": "A", "zip": "67000", "state": "Guam"}])
    assert _center(directory).address.state == "Guam"
    assert said(directory) == ["centers.csv, line 2, state: 'Guam' is not a state, DC, or Puerto Rico"]


def _placed(folder: Path, gazetteer: Gazetteer, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Directory:
    """A directory of centers with these cells, and an id each."""
    with (folder / "centers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", *columns), *((f"c{i}", *row) for i, row in enumerate(rows))])
    return load_folder(folder, reader(gazetteer), TODAY)


# What witnesses say: ZIP code, city, state, and point.


@pytest.mark.parametrize(
    ("city", "state", "zip_code", "lat_lon", "placed", "used", "noticed"),
    [
        # City and state agree, and the ZIP code does not.
        ("Houston", "TX", "02118", "", ("city", "TX"), ("Houston", "TX", ""), "zip"),
        ("Bozeman", "MT", "59901", "", ("city", "MT"), ("Bozeman", "MT", ""), "zip"),
        ("Bozeman", "Montana", "10012", "", ("city", "MT"), ("Bozeman", "MT", ""), "zip"),
        ("Cincinnati", "OH", "43616", "", ("city", "OH"), ("Cincinnati", "OH", ""), "zip"),
        # ZIP code and city agree, and the state does not, whether or not it has a city of that name.
        ("Hazel Crest", "FL", "60429", "", ("zip", "IL"), ("Hazel Crest", "IL", "60429"), "state"),
        ("St Petersberg", "GA", "33701", "", ("zip", "FL"), ("St Petersberg", "FL", "33701"), "state"),
        ("Greenville", "FL", "29605", "", ("zip", "SC"), ("Greenville", "SC", "29605"), "state"),
        ("Bossier", "TX", "71111", "", ("zip", "LA"), ("Bossier", "LA", "71111"), "state"),
        # ZIP code and state agree, and the city does not.
        ("Houston", "MA", "02118", "", ("zip", "MA"), ("Boston", "MA", "02118"), "city"),
        # A point is a witness, too.
        ("Bozeman", "MT", "59901", "48.2,-114.3", ("address", ""), ("Kalispell", "MT", "59901"), "city"),
        ("Bozeman", "MT", "59901", "45.68,-111.04", ("address", ""), ("Bozeman", "MT", ""), "zip"),
        ("Portland", "ME", "97201", "43.66,-70.26", ("address", ""), ("Portland", "ME", ""), "zip"),
        ("", "MT", "02118", "42.34,-71.07", ("address", ""), ("", "MA", "02118"), "state"),
        ("", "MT", "02118", "45.68,-111.04", ("address", ""), ("", "MT", ""), "zip"),
        ("Houston", "MT", "", "29.76,-95.37", ("address", ""), ("Houston", "", ""), "state"),
        ("Houston", "TX", "02118", "29.76,-95.37", ("address", ""), ("Houston", "TX", ""), "zip"),
        # No two agree.
        ("Houston", "MT", "02118", "", None, ("Houston", "MT", "02118"), "zip"),
        ("", "MT", "02118", "", None, ("", "MT", "02118"), "zip"),
        ("Houston", "", "02118", "", None, ("Houston", "", "02118"), "zip"),
    ],
)
def test_the_place_on_which_two_of_three_agree(
    tmp_path: Path,
    gazetteer: Gazetteer,
    city: str,
    state: str,
    zip_code: str,
    lat_lon: str,
    placed: tuple[str, str] | None,
    used: tuple[str, str, str],
    noticed: str,
) -> None:
    lat, lon = lat_lon.split(",") if lat_lon else ("", "")
    columns = ("name", "city", "state", "zip", "lat", "lon")
    directory = _placed(tmp_path, gazetteer, columns, [("N", city, state, zip_code, lat, lon)])
    listing = _center(directory)
    assert (listing.address.city, listing.address.state, listing.address.zip) == used
    assert [notice.split(": ")[0] for notice in said(directory)] == [f"centers.csv, line 2, {noticed}"]
    if placed is None:
        assert listing.position is None
        return
    precision, of_state = placed
    assert listing.position
    assert listing.position.precision == precision
    if precision == "address":
        assert listing.position.point == Point(float(lat), float(lon))
    else:
        middle = gazetteer.city_place(used[0], of_state) if precision == "city" else gazetteer.zip_place(zip_code)
        assert middle
        assert listing.position.point == middle.point


@pytest.mark.parametrize(
    ("city", "state", "zip_code"),
    [
        ("Fort Campbell", "TN", "42223"),  # a ZIP code of Kentucky that reaches into Tennessee
        ("Los Angeles", "CA", "91342"),  # a part of the city with a name of its own, 20 miles from its middle
        *(("DeWitt", "IA", "52742"), ("DE SOTO", "TX", "75115"), ("Leroy", "NY", "14482"), ("Mc Allen", "TX", "78503")),
        *(("Malad", "ID", "83252"), ("New Hartfd", "NY", "13413"), ("Berlin", "VT", "05641"), ("Mattoon", "IL", "61920")),
        ("Concord", "OH", "44077"),  # a township that no table has, and a city elsewhere
        *(("Fort Johnson", "LA", "71459"), ("Natrona", "PA", "15065"), ("Nowhere", "MT", "59718"), ("", "", "59718")),
        *(("Bozeman", "", "59718"), ("NYC", "NY", "10012"), ("Hyde Park", "IL", "60637"), ("Brooklyn", "New York", "11201")),
    ],
)
def test_other_names_of_a_place_are_no_contradiction(
    tmp_path: Path, gazetteer: Gazetteer, city: str, state: str, zip_code: str
) -> None:
    directory = _placed(tmp_path, gazetteer, ("name", "city", "state", "zip"), [("N", city, state, zip_code)])
    assert said(directory) == []
    position = _center(directory).position
    assert position
    assert position.precision == "zip"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("597180001", "59718"), ("59718.0", "59718"), ("9010001", "00901"), ("9010001.0", "00901"), ("21390001", "02139")),
        *(("2139", "02139"), ("765.0", "00765"), ("59,718", "59718"), ("59718 0001", "59718"), ("59718–0001", "59718")),
        *(("59718-", "59718"), ("59718-12", "59718"), ("５９７１８", "59718"), ("'02139", "02139"), ("2139-0001", "02139")),
    ],
)
def test_a_zip_code_that_a_spreadsheet_damaged_is_repaired_with_a_notice(
    tmp_path: Path, gazetteer: Gazetteer, written: str, code: str
) -> None:
    directory = _placed(tmp_path, gazetteer, ("name", "zip"), [("N", written)])
    assert _center(directory).address.zip == code
    assert said(directory) == [f"centers.csv, line 2, zip: {written!r} is interpreted as {code}"]


@pytest.mark.parametrize("written", ["597180", "59718-00011", "59718.5", "1_0012", "5971e0", "12", "MT", "59718/59715", "0"])
def test_what_is_no_zip_code_is_not_guessed(tmp_path: Path, gazetteer: Gazetteer, written: str) -> None:
    directory = _placed(tmp_path, gazetteer, ("name", "zip"), [("N", written)])
    assert _center(directory).position is None
    assert said(directory)[0] == f"centers.csv, line 2, zip: {written!r} is not a known ZIP code"


NOT_ON_LAND = [
    *[(31.6904, -106.4245), (32.5149, -117.0382), (19.43, -99.13), (43.65, -79.38)],  # Juárez, Tijuana, Mexico City, Toronto
    *[(39.5, -73.5), (43.5, -87.2), (25.5, -81.5), (0.0, 0.0)],  # off New Jersey, in Lake Michigan, in the Gulf
    *[(45.68, 111.04), (-45.68, -111.04), (-77.04, 38.9), (13.44, 144.79)],  # signs, a swapped pair, Guam
]


@pytest.mark.parametrize(("lat", "lon"), NOT_ON_LAND)
def test_a_point_off_the_land_is_said_and_what_is_used_instead(
    tmp_path: Path, gazetteer: Gazetteer, lat: float, lon: float
) -> None:
    rows = [
        ("By ZIP", "El Paso", "TX", "79901", str(lat), str(lon)),
        ("By city", "El Paso", "TX", "", str(lat), str(lon)),
        ("By nothing", "", "", "", str(lat), str(lon)),
    ]
    directory = _placed(tmp_path, gazetteer, ("name", "city", "state", "zip", "lat", "lon"), rows)
    assert [p.position.precision if p.position else None for p in directory.points] == ["zip", "city", None]
    off = "the point is not on land of the 50 states, DC, or Puerto Rico"
    assert [n.partition(": ")[2] for n in said(directory)] == [
        f"{off}; its ZIP code is used instead",
        f"{off}; its city is used instead",
        f"{off}; treated as unknown",
        "no usable coordinates, ZIP code, or city; the location is listed, but travel to it is not measured",
    ]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        *[(45.68, -111.04), (18.11, -65.42), (71.29, -156.79), (52.9, 172.9), (24.55, -81.8), (18.92, -155.68)],
        # Islands, a prison on a bay, Point Roberts, Angle Inlet, and an island that the outlines lack.
        *[
            (37.942928, -122.480781),
            (48.985, -123.06),
            (49.34, -95.07),
            (33.34, -118.33),
            (37.8235, -122.3706),
            (43.765, -69.318),
        ],
    ],
)
def test_a_point_on_land_is_kept(tmp_path: Path, gazetteer: Gazetteer, lat: float, lon: float) -> None:
    directory = _placed(tmp_path, gazetteer, ("name", "lat", "lon"), [("N", str(lat), str(lon))])
    assert said(directory) == []
    assert _center(directory).position == Position(Point(lat, lon), "address")


@pytest.mark.slow
def test_any_witnesses_place_a_listing_or_say_why_not(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """A listing is placed at its point, at its ZIP code, or at its city; it is left without a place only with a notice."""
    cities = st.sampled_from(["", "Bozeman", "Houston", "Greenville", "Washington", "Springfield", "Nowhere", "NYC", "x" * 60])
    states = st.sampled_from(["", "MT", "TX", "Massachusetts", "DC", "PR", "Guam", "??"])
    codes = st.sampled_from(["", "59718", "02118", "42223", "00901", "29605", "99999", "2139", "96783"]) | st.text(max_size=10)
    degrees = st.sampled_from(["", "45.68", "-111.04", "29.76", "-95.37", "0", "nan", "1_0"]) | st.floats().map(str)

    @settings(max_examples=settings().max_examples, deadline=None)
    @given(cities, states, codes, degrees, degrees)
    def check(city: str, state: str, code: str, lat: str, lon: str) -> None:
        cell = code.encode(errors="replace").decode()
        directory = _placed(
            tmp_path, gazetteer, ("name", "city", "state", "zip", "lat", "lon"), [("N", city, state, cell, lat, lon)]
        )
        for point in directory.points:
            assert point.position or said(directory)
            if point.position and point.position.precision == "zip":
                assert gazetteer.zip_place(point.address.zip)

    check()


# Real listings


def test_real_points_in_the_wrong_state_fall_back_to_their_zip(tmp_path: Path, shared_data: Path, gazetteer: Gazetteer) -> None:
    with (shared_data / "bad_geocodes.csv").open(encoding="utf-8", newline="") as file:
        bad = list(csv.DictReader(file))
    rows = [[b["name"], b["city"], b["state"], b["zip5"], b["given_lat"], b["given_lon"]] for b in bad]
    directory = _placed(tmp_path, gazetteer, ("name", "city", "state", "zip", "lat", "lon"), rows)
    assert len(directory.points) == len(bad) == 400
    elsewhere = 0
    for point, row in zip(directory.points, bad, strict=True):
        middle = gazetteer.zip_place(row["zip5"])
        if point.position and middle:
            elsewhere += miles_between(point.position.point, middle.point) > 50
    # Nine with a wrong digit in the ZIP code, and one with a wrong city. In 13, the state is wrong and has a city of that name,
    # too: their points were made from both, so three of four witnesses are wrong.
    assert elsewhere == 23
    assert sum(bool(p.position and p.position.precision == "zip") for p in directory.points) > 350


@pytest.mark.slow
def test_a_town_does_not_contradict_its_nearest_zip_code(tmp_path: Path, gazetteer: Gazetteer) -> None:
    towns, zips = REFERENCE.towns, REFERENCE.zips
    nearest = zips.points.nearest(towns.points, 1)
    pairs = zip(nearest.origin, nearest.destination, strict=True)
    rows = [["N", towns.name[t], towns.state[t], zips.zip[z]] for t, z in pairs if towns.state[t] == zips.state[z]]
    directory = _placed(tmp_path, gazetteer, ("name", "city", "state", "zip"), rows)
    assert len(rows) > 21_000
    # One in Alaska, and three that are 10 miles from any ZIP code.
    assert len(said(directory)) <= 4


def test_real_sites_contradict_themselves_only_where_a_zip_code_is_wrong(shared_data: Path, gazetteer: Gazetteer) -> None:
    """Each of the five was looked at by hand; the other 4,081 rows have no notice of this kind."""
    directory = load_folder(shared_data / "sites_2022", reader(gazetteer), TODAY)
    disputed = [n for n in said(directory) if "is used instead" in n and ", zip: " in n]
    assert [n.split("not in ")[1].split(",")[0] for n in disputed] == [
        *("Norco", "Schaumburg", "East Elmhurst", "Britt", "Washington")
    ]


@pytest.mark.slow
def test_the_sites_of_2022_load_with_every_row(shared_data: Path, gazetteer: Gazetteer) -> None:
    directory = load_folder(shared_data / "sites_2022", reader(gazetteer), TODAY)
    with (shared_data / "sites_2022" / "centers.csv").open(encoding="utf-8", newline="") as file:
        listed = [row["id"] for row in csv.DictReader(file)]
    assert [p.id for p in directory.points] == listed
    assert len(listed) == 4086
    # Four lie in territories that the finder does not cover.
    assert {p.address.state for p in directory.points if not p.position} == {"AS", "MP", "VI"}
