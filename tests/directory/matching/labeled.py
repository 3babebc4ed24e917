"""Pairs of rows that others labeled, from the test data: hospitals by their CCN, and early childhood sites of Chicago."""

import csv
import hashlib
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from finder.directory.matching.model import Match, Record, Verdict

Pair = tuple[str, str]
# By hash of the state: the rules were made on one half of the states, and measured on the other.
HALVES = ("made on", "held out")


def half_of(state: str) -> str:
    """The half of the hospital pairs that a state is in."""
    return HALVES[hashlib.sha256(state.encode()).digest()[-1] % 2]


def hospitals(folder: Path, half: str = "") -> tuple[list[Record], list[Record], set[Pair]]:
    """Both lists of hospitals and the true pairs; the label in their ids is no identifier, so rules cannot see it."""
    rows = [r for r in read(folder / "hospital_pairs_by_ccn.csv") if not half or half_of(r["a_state"]) == half]
    left = {r["a_id"]: _record(r, "a_", r["a_id"]) for r in rows}
    right = {r["b_ccn"]: _record(r, "b_", r["b_ccn"]) for r in rows}
    return list(left.values()), list(right.values()), {(r["a_id"], r["b_ccn"]) for r in rows if r["label"] == "same"}


def chicago(folder: Path, city: str = "", state: str = "") -> tuple[list[Record], set[Pair]]:
    """The sites of Chicago and the true pairs. The list itself has no column for the city."""
    rows = read(folder / "chicago_sites_true_ids.csv")
    records = [Record(r["Id"], " ".join(r["Site name"].split()), r["Address"], city, state, r["Zip"], r["Phone"]) for r in rows]
    entities: dict[str, list[str]] = {}
    for r in rows:
        entities.setdefault(r["True Id"], []).append(r["Id"])
    return records, {pair for ids in entities.values() for pair in combinations(sorted(ids), 2)}


def found(matches: Iterable[Match], verdict: Verdict) -> set[Pair]:
    """The pairs of one verdict."""
    return {(m.left, m.right) for m in matches if m.verdict == verdict}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _record(row: dict[str, str], side: str, key: str) -> Record:
    columns = ("name", "street", "city", "state", "zip", "phone")
    return Record(key, *(row.get(side + column, "") for column in columns))  # type: ignore[arg-type]
