"""The cell of a street as plain text, and what is in it beside the street: boxes, mail stops, units, city, state and ZIP."""

import re
import unicodedata
from dataclasses import dataclass

from finder.directory.matching.address_words import CARDINALS, DIRECTIONS, ORDINALS, TYPES, UNITS
from finder.domain.states import STATE_NAMES

STATES = "|".join(STATE_NAMES).lower()
# What is read of a cell: no street is longer, and a cell may hold a megabyte.
_LONGEST = 200
_BOX = re.compile(
    r"\b(?:(?:p ?o|post office|call) ?(?:box|bx|drawer|dr|caja)|apartado|(?<=\w )drawer|(?<=\w )box) ?#? ?[a-z]?-? ?\d*\b"
    r"|\bpo drawer [a-z]\b"
)
_RURAL = re.compile(r"\b(?:rural route|r ?r|h ?c ?r?) ?#? ?(\d+),? box ?#? ?(\w+)")
_MAIL_STOP = re.compile(r"(?<=\w\w )(?:mail ?(?:stop|slot|code|drop)|ms|slot|mc) ?#? ?-?(?=\w*\d)[\w-]+")
_END = re.compile(rf"[ ,]+(?P<state>{STATES})[ ,]+(?P<zip>\d{{5}})(?: ?-? ?\d{{4}})?(?:[ ,]+usa?)?[ ,]*$")
_FLOOR = re.compile(rf"\b(\d+(?:st|nd|rd|th)?|{'|'.join(ORDINALS)}|ground|main|lower|upper) (?:floor|flr|fl)\b")
_UNIT = re.compile(rf"\b({'|'.join(UNITS)}) ?#? ?((?=\w*\d)[\w-]+|[a-z]\b)|# ?([\w-]+)")
_NUMBERED = ("highway", "hwy", "road", "rd")
_TYPE_THEN_NUMBER = re.compile(
    rf"(?<=\w\w )((?:{'|'.join(t for t in TYPES if t not in _NUMBERED)}),?) (\d+[a-z]?(?: (?:{'|'.join(DIRECTIONS)}))?)$"
)
_HALF = re.compile(r"\b\d/\d\b")


@dataclass(frozen=True, slots=True)
class StreetText:
    """Words of the street alone; its units as (kind, number); and the city and ZIP that the cell held, too."""

    words: str
    units: frozenset[tuple[str, str]]
    city: str = ""
    zip: str = ""


def ascii_lower(written: str) -> str:
    """Lower case without accents; marks that are left out of names are gone."""
    plain = unicodedata.normalize("NFKD", written[:_LONGEST]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"['`]", "", plain)


def read_street(written: str, city: str) -> StreetText:
    """Take a street's cell apart; `city` is the row's own city, which some lists write in the street's cell again."""
    line = _clean(written)
    end = _END.search(line)
    line, zip_code = (line[: end.start()], end["zip"]) if end else (line, "")
    line = re.sub(r",(?=[^,]*\bk ?m ?\d)", " ", line.lstrip(" #,"))
    line = _RURAL.sub(r"\2 rural \1", line)
    line = _MAIL_STOP.sub(" ", _BOX.sub(" ", line))
    line, units = _without_units(line)
    parts = [p for part in line.split(",") if (p := " ".join(part.split()))]
    words, named = _street_of(parts, _clean(city), whole=bool(end))
    return StreetText(words, units, named, zip_code)


def _clean(written: str) -> str:
    line = ascii_lower(written).replace("&", " and ").replace("@", " at ").replace("#", " # ")
    line = _HALF.sub(" ", line).replace("/", " and " if re.search(r"\d/\d", line) else " ")
    # A point stays in "Km 11.7" alone, a hyphen between numbers alone: "37-11 74th St".
    line = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", line)
    line = re.sub(r"[;:()\[\]|\n]", ",", line)
    line = re.sub(r"(\d)[ ?]*-[ ?]*(?=\d)", r"\1~", line).replace("-", " ").replace("~", "-")
    line = re.sub(r"[^a-z0-9.,# -]", " ", line)
    line = re.sub(r"\b([ns]) ([ew])\b", r"\1\2", " ".join(line.split()))
    return re.sub(r"\b(\d+) (st|nd|rd|th)\b(?= (?:" + "|".join(TYPES) + r")\b)", r"\1\2", line)


def _without_units(line: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """The line without its suites, buildings and floors, and those."""
    units: set[tuple[str, str]] = set()

    def floor(found: re.Match[str]) -> str:
        units.add(("floor", ORDINALS.get(found[1], re.sub(r"\D+$", "", found[1]) or found[1])))
        return " , "

    def unit(found: re.Match[str]) -> str:
        # In Puerto Rico the house number follows the street: "Calle San Rafael #12".
        if found[3] and not re.match(r"\W*(?:\d|" + "|".join(CARDINALS) + r"\b)", line):
            return f" {found[3]}"
        units.add((UNITS.get(found[1] or "", "room"), (found[2] or found[3]).replace("-", "")))
        return " , "

    def ward(found: re.Match[str]) -> str:
        units.add(("room", found[2].replace(" ", "")))
        return found[1]

    line = _UNIT.sub(unit, _FLOOR.sub(floor, line))
    return _TYPE_THEN_NUMBER.sub(ward, line.strip(" ,")), frozenset(units)


def _street_of(parts: list[str], city: str, whole: bool) -> tuple[str, str]:
    """The words of the street, and the city that was written with it. `whole` if a state and ZIP ended the cell."""
    start = next((i for i, part in enumerate(parts) if re.search(r"\d", part) or part.split()[0] in CARDINALS), 0)
    parts = parts[start:]
    if len(parts) > 1 and re.fullmatch(r"[\d-]+", parts[0]):
        parts = [" ".join(parts[:2]), *parts[2:]]
    street, rest = (parts[0], parts[1:]) if parts else ("", [])
    if city and street.endswith(f" {city}") and len(street.split()) > len(city.split()) + 2:
        street = street[: -len(city) - 1]
    sides = [part for part in rest if part in DIRECTIONS]
    named = next((part for part in reversed(rest) if part not in DIRECTIONS and not re.search(r"\d", part)), "")
    if whole and not named:
        street, named = _city_behind_type(street)
    return " ".join([street, *sides]), named if whole else ""


def _city_behind_type(street: str) -> tuple[str, str]:
    """Cut "123 main st springfield" behind its last type, unless nothing is left in front of it."""
    words = street.split()
    at = max((i for i, word in enumerate(words) if word in TYPES and i > 1), default=len(words))
    while at + 1 < len(words) and words[at + 1] in DIRECTIONS:
        at += 1
    return " ".join(words[: at + 1]), " ".join(words[at + 1 :])
