"""Build data/names.npz: places by name that are neither ZIP codes nor towns, each with the middle of its people.

Run from the project's root, in the environment of `make test`, after ZIP codes and counties (see data/build/README.md):

    .venv/bin/python data/build/named_places.py            # writes
    .venv/bin/python data/build/named_places.py --check    # fails if something would change
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np
from named_people import Middle, Zips

from finder.access.own_area import FARTHEST_MI
from finder.places.named import Kind, keys_of, named_key, stem_of
from finder.places.names import city_key
from finder.places.spreads import NINE_IN_TEN
from finder.reference.reference import Reference

HERE = Path(__file__).parent
DATA = HERE.parent
TABLE = DATA / "names.npz"
KINDS: tuple[str, ...] = get_args(Kind)
#: They are at one address, and the people of its ZIP code are not theirs.
AT_AN_ADDRESS = ("college", "hospital")
#: They are found with their city, too, for text without a comma: "Hyde Park Chicago".
IN_A_CITY = ("quarter", *AT_AN_ADDRESS)
#: They go by their name alone even where a town has it ("Orange" in a state without such a town).
ALONE = ("county", "island", "reservation")
#: Census areas have no government of their own; all other areas of Alaska are boroughs.
CENSUS_AREAS = ("02016", "02050", "02070", "02105", "02158", "02180", "02198", "02240", "02261", "02290")
COUNTY_WORDS = {"02": "Borough", "22": "Parish", "72": "Municipio"}


@dataclass(frozen=True)
class Row:
    """One named place. `also` has its other names; `states` begins with that of the point; `city` is the city it is in."""

    name: str
    kind: str
    states: tuple[str, ...]
    middle: Middle
    city: str = ""
    also: tuple[str, ...] = ()


def counties(rows: Iterable[dict[str, str]], reference: Reference, zips: Zips) -> Iterator[Row]:
    """Every county, parish, borough, census area, and municipio, except for cities that are their own county.

    A county's row in named_places.csv has its other names.
    """
    also = {row["counties"]: tuple(row["also"].split(";")) for row in rows if row["kind"] == "county"}
    table = reference.counties
    for fips, name, state in zip(table.fips.tolist(), table.name.tolist(), table.state.tolist(), strict=True):
        if not is_city(fips):
            middle = zips.of_counties([fips]).middle()
            yield Row(county_name(fips, name), "county", (state,), middle, "", also.get(fips, ()))


def is_city(fips: str) -> bool:
    """Return whether a county is a city of its own: Washington, DC, or an independent city, whose code is 510 or more."""
    return fips == "11001" or (fips[2:] >= "510" and fips[:2] in ("24", "29", "32", "51"))


def county_name(fips: str, name: str) -> str:
    """Return a county's full name, as the Census Bureau writes it."""
    if name.endswith(" County"):
        return name
    return f"{name} {'Census Area' if fips in CENSUS_AREAS else COUNTY_WORDS.get(fips[:2], 'County')}"


def by_hand(rows: Iterable[dict[str, str]], reference: Reference, zips: Zips) -> Iterator[Row]:
    """Places of named_places.csv, made of ZIP codes, counties, or a city. Raises KeyError for one that is not known."""
    for row in rows:
        if row["kind"] == "county":
            continue
        names = [row["name"], *filter(None, row["also"].split(";"))]
        codes, cities = row["zips"].split(), list(filter(None, row["city"].split(";")))
        if row["kind"] == "nickname":
            yield nickname(names, codes[0], reference, zips)
            continue
        middle = middle_of(row, zips)
        states = (row["state"],) if row["state"] else states_of(codes, row["counties"].split(), middle, reference, zips)
        if not cities and row["kind"] in (*AT_AN_ADDRESS, "base"):
            cities = [str(zips.table.city[zips.row[codes[0]]])]
        inside = [f"{name.removeprefix('The ')} {city}" for name in names for city in cities if row["kind"] in IN_A_CITY]
        yield Row(names[0], row["kind"], states, middle, cities[0] if cities else "", (*names[1:], *inside))


def middle_of(row: dict[str, str], zips: Zips) -> Middle:
    """Return where the place of a row is. What is at an address is in its first ZIP code, and has no people of its own."""
    if row["counties"]:
        return zips.of_counties(row["counties"].split()).middle()
    codes = row["zips"].split()
    if row["kind"] not in AT_AN_ADDRESS:
        return zips.of_codes(codes).middle()
    return at_an_address(codes[0], zips) if codes else replace(zips.of_city(row["city"], row["state"]).middle(), population=0)


def at_an_address(code: str, zips: Zips) -> Middle:
    """Return where something is that has its mail in a ZIP code. One without land of its own is somewhere in its town."""
    middle, at = zips.of_codes([code]).middle(), zips.row[code]
    extent = zips.table.extent_of_town(str(zips.table.city[at]), str(zips.table.state[at]))
    if zips.table.extent_of_zip(code) is None and extent:
        spread_mi = max(middle.spread_mi, min(NINE_IN_TEN * extent.settled_radius_mi, FARTHEST_MI))
        middle = replace(middle, spread_mi=spread_mi)
    return replace(middle, population=0)


def states_of(codes: list[str], fips: list[str], middle: Middle, reference: Reference, zips: Zips) -> tuple[str, ...]:
    """Return the states of a place, first that of its middle, then by people."""
    t, people = zips.table, Counter[str]()
    for code in codes:
        people[str(t.state[zips.row[code]])] += int(t.population[zips.row[code]])
        if (t.points.lat_deg[zips.row[code]], t.points.lon_deg[zips.row[code]]) == (middle.lat_deg, middle.lon_deg):
            people[str(t.state[zips.row[code]])] += 10**9
    for code in fips:
        people[reference.state_of_county[code]] += round(zips.of_counties([code]).middle().population)
    return tuple(state for state, _ in people.most_common())


def nickname(names: list[str], code: str, reference: Reference, zips: Zips) -> Row:
    """Return the city of a ZIP code under its nicknames, with the point and people that the city has in the table of towns."""
    city, state = str(zips.table.city[zips.row[code]]), str(zips.table.state[zips.row[code]])
    t, people = reference.towns, zips.of_city(city, state)
    keys = {city_key(city), f"{city_key(city)} city"}
    towns = [i for i in np.flatnonzero(t.state == state).tolist() if city_key(str(t.name[i])) in keys]
    if not towns:
        return Row(city, "nickname", (state,), people.middle(), city, tuple(names))
    top = max(towns, key=lambda i: int(t.population[i]))
    lat, lon = float(t.points.lat_deg[top]), float(t.points.lon_deg[top])
    middle = Middle(lat, lon, int(t.population[top]), people.radius(lat, lon))
    return Row(str(t.name[top]), "nickname", (state,), middle, str(t.name[top]), tuple(names))


def hospitals(rows: Iterable[dict[str, str]], named: Sequence[Row], zips: Zips) -> Iterator[Row]:
    """Hospitals of CMS's list that have no row yet."""
    known = {(key, row.states[0]) for row in named for name in (row.name, *row.also) for key in keys_of(name)[:1]}
    for row in rows:
        at = zips.row[row["zip"]]
        state, city = str(zips.table.state[at]), str(zips.table.city[at])
        if (keys_of(row["name"])[0], state) not in known:
            yield Row(row["name"], "hospital", (state,), at_an_address(row["zip"], zips), city)


def packed(rows: Sequence[Row], towns: frozenset[str]) -> bytes:
    """Return the file of these rows, sorted. The same rows give the same bytes."""
    rows = sorted(rows, key=lambda r: (r.name, r.states, r.kind, r.city))
    keys = sorted({(key, i) for i, row in enumerate(rows) for key in _keys(row, towns)})
    file = io.BytesIO()
    np.savez_compressed(
        file,
        name=np.array([r.name.encode() for r in rows]),
        kinds=np.array(KINDS),
        kind=np.array([KINDS.index(r.kind) for r in rows], "u1"),
        states=np.array([" ".join(r.states).encode() for r in rows]),
        city=np.array([r.city.encode() for r in rows]),
        lat=np.array([round(r.middle.lat_deg * 1e4) for r in rows], "i4"),
        lon=np.array([round(r.middle.lon_deg * 1e4) for r in rows], "i4"),
        population=np.array([r.middle.population for r in rows], "i4"),
        spread=np.array([round(r.middle.spread_mi * 10) for r in rows], "u2"),
        key=np.array([key.encode("ascii") for key, _ in keys]),
        key_row=np.array([row for _, row in keys], "u4"),
    )
    return file.getvalue()


def _keys(row: Row, towns: frozenset[str]) -> Iterator[str]:
    """The keys of a row. A city is found under its own name without this table, so its nicknames alone are keys.

    "Wind River" is the reservation, but "Hill" is no base and "Columbia" no college: those are towns, too.
    """
    names = row.also if row.kind == "nickname" else (row.name, *row.also)
    for name in names:
        key = named_key(name)
        yield from keys_of(name, row.kind in ALONE or stem_of(key)[0] not in towns)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(reference: Reference) -> list[Row]:
    """Return all named places."""
    zips, written = Zips(reference, DATA), read("named_places.csv")
    rows = [*counties(written, reference, zips), *by_hand(written, reference, zips)]
    return [*rows, *hospitals(read("named_hospitals.csv"), rows, zips)]


def main() -> None:
    """Write or compare the table, and print its rows by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    reference = Reference(DATA)
    rows = build(reference)
    content = packed(rows, frozenset(map(city_key, {*reference.towns.name.tolist(), *reference.zips.city.tolist()})))
    print(dict(Counter(row.kind for row in rows)), f"{len(content):,} bytes")
    if not parser.parse_args().check:
        TABLE.write_bytes(content)
    elif content != TABLE.read_bytes():
        sys.exit("names.npz would change.")


if __name__ == "__main__":
    main()
