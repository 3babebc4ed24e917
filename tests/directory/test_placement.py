"""Where a listing stands: its point, or what stands in for it."""

import csv
from pathlib import Path

import pytest

from finder.directory.folder import load_folder
from finder.domain.center import Center
from finder.domain.directory import Directory
from finder.domain.geo import miles_between
from finder.places.gazetteer import Gazetteer
from tests.conftest import center_at, grid_point
from tests.directory.conftest import Load, said
from tests.world import TODAY, reader


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
        ({"zip": "67012", "city": "Town 34", "state": "KS"}, (1, 2), "zip"),
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


# Real listings


def test_real_points_in_the_wrong_state_fall_back_to_their_zip(tmp_path: Path, shared_data: Path, gazetteer: Gazetteer) -> None:
    with (shared_data / "bad_geocodes.csv").open(encoding="utf-8", newline="") as file:
        bad = list(csv.DictReader(file))
    with (tmp_path / "centers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "street", "city", "state", "zip", "lat", "lon"])
        for i, b in enumerate(bad):
            writer.writerow(
                [f"b{i}", b["name"], b["address"], b["city"], b["state"], b["zip5"], b["given_lat"], b["given_lon"]]
            )
    directory = load_folder(tmp_path, reader(gazetteer), TODAY)
    assert len(directory.points) == len(bad) == 400
    for point, row in zip(directory.points, bad, strict=True):
        middle = gazetteer.zip_place(row["zip5"])
        if point.position and middle:
            assert miles_between(point.position.point, middle.point) <= 50
    assert sum(bool(p.position and p.position.precision == "zip") for p in directory.points) > 350


def test_the_sites_of_2022_load_with_every_row(shared_data: Path, gazetteer: Gazetteer) -> None:
    directory = load_folder(shared_data / "sites_2022", reader(gazetteer), TODAY)
    with (shared_data / "sites_2022" / "centers.csv").open(encoding="utf-8", newline="") as file:
        listed = [row["id"] for row in csv.DictReader(file)]
    assert [p.id for p in directory.points] == listed
    assert len(listed) == 4086
    # Four lie in territories that the finder does not cover.
    assert {p.address.state for p in directory.points if not p.position} == {"AS", "MP", "VI"}
