"""Make one row of centers.csv from each place: its facts in the words and the form of the directory."""

from __future__ import annotations

import re
from collections.abc import Mapping

import listing_text as spell
from listing_inputs import Decisions, Facts, Row

COLUMNS = tuple(
    "id name kind operator street city state zip lat lon phone website hours chairs new_patients wheelchair languages payment "
    "serves open_from open_until npi ccn source source_url checked_on note".split()
)
SOURCE_OF_DEPARTMENTS = "HRSA 340B OPAIS"
NOT_CONFIRMED = "No source says that this hospital gives infusions. Call first."
ASK_CHAIRS = "May send nurses to homes and have no chairs. Ask."
ASK_ADDRESS = "Ask for the address."
HOSPITAL_PHONE = "The phone is the hospital's."
#: Facts of the starter directory that stay: its streets and ZIP codes are those of the door, and CMS has those of the mail.
OF_STARTER = ("name", "operator", "street", "city", "zip", "phone", "website", "chairs")
#: Sides of a street, which one source writes and the other does not.
SIDES = ("n", "s", "e", "w", "north", "south", "east", "west")
#: As they stand in the listings.
AS_WRITTEN = ("state", "website", "hours", "chairs", "new_patients", "wheelchair", "languages", "payment", "npi", "checked_on")


def centers(facts: Facts, decisions: Decisions) -> dict[str, Row]:
    """One row for each place, by id, in the order of the places."""
    return {place["id"]: _center(place, facts, decisions) for place in facts.places}


def _center(place: Row, facts: Facts, decisions: Decisions) -> Row:
    starter = facts.starter.get(place["id"], {})
    known = place | {column: starter[column] for column in OF_STARTER if starter.get(column)}
    row = dict.fromkeys(COLUMNS, "") | {column: known[column] for column in AS_WRITTEN}
    by_hand = bool(starter)
    row |= {
        "id": place["id"],
        "name": spell.spaced(known["name"]) if by_hand else spell.name(known["name"]),
        "operator": _operator(known, by_hand),
        "street": spell.street(known["street"]),
        "city": spell.city(known["city"]),
        "zip": known["zip"],
        "phone": spell.phone(known["phone"]),
        "ccn": _ccns(known["ccn"]),
        "source": decisions.sources[place["source"]],
        "source_url": _source_url(place),
        "note": decisions.notes[place["note"]] if place["note"] else "",
    }
    row |= _kind(place, decisions)
    row["serves"] = decisions.serves.get(place["id"], "")
    row |= _from_hospital(row, facts.hospitals)
    row |= decisions.fixes.get(place["id"], {})
    if row["operator"] == row["name"]:
        row["operator"] = ""
    if not row["street"] and "Ask for the" not in row["note"] and "Ask which" not in row["note"]:
        row["note"] = _with(row["note"], ASK_ADDRESS)
    return row


def _operator(known: Row, by_hand: bool) -> str:
    return spell.spaced(known["operator"]) if by_hand else spell.name(known["operator"])


def _ccns(written: str) -> str:
    return ";".join(ccn.zfill(6) for ccn in written.split(";") if ccn)


def _source_url(place: Row) -> str:
    """The page that was read or, where the price list is a source, the page that holds it. A file of prices is not a page."""
    if "price list" in place["source"] or place["source_url"].endswith(".csv"):
        return place["price_list_page"]
    return place["source_url"]


def _kind(place: Row, decisions: Decisions) -> Row:
    decided = decisions.kinds.get(place["id"])
    if decided is None:
        return {"kind": place["kind"]}
    ask = {"note": _with(decisions.notes.get(place["note"], ""), ASK_CHAIRS)} if decided["chairs"] == "ask" else {}
    return {"kind": decided["kind"], **ask}


def _with(note: str, sentence: str) -> str:
    return f"{note} {sentence}".strip()


def _from_hospital(row: Row, hospitals: Mapping[str, Row]) -> Row:
    """What is missing here and CMS has: ZIP code and phone of the same door, or the phone of a department's hospital."""
    hospital = hospitals.get(row["ccn"].partition(";")[0])
    if hospital is None:
        return {}
    department = row["source"] == SOURCE_OF_DEPARTMENTS
    same_door = not department and door(row["street"], row["city"]) == door(hospital["Address"], hospital["City/Town"])
    filled: Row = {}
    if same_door and not row["zip"]:
        filled["zip"] = hospital["ZIP Code"].zfill(5)
    if not row["phone"] and (same_door or department):
        filled["phone"] = spell.phone(hospital["Telephone Number"])
        filled["note"] = _with(row["note"], HOSPITAL_PHONE) if department else row["note"]
    return filled


def door(street: str, city: str) -> tuple[str, str]:
    """The number and first word of a street, and the city: enough to tell whether CMS means the same door of one hospital."""
    words = [
        word
        for word in re.sub(r"[^a-z0-9 ]", "", street.lower()).split()
        if word not in ("n", "s", "e", "w", "north", "south", "east", "west")
    ]
    return " ".join(words[:2]), re.sub(r"[^a-z]", "", city.lower().replace("saint", "st"))
