"""Find the places that stand twice, and make one center of each group, with the best facts of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from listing_centers import ASK_ADDRESS, NOT_CONFIRMED
from listing_inputs import Row

from finder.directory.matching.matching import match_within
from finder.directory.matching.model import Record

MERGE_COLUMNS = tuple("kept_id merged_id kept_name merged_name kept_street merged_street city state why".split())
#: Ids that the directory had before come first: they are in links and in people's files.
RANK = ("S-", "K-", "H-", "D-", "N-")
#: What is compared, beside the identifiers.
MATCHED = ("id", "name", "street", "city", "state", "zip", "phone")
#: Joined; all other facts are those of the first row of a group that has them.
JOINED = ("npi", "ccn", "source")


@dataclass(frozen=True)
class Merge:
    """One place that became part of another."""

    kept: str
    merged: str
    why: str


def merges(places: Mapping[str, Row], pairs: Iterable[Row]) -> dict[str, Merge]:
    """Which place becomes part of which, by the id of the first: those that the rules of `finder match` are sure of, and those
    decided by hand.

    Raises ValueError for a decision about an unknown place, a pair that nobody decided, or a place that is merged twice.
    """
    decided = {frozenset((pair["left"], pair["right"])): pair for pair in pairs}
    if unknown := set().union(*decided) - set(places):
        raise ValueError(f"listing_pairs.csv names {', '.join(sorted(unknown))}, which is not a place.")
    same = dict(decided)
    undecided = []
    for match in match_within([_record(row) for row in places.values()]).matches:
        pair = frozenset((match.left, match.right))
        if pair not in decided and match.verdict == "same":
            why = ", ".join(reason.code for reason in match.why)
            same[pair] = {"verdict": "same", "why": f"the rules of finder match: {why}"}
        elif pair not in decided:
            undecided.append(f"{match.left} and {match.right}")
    if undecided:
        raise ValueError(f"Decide in listing_pairs.csv: {'; '.join(sorted(undecided))}.")
    return _by_merged(places, same)


def _record(row: Row) -> Record:
    identifiers = {kind: row[kind] for kind in ("ccn", "npi") if row[kind]}
    return Record(**{column: row[column] for column in MATCHED}, identifiers=identifiers)


def _by_merged(places: Mapping[str, Row], pairs: Mapping[frozenset[str], Row]) -> dict[str, Merge]:
    order = {place: (RANK.index(place[:2]), at) for at, place in enumerate(places)}
    found: dict[str, Merge] = {}
    for pair, row in pairs.items():
        if row["verdict"] == "same":
            kept, merged = sorted(pair, key=order.__getitem__)
            if merged in found:
                raise ValueError(f"{merged} is merged twice.")
            found[merged] = Merge(kept, merged, row["why"])
    if twice := {merge.kept for merge in found.values()} & set(found):
        raise ValueError(f"{', '.join(sorted(twice))}: merged, and kept, too.")
    return found


def merged_centers(centers: Mapping[str, Row], found: Mapping[str, Merge]) -> dict[str, Row]:
    """The centers that are left, by id, in the same order."""
    left = {key: dict(row) for key, row in centers.items() if key not in found}
    for merge in found.values():
        left[merge.kept] = _joined(left[merge.kept], centers[merge.merged])
    return left


def _joined(kept: Row, merged: Row) -> Row:
    row = {column: value or merged[column] for column, value in kept.items()}
    for column in JOINED:
        separator = "; " if column == "source" else ";"
        row[column] = separator.join(dict.fromkeys(_parts(kept[column]) + _parts(merged[column])))
    if kept["source_url"]:  # Its date is the date of its page.
        row["checked_on"] = kept["checked_on"]
    row["serves"] = kept["serves"]  # What a part of a location does not treat, another part may.
    row["note"] = _note(kept, merged, row)
    return row


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _note(kept: Row, merged: Row, row: Row) -> str:
    """The notes of both, without what the other row answers."""
    note = kept["note"].replace(NOT_CONFIRMED, "")
    if row["street"] and not kept["street"]:
        note = note.replace(ASK_ADDRESS, "")
    return note.strip() or merged["note"].replace(NOT_CONFIRMED, "").replace(ASK_ADDRESS, "").strip()


def merge_table(centers: Mapping[str, Row], left: Mapping[str, Row], found: Mapping[str, Merge]) -> list[Row]:
    """One row for each place that was merged, for people to look through."""
    table = []
    for merge in sorted(found.values(), key=lambda one: (left[one.kept]["state"], one.kept, one.merged)):
        kept, merged = centers[merge.kept], centers[merge.merged]
        table.append(
            {
                "kept_id": merge.kept,
                "merged_id": merge.merged,
                "kept_name": kept["name"],
                "merged_name": merged["name"],
                "kept_street": kept["street"],
                "merged_street": merged["street"],
                "city": left[merge.kept]["city"],
                "state": left[merge.kept]["state"],
                "why": merge.why,
            }
        )
    return table
