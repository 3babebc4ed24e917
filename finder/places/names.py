"""Names of places brought to one form, so that "St. Louis MO" and "Saint Louis, Missouri" meet."""

import re
import unicodedata
from functools import lru_cache

from finder.reference import STATE_NAMES

_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "spgs": "springs", "hts": "heights"}
_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west"}


def plain(name: str) -> str:
    """Lower-case ASCII words without accents or punctuation: "Cañon City" -> "canon city", "D.C." -> "dc"."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['.`]", "", ascii_only.lower())).split())


@lru_cache(maxsize=100_000)
def city_key(name: str) -> str:
    """The form under which a city is kept: plain, with its usual short forms written out."""
    words = plain(name).split()
    words = [_SHORT.get(w, w) for w in words]
    if len(words) > 1:
        words[0] = _DIRECTIONS.get(words[0], words[0])
    return " ".join(words)


STATE_BY_NAME = {plain(name): code for code, name in STATE_NAMES.items()}
STATE_BY_NAME |= {code.lower(): code for code in STATE_NAMES}
STATE_BY_NAME |= {"d c": "DC", "p r": "PR"}


def split_state(words: list[str]) -> tuple[list[str], str]:
    """The words before a state at the end, and the state's code; an empty code if no state stands there."""
    for length in (3, 2, 1):
        code = STATE_BY_NAME.get(" ".join(words[-length:])) if len(words) >= length else None
        if code:
            return words[:-length], code
    return words, ""
