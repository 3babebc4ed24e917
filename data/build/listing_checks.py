"""Checks of the built directory that stop the build, and the summary that it prints."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from listing_inputs import Decisions, Facts, Row
from listing_merge import Merge

ZIPS = Path(__file__).resolve().parents[1] / "zips.npz"
KINDS = ("hospital_outpatient", "freestanding", "physician_office", "home_infusion", "pharmacy", "unknown")
SERVES = ("adults", "children", "cancer", "women", "veterans", "tribal", "own_patients")
MEDICARE_NUMBER = re.compile(r"[0-9A-Z]{6}")
#: A note is read by patients.
LONGEST_NOTE = 120


def check(
    facts: Facts, decisions: Decisions, centers: Mapping[str, Row], statements: list[Row], found: Mapping[str, Merge]
) -> None:
    """Raise ValueError with everything that is wrong."""
    wrong = [*_decided(facts, decisions), *_rows_wrong(centers.values()), *_statements_wrong(centers, statements)]
    if len(centers) + len(found) != len(facts.places):
        wrong.append(f"{len(facts.places)} places became {len(centers)} centers and {len(found)} merges.")
    wrong += _lost(facts, statements, found)
    if wrong:
        raise ValueError("\n".join(wrong))


def _lost(facts: Facts, statements: list[Row], found: Mapping[str, Merge]) -> Iterable[str]:
    """Statements that are not there anymore, except those that a center had twice after a merge."""
    moved = {merge.merged: merge.kept for merge in found.values()}
    before = Counter((moved.get(row["place_id"], row["place_id"]), row["therapy_id"], row["basis"]) for row in facts.statements)
    after = {(row["center_id"], row["therapy_id"], row["basis"]) for row in statements}
    kept = set(moved.values())
    yield from (f"{' '.join(key)}: lost" for key in before if key not in after)
    yield from (f"{' '.join(key)}: twice" for key, count in before.items() if count > 1 and key[0] not in kept)


def _decided(facts: Facts, decisions: Decisions) -> Iterable[str]:
    """Decisions about places, notes, and pages that are not there."""
    places = {place["id"] for place in facts.places}
    for table, ids in (("fixes", decisions.fixes), ("kinds", decisions.kinds), ("serves", decisions.serves)):
        yield from (f"listing_{table}.csv: {one} is not a place." for one in ids if one not in places)
    written = {place["note"] for place in facts.places}
    yield from (f"listing_notes.csv: no place has the note {note!r}." for note in decisions.notes if note not in written)


def _rows_wrong(centers: Iterable[Row]) -> Iterable[str]:
    with np.load(ZIPS) as zips:
        state_of = dict(zip(zips["zip"].tolist(), zips["state"].tolist(), strict=True))
    for row in centers:
        said = f"{row['id']} {row['name']}: "
        if not (row["name"] and row["city"] and row["source"]):
            yield said + "no name, city, or source"
        if row["zip"] and state_of.get(row["zip"], row["state"]) != row["state"]:
            yield said + f"ZIP code {row['zip']} is in {state_of[row['zip']]}"
        if row["kind"] not in KINDS or not set(filter(None, row["serves"].split(";"))) <= set(SERVES):
            yield said + f"kind {row['kind']}, serves {row['serves']}"
        if any(not MEDICARE_NUMBER.fullmatch(ccn) for ccn in row["ccn"].split(";") if ccn):
            yield said + f"CMS number {row['ccn']}"
        if any(not re.fullmatch(r"\d{10}", npi) for npi in row["npi"].split(";") if npi):
            yield said + f"NPI {row['npi']}"
        if len(row["note"]) > LONGEST_NOTE:
            yield said + f"a note of {len(row['note'])} characters"


def _statements_wrong(centers: Mapping[str, Row], statements: list[Row]) -> Iterable[str]:
    for row in statements:
        if row["center_id"] not in centers:
            yield f"{row['center_id']} {row['therapy_id']}: no such center"
        if not row["source"] or " " in row["source_url"]:
            yield f"{row['center_id']} {row['therapy_id']}: source {row['source']} {row['source_url']}"


def summary(centers: str, statements: str, merges: str) -> str:
    """What was made, so that a change in a source is noticed."""
    rows = _rows(centers)
    said = [row for row in _rows(statements) for _ in row["therapy_id"].split(";")]
    kinds = Counter(row["kind"] for row in rows)
    bases = Counter(row["basis"] for row in said)
    lines = [
        f"centers: {len(rows)}, merged: {len(_rows(merges))}",
        f"kinds: {dict(kinds.most_common())}",
        f"statements: {len(said)}, {dict(bases.most_common())}",
        f"without a phone: {sum(not row['phone'] for row in rows)}, without a ZIP code: {sum(not row['zip'] for row in rows)}",
    ]
    return "\n".join(lines)


def _rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))
