"""The table of named places, and the tables that it is built from: known ZIP codes, counties, and cities, each row once."""

import csv
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import get_args

import pytest

from finder.places.named import Kind, NamedPlaces, keys_of
from tests.world import REFERENCE, ROOT

BUILD = ROOT / "data" / "build"
NAMES = REFERENCE.names
#: The nine Army posts whose names were changed in 2023 and changed back in 2025.
RENAMED = {
    "Fort Bragg": "Fort Liberty", "Fort Benning": "Fort Moore", "Fort Gordon": "Fort Eisenhower", "Fort Hood": "Fort Cavazos",
    "Fort Lee": "Fort Gregg-Adams", "Fort Pickett": "Fort Barfoot", "Fort Polk": "Fort Johnson", "Fort Rucker": "Fort Novosel",
    "Fort A.P. Hill": "Fort Walker",
}  # fmt: skip


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (BUILD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.country
@pytest.mark.slow
def test_the_table_is_what_its_script_makes() -> None:
    """Byte for byte. Rows that are not in the table, and keys that the code makes no longer, are found by those below, too."""
    subprocess.run([sys.executable, BUILD / "named_places.py", "--check"], cwd=ROOT, check=True, capture_output=True)


def test_every_row_by_hand_is_in_the_table() -> None:
    held = {*zip(NAMES.kind.tolist(), (name.decode() for name in NAMES.name.tolist()), strict=True)}
    keys = {key.decode() for key in NAMES.key.tolist()}
    found = {(row["kind"], row["name"]) for row in rows("named_places.csv")}
    assert {(kind, name) for kind, name in found - held if kind != "nickname"} == set()
    assert {name for kind, name in found if kind == "nickname" and keys_of(name)[0] not in keys} == set()


def test_the_table_is_small_and_has_all_kinds() -> None:
    assert (ROOT / "data" / "names.npz").stat().st_size < 1_500_000
    kinds = Counter(NAMES.kind.tolist())
    assert {*kinds} == {*get_args(Kind)}
    assert kinds["county"] == 3178  # All but DC and the 41 independent cities of 2017.


@pytest.mark.slow
def test_keys_are_sorted_and_those_of_the_code() -> None:
    assert NAMES.key.tolist() == sorted(NAMES.key.tolist())
    known = {(key.decode(), row) for key, row in zip(NAMES.key.tolist(), NAMES.key_row.tolist(), strict=True)}
    for row, (name, kind) in enumerate(zip(NAMES.name.tolist(), NAMES.kind.tolist(), strict=True)):
        assert kind == "nickname" or (keys_of(name.decode())[0], row) in known, name.decode()


def test_every_place_is_in_its_first_state() -> None:
    near = REFERENCE.zips.points.nearest(NAMES.points, 1)
    assert (near.straight_mi < 30).all()
    states = REFERENCE.zips.state[near.destination].tolist()
    beside = [(a, b.decode()) for a, b in zip(states, NAMES.states.tolist(), strict=True) if a != b.decode()[:2]]
    assert len(beside) < 10, beside  # A town's own point may be nearer to a ZIP code across the state line.
    assert ((NAMES.spread_mi >= 0.5) & (NAMES.spread_mi < 800)).all()


@pytest.mark.slow
def test_a_row_by_hand_names_known_zips_of_its_city_or_counties_and_its_source() -> None:
    known = {*REFERENCE.zips.zip.tolist()}
    for row in rows("named_places.csv"):
        codes, fips = row["zips"].split(), row["counties"].split()
        assert row["kind"] in get_args(Kind), row
        assert (bool(codes), bool(fips), bool(row["state"])).count(True) == 1, row
        assert {*codes} <= known, row
        assert {*fips} <= {*REFERENCE.state_of_county}, row
        assert row["source"], row
        assert len(names := [row["name"], *filter(None, row["also"].split(";"))]) == len(set(names)), row


def test_a_row_stands_once() -> None:
    found = Counter((r["kind"], r["name"], r["city"], r["state"], r["zips"], r["counties"]) for r in rows("named_places.csv"))
    assert [row for row, n in found.items() if n > 1] == []
    assert len({row["ccn"] for row in rows("named_hospitals.csv")}) == len(rows("named_hospitals.csv"))


@pytest.mark.parametrize(("today", "before"), RENAMED.items())
def test_a_renamed_fort_is_found_by_both_names_and_has_the_one_of_today(today: str, before: str) -> None:
    named = NamedPlaces(lambda: NAMES)
    for name in (today, before):
        assert [p.name for p in named.find(keys_of(name)[0]) if p.kind == "base"] == [today]
    [row] = [r for r in rows("named_places.csv") if r["name"] == today and r["kind"] == "base"]
    assert row["source"].startswith("https://")
