"""A record with its keys, and how two of them compare in place, phone, and identifiers."""

import re
from dataclasses import dataclass
from typing import Literal

from finder.directory.matching.address import AddressKey, address_key
from finder.directory.matching.address_words import TYPES
from finder.directory.matching.model import Record
from finder.directory.matching.name import NameKey, name_key
from finder.directory.matching.street_text import ascii_lower
from finder.domain.names import spelled_out
from finder.domain.states import STATE_NAMES, state_code
from finder.domain.zip_code import read_zip

# "zip": the same ZIP code; "city": the same city; "other_zip": the same city, by two ZIP codes; "near": ZIP codes with the same
# first three digits, and not two cities; "other_city": the same, in two cities; "unknown": one says nothing of where it is;
# "other": elsewhere.
Places = Literal["zip", "city", "other_zip", "near", "other_city", "unknown", "other"]

TOLL_FREE = ("800", "822", "833", "844", "855", "866", "877", "888")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record and its keys."""

    record: Record
    address: AddressKey
    name: NameKey
    city: str
    state: str
    zip: str
    phone: str


def prepare(record: Record) -> Prepared:
    """Work out the keys of a record once."""
    address = address_key(record.street, record.city)
    city = record.city or address.city
    state = state_code(record.state) or record.state.strip().upper()
    return Prepared(
        record,
        address,
        name_key(_whole_name(record), f"{city} {STATE_NAMES.get(state, '')}"),
        spelled_out(city),
        state,
        zip5(record.zip) or address.zip,
        phone_key(record.phone),
    )


def _whole_name(record: Record) -> str:
    """The name, with what stands in the street's cell where that is no street: some lists write another name there."""
    is_name = len(record.street.split()) > 1 and not re.search(r"\d|\bbox\b", record.street.lower())
    return f"{record.name} dba {record.street}" if is_name and not _ends_as_street(record.street) else record.name


def _ends_as_street(street: str) -> bool:
    return any(word in TYPES for word in ascii_lower(street).replace(".", "").split())


def zip5(written: str) -> str:
    """The five digits of a ZIP or ZIP+4 code, repaired where a spreadsheet damaged it; empty if it is none."""
    code = read_zip(written.strip())
    return code if code.strip("0") else ""


def phone_key(written: str) -> str:
    """Ten digits, or seven without an area code. Empty for a toll-free number, which belongs to a company, not a door."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:x|ext)", re.sub(r"\.0+$", "", written))[0])
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(digits) not in (7, 10) or len(set(digits[-7:])) < 2 or (len(digits) == 10 and digits.startswith(TOLL_FREE)):
        return ""
    return digits


def same_phone(a: Prepared, b: Prepared) -> bool:
    """Whether both have one number; where one has no area code, the rest decides."""
    if not (a.phone and b.phone):
        return False
    digits = min(len(a.phone), len(b.phone))
    return a.phone[-digits:] == b.phone[-digits:]


def compare_places(a: Prepared, b: Prepared) -> Places:
    """How the towns of two records compare."""
    if a.state and b.state and a.state != b.state:
        return "other"
    if a.zip and a.zip == b.zip:
        return "zip"
    if a.city and a.city == b.city:
        return "other_zip" if a.zip and b.zip else "city"
    if not ((a.zip and b.zip) or (a.city and b.city)):
        return "unknown"
    if a.zip and b.zip and a.zip[:3] != b.zip[:3]:
        return "other"
    two_cities = bool(a.city and b.city)
    if not (a.zip and b.zip):
        return "other"
    return "other_city" if two_cities else "near"


def equal_identifiers(a: Prepared, b: Prepared) -> list[tuple[str, str]]:
    """The kinds of identifiers that agree, with their value."""
    mine, theirs = a.record.identifiers, b.record.identifiers
    return [(kind, value) for kind, value in sorted(mine.items()) if theirs.get(kind) == value]


def identifiers_differ(a: Prepared, b: Prepared) -> list[str]:
    """The kinds of identifiers that both have, and that disagree."""
    mine, theirs = a.record.identifiers, b.record.identifiers
    return [kind for kind, value in sorted(mine.items()) if theirs.get(kind, value) != value]
