"""Read the facts that become the shipped directory, and what was decided about them by hand.

The facts are outside the project (their folder is an argument); the tables of decisions are beside this script.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: A row of a table by column.
Row = dict[str, str]

DECISIONS = Path(__file__).parent


@dataclass(frozen=True)
class Facts:
    """Places and statements as they were put together, the starter's centers, and hospitals by CMS number."""

    places: list[Row]
    statements: list[Row]
    starter: Mapping[str, Row]
    hospitals: Mapping[str, Row]


@dataclass(frozen=True)
class Decisions:
    """What was decided by hand. Each row of each table says why, or by what source."""

    fixes: Mapping[str, Row]
    kinds: Mapping[str, Row]
    serves: Mapping[str, str]
    notes: Mapping[str, str]
    sources: Mapping[str, str]
    pages: Mapping[str, Row]
    pairs: list[Row]


def read_facts(folder: Path) -> Facts:
    """Read the folder of facts. An id ends before its first semicolon: what follows are further NPIs."""
    hospitals = _rows(folder / "sources" / "hospitals" / "hospital_general_information_2026_first13.csv")
    places = [row | {"id": _id(row["id"])} for row in _rows(folder / "listings_2026" / "places.csv")]
    if len({row["id"] for row in places}) < len(places):
        raise ValueError("places.csv has an id twice.")
    statements = _rows(folder / "listings_2026" / "therapies.csv")
    return Facts(
        places=places,
        statements=[row | {"place_id": _id(row["place_id"])} for row in statements],
        starter={row["id"]: row for row in _rows(folder / "starter_centers.csv")},
        hospitals={row["Facility ID"].zfill(6): row for row in hospitals},
    )


def read_decisions(folder: Path = DECISIONS) -> Decisions:
    """Read the tables of decisions. Raises ValueError if something is decided twice."""
    fixes: dict[str, Row] = {}
    for row in _rows(folder / "listing_fixes.csv"):
        of_place = fixes.setdefault(row["id"], {})
        if row["column"] in of_place:
            raise ValueError(f"listing_fixes.csv has {row['id']} {row['column']} twice.")
        of_place[row["column"]] = row["value"]
    return Decisions(
        fixes=fixes,
        kinds=_by(folder / "listing_kinds.csv", "id"),
        serves={key: row["serves"] for key, row in _by(folder / "listing_serves.csv", "id").items()},
        notes={key: row["note"] for key, row in _by(folder / "listing_notes.csv", "written").items()},
        sources={key: row["source"] for key, row in _by(folder / "listing_sources.csv", "written").items()},
        pages=_by(folder / "listing_pages.csv", "source_url"),
        pairs=_rows(folder / "listing_pairs.csv"),
    )


def _id(written: str) -> str:
    return written.partition(";")[0]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def _by(path: Path, column: str) -> dict[str, Row]:
    rows = _rows(path)
    found = {row[column]: row for row in rows}
    if len(found) < len(rows):
        raise ValueError(f"{path.name} has a {column} twice.")
    return found
