"""Spell names, streets, cities, and phones as they stand on the door.

The sources write in capitals, or capitalize each word ("Chi St Lukes", "Po Box"), and cut names at 50 characters. What no rule
can know is in listing_fixes.csv.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

WORDS = Path(__file__).with_name("listing_words.csv")
with WORDS.open(encoding="utf-8", newline="") as file:
    #: Words by their small letters: initials, names with capitals inside, abbreviations in full, and lost apostrophes.
    SPELLED = {row["word"]: row["spelled"] for row in csv.DictReader(file)}
#: Written small unless they begin a name.
SMALL = frozenset("a an and at by for in of on the to with".split())
#: Words of fewer capitals are initials.
SHORTEST_SHOUT = 5
#: The legal form of a company is not on its door.
LEGAL_FORM = re.compile(
    r"(,|\s)+(inc|incorporated|llc|l\.l\.c|llp|lp|ltd|pllc|plc|p\.?\s?l\.?\s?c|pc|p\.c|p\.?a|ps|corp|corporation|co)\.?,?$",
    re.IGNORECASE,
)
CRITICAL_ACCESS = re.compile(r"\s*-?\s*\bcah$", re.IGNORECASE)
ARTICLE_LAST = re.compile(r"^(.*\S)\s*,\s*the$", re.IGNORECASE)
#: Saints whose hospitals are theirs ("St Lukes Hospital"), except St. Bernards, which has no apostrophe.
SAINTS = (
    "Alexius Anthony Catherine Christopher Cloud David Dominic Elizabeth Gabriel John Joseph Luke Mark Mary Michael".split()
)
SAINT_OF = re.compile(rf"\bSt\. ({'|'.join(SAINTS)})s\b")
#: Cities and counties that lost the apostrophe for good.
NO_APOSTROPHE = re.compile(r"\b(St\. \w+)'s (County|Parish)\b")
DIRECTIONS = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW"})
PO_BOX = re.compile(r"\b(?:p\.?\s?o\.?\s*box|post office box)\b", re.IGNORECASE)
#: What is on an envelope and not on a building: boxes, mail stops, and slots, after a street.
MAIL_ONLY = re.compile(
    r"[\s,&-]+(?:PO Box\b.*|Box [\w-]+|Mail (?:Slot|Code|Stop) \w+|Slot \w+|Ms[ :]*\d+|Spc \w+)$", re.IGNORECASE
)
STREET_WORDS = {"us": "US", "fm": "FM", "ste": "Ste", "trl": "Trl", "st": "St", "ky": "KY", "nc": "NC"}


def spaced(text: str) -> str:
    """Single spaces, none before a comma, one after it."""
    return re.sub(r"\s*,(?=\D)\s*", ", ", re.sub(r"\s+", " ", text)).strip(" ,")


def name(written: str) -> str:
    """The name of an organization or a location."""
    text = spaced(written)
    if last := ARTICLE_LAST.match(text):
        text = f"The {last[1]}"
    text = CRITICAL_ACCESS.sub("", text)
    while (shorter := LEGAL_FORM.sub("", text)) != text:
        text = shorter
    words = [_word(word, first) for first, word in _with_first(text)]
    text = re.sub(r"(?<!-)\b([A-Z]) (?=[A-Z][a-z])", r"\1. ", " ".join(words))
    text = re.sub(r"\bSt (?=[A-Z])", "St. ", text)
    text = NO_APOSTROPHE.sub(r"\1s \2", SAINT_OF.sub(r"St. \1's", text))
    text = re.sub(r"\s*/\s+|\s+/\s*", " / ", text)
    return re.sub(r"(?<=\w)- | -(?=[A-Z])| -- ", " - ", text)


def street(written: str) -> str:
    """Number and street, without what only a letter needs."""
    text = spaced(PO_BOX.sub("PO Box", spaced(written)))
    text = re.sub(r"^#\s?(\d)", r"\1", text)
    text = re.sub(r"\bU ?\.? ?S ?\.? (?=Highway|Hwy|Route)", "US ", text, flags=re.IGNORECASE)
    text = re.sub(r"^(\d+) ?- ?(\d+)\b", r"\1-\2", text)
    text = re.sub(r"^PO Box \d+\s?[,/]\s?(?=\d)", "", text)
    if not text.startswith("PO Box"):
        text = MAIL_ONLY.sub("", text)
    text = re.sub(r"\b([NS]) ([EW])\b", r"\1\2", text)
    text = re.sub(r", (\d+)$", r", Suite \1", text)
    return " ".join(_street_word(word) for word in text.split(" "))


def city(written: str) -> str:
    """The name of a city, with its saint written short."""
    text = re.sub(r"\b(?:Saint|St) (?=[A-Z])", "St. ", spaced(written))
    text = re.sub(r"^(N|S|E|W)\. ", lambda side: {"N": "North", "S": "South", "E": "East", "W": "West"}[side[1]] + " ", text)
    return " ".join(_scottish(word) for word in text.split(" "))


def _with_first(text: str) -> list[tuple[bool, str]]:
    """Each word, and whether it begins the name or a part of it."""
    words = text.split(" ")
    return [(at == 0 or words[at - 1] in ("-", "--", "/", "&"), word) for at, word in enumerate(words)]


def _word(word: str, first: bool) -> str:
    if word.lower() in SPELLED:
        return SPELLED[word.lower()]
    parts = re.split(r"([-/(&])", word)
    return "".join(part if part in "-/(&" else _part(part, first or at > 0) for at, part in enumerate(parts))


def _part(word: str, first: bool) -> str:
    core = word.rstrip(".,)")
    end = word[len(core) :]
    if core.lower() in SPELLED:
        return SPELLED[core.lower()] + end
    if core.lower() in SMALL and not end.startswith("."):
        return (core.capitalize() if first else core.lower()) + end
    if len(core) >= SHORTEST_SHOUT and core.isupper():
        word = core.capitalize() + end
    word = re.sub(r"^(SW|NE|SE|NW|MUS)(?=[a-z])", lambda start: start[0].capitalize(), word)
    word = re.sub(r"'S\b", "'s", re.sub(r"^(O')([a-z])", lambda o: o[1] + o[2].upper(), word))
    return _scottish(word)


def _scottish(word: str) -> str:
    return re.sub(r"^(Mc)([a-z])", lambda mc: mc[1] + mc[2].upper(), word)


def _street_word(word: str) -> str:
    core = word.rstrip(".,")
    end = word[len(core) :]
    if core.upper() in DIRECTIONS:
        return core.upper() + end
    if re.fullmatch(r"\d+[a-z]", core):
        return core.upper() + end
    if core.lower() in STREET_WORDS:
        return STREET_WORDS[core.lower()] + end
    if core.lower() in SPELLED:
        return SPELLED[core.lower()] + end
    if re.fullmatch(r"\d+(ST|ND|RD|TH)", core, re.IGNORECASE):
        return core.lower() + end
    if len(core) >= SHORTEST_SHOUT and core.isupper() and core.isalpha():
        core = core.capitalize()
    core = re.sub(r"^(SW|NE|SE|NW)(?=[a-z])", lambda start: start[0].capitalize(), core)
    return _scottish(core) + end


def phone(written: str) -> str:
    """A phone of ten digits as 406-555-0123, with its extension; otherwise nothing."""
    number, _, extension = written.lower().partition("x")
    digits = re.sub(r"\D", "", number)[-10:]
    if len(digits) < 10:
        return ""
    plain = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{plain} ext. {re.sub(r'[^0-9]', '', extension)}" if re.search(r"\d", extension) else plain
