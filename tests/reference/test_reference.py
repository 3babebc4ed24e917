"""The loaders of `data/`: what they make of the tables. What the tables hold: test_reference_data.py."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Span
from finder.errors import DataError
from finder.reference.reference import Reference
from tests.world import REFERENCE


def test_people_are_the_same_by_zip_by_part_and_by_county() -> None:
    people = REFERENCE.demand
    assert people.population.sum() == REFERENCE.zips.population.sum()
    by_zip = np.bincount(people.part_zip, people.part_people, len(people.zip))
    assert by_zip == pytest.approx(people.population, abs=0.01)
    by_county = np.bincount(people.part_county, people.part_people, len(people.counties.fips))
    assert by_county == pytest.approx(people.counties.population, abs=0.01)


def test_demand_points_are_the_populated_zips_where_the_table_has_them() -> None:
    people, table = REFERENCE.demand, REFERENCE.zips
    rows = np.searchsorted(table.zip, people.zip)
    assert np.array_equal(table.zip[rows], people.zip)
    assert np.array_equal(rows, np.flatnonzero(table.population > 0))
    assert np.array_equal(table.points.lat_deg[rows], people.points.lat_deg)
    assert np.array_equal(table.county_fips[rows], people.counties.fips[people.county])


def test_boundaries_follow_the_order_of_the_counties() -> None:
    lines, counties = REFERENCE.boundaries, REFERENCE.counties
    assert len(lines.counties) == len(counties.fips)
    row = int(np.searchsorted(counties.fips, "30031"))
    west, south, east, north = lines.counties[row].bounds
    assert west < -111.04 < east  # Bozeman lies in Gallatin County, Montana
    assert south < 45.68 < north
    assert set(lines.states) == set(STATE_NAMES)


def test_towns_know_their_state_and_place() -> None:
    towns = REFERENCE.towns
    row = np.flatnonzero((towns.name == "Bozeman") & (towns.state == "MT"))
    assert len(row) == 1
    assert (round(towns.points.lat_deg[row[0]], 1), round(towns.points.lon_deg[row[0]], 1)) == (45.7, -111.0)


@pytest.mark.parametrize(("table", "file"), [("zips", "zips.npz"), ("roads", "roads.npz"), ("therapies", "therapies.toml")])
def test_a_table_is_read_once(tmp_path: Path, table: str, file: str) -> None:
    shutil.copy(REFERENCE.folder / file, tmp_path)
    reference = Reference(tmp_path)
    first = getattr(reference, table)
    (tmp_path / file).unlink()
    assert getattr(reference, table) is first


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2025, 12, 31), 0.21),
        (date(2026, 1, 1), 0.205),
        (date(2031, 5, 5), 0.205),  # the latest known
        (date(1999, 1, 1), 0.21),  # before the first: the first
    ],
)
def test_mileage_rate_of_a_day(day: date, rate: float) -> None:
    assert REFERENCE.mileage_rate(day).usd_per_mile == rate


def test_the_founding_therapies_have_their_regimens() -> None:
    ivig, rituximab = REFERENCE.therapies["ivig"].regimen, REFERENCE.therapies["rituximab"].regimen
    assert ivig is not None
    assert rituximab is not None
    assert (ivig.visit_days, ivig.cycles, ivig.consecutive_days) == (Span(26, 65), Span(13, 13), Span(2, 5))
    assert (rituximab.visit_days, rituximab.consecutive_days) == (Span(4, 4), Span(1, 1))


def test_spans_of_every_regimen_make_sense() -> None:
    regimens = [r for t in REFERENCE.therapies.values() for r in t.regimens]
    spans = [s for r in regimens for s in (r.visit_days, r.cycles, r.consecutive_days, r.chair_hours)]
    assert all(0 < s.low <= s.high for s in spans)
    assert all(r.cycles.low * r.consecutive_days.low <= r.visit_days.low for r in regimens)
    assert all(r.cycles.high * r.consecutive_days.high >= r.visit_days.high for r in regimens)
    assert all(r.source for r in regimens)


def test_the_cms_standard_is_that_of_the_rule() -> None:
    cms = REFERENCE.standards["cms"]
    assert cms.max_min == (20, 45, 80, 75, 110)
    assert cms.max_mi == (10, 30, 60, 60, 100)
    assert cms.required_share == (0.90, 0.90, 0.85, 0.85, 0.85)
    assert cms.source_url
    assert cms.as_of


def test_the_va_standard_is_an_hour_and_sets_no_pass_mark() -> None:
    va = REFERENCE.standards["va"]
    assert va.max_min == (60,) * 5
    assert va.rules()[0] == {"county_type": "large_metro", "max_mi": None, "max_min": 60.0, "required_share": None}


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mileage\.toml is missing"):
        Reference(tmp_path).mileage_rate(date(2026, 1, 1))


@pytest.mark.parametrize("content", [b"[[rate", b"\xff\xfe\x00", b"", b"[[rate]]\nyear = 2026\n"])
def test_a_damaged_table_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mileage.toml").write_bytes(content)
    with pytest.raises(DataError, match=r"mileage\.toml is damaged"):
        Reference(tmp_path).mileage_rate(date(2026, 1, 1))


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_damaged_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "places.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"places\.npz is damaged"):
        _ = Reference(tmp_path).towns
