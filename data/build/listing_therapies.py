"""Make the rows of center_therapies.csv: what each source says of one therapy at one center, by its basis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from listing_inputs import Decisions, Facts, Row
from listing_merge import Merge

COLUMNS = tuple("center_id therapy_id evidence basis count speaks_for codes source source_url checked_on".split())
PAID = "HHS Medicaid Provider Spending, 2018 to 2024"
PRICE_LIST = "Hospital price list"
KEY = ("center_id", "therapy_id", "basis")
#: What differs between the therapies that one source names for one center.
LISTS = ("therapy_id", "codes")
#: The order of bases in the file, from what says most to what says least.
BASES = ("page", "paid", "price_list")
#: Therapies of the starter directory that the listings do not hold.
OF_STARTER = ("chemotherapy", "hydration", "antibiotics", "iron", "infliximab")
#: A statement for all locations of an organization.
ALL = "all"


def statements(facts: Facts, decisions: Decisions, found: Mapping[str, Merge]) -> list[Row]:
    """Every statement, those of merged places with the center they became part of."""
    places = {place["id"]: place for place in facts.places}
    listed = (_statement(row, places[row["place_id"]], decisions) for row in facts.statements)
    moved = {merge.merged: merge.kept for merge in found.values()}
    rows = [*_of_starter(facts, decisions), *listed]
    return _united(row | {"center_id": moved.get(row["center_id"], row["center_id"])} for row in rows)


def joined(rows: Iterable[Row]) -> list[Row]:
    """One row for all therapies of which the same is said."""
    joined: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        joined.setdefault(tuple(row[column] for column in COLUMNS if column not in LISTS), []).append(row)
    return [same[0] | {column: _list(row[column] for row in same) for column in LISTS} for same in joined.values()]


def _statement(row: Row, place: Row, decisions: Decisions) -> Row:
    basis = row["basis"]
    page = decisions.pages[row["source_url"]] if basis == "page" else {}
    return {
        "center_id": row["place_id"],
        "therapy_id": row["therapy_id"],
        "evidence": "reported",
        "basis": basis,
        "count": _count(row) if basis == "paid" else "",
        "speaks_for": page.get("speaks_for") or _speaks_for(row, place),
        "codes": row["codes"],
        "source": page.get("source") or {"paid": PAID, "price_list": PRICE_LIST}[basis],
        "source_url": row["source_url"] or (place["price_list_page"] if basis == "price_list" else ""),
        "checked_on": row["said_on"],
    }


def _count(row: Row) -> str:
    if claims := re.fullmatch(r"(\d+) Medicaid claims 2018-2024", row["detail"]):
        return claims[1]
    raise ValueError(f"{row['place_id']} {row['therapy_id']}: {row['detail']!r} is not a number of claims.")


def _speaks_for(row: Row, place: Row) -> str:
    """For how many locations a statement speaks; an organization without a street was paid for all of its locations."""
    if row["detail"] == "company-wide list" or (row["basis"] == "paid" and not place["street"]):
        return ALL
    several = re.fullmatch(r"one list for (\d+) hospitals", row["detail"])
    if several is None and row["detail"] and row["basis"] != "paid":
        raise ValueError(f"{row['place_id']} {row['therapy_id']}: {row['detail']!r} is not understood.")
    return several[1] if several else ""


def _of_starter(facts: Facts, decisions: Decisions) -> Iterable[Row]:
    """The therapies that the starter read on the page of each of its centers."""
    for center in facts.starter.values():
        for therapy in filter(None, center["therapies_listed"].split(";")):
            if therapy not in OF_STARTER:
                continue
            yield {
                "center_id": center["id"],
                "therapy_id": therapy,
                "evidence": "reported",
                "basis": "page",
                "count": "",
                "speaks_for": "",
                "codes": "",
                "source": decisions.pages[center["source_url"]]["source"],
                "source_url": center["source_url"],
                "checked_on": center["source_date"] if len(center["source_date"]) == len("2026-11-30") else "",
            }


def _united(rows: Iterable[Row]) -> list[Row]:
    """One row for each center, therapy, and basis."""
    united: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[column] for column in KEY)
        united[key] = _both(united[key], row) if key in united else row
    return sorted(united.values(), key=lambda row: (row["center_id"], row["therapy_id"], BASES.index(row["basis"])))


def _list(cells: Iterable[str]) -> str:
    """The items of lists, each once, in order."""
    return ";".join(sorted({item for cell in cells for item in cell.split(";") if item}))


def _both(one: Row, other: Row) -> Row:
    """Two statements of one basis: the one that speaks for fewer locations, with the codes of both.

    Claims of two NPIs add up; the same claims under one center twice are one record.
    """
    first = min(one, other, key=_locations)
    count = one["count"]
    if one["basis"] == "paid" and (one["count"], one["codes"]) != (other["count"], other["codes"]):
        count = str(int(one["count"]) + int(other["count"]))
    return first | {"codes": _list((one["codes"], other["codes"])), "count": count}


def _locations(row: Row) -> float:
    """For how many locations a statement speaks."""
    return float("inf") if row["speaks_for"] == ALL else float(row["speaks_for"] or 1)
