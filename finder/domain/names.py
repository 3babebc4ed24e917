"""One form of names, so that two spellings of the same name are equal."""

import re
import unicodedata

_SHORT_FORMS = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "spgs": "springs", "hts": "heights",
    "bch": "beach", "jct": "junction", "hls": "hills", "pt": "point", "vly": "valley", "fls": "falls",
}  # fmt: skip
_DIRECTIONS = {"n": "north", "no": "north", "s": "south", "so": "south", "e": "east", "w": "west"}


def plain(name: str) -> str:
    """Return lower-case ASCII words without accents or punctuation: "Cañon City" -> "canon city", "D.C." -> "dc"."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    written = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    # "St.Louis" is two words, and "D.C." is one.
    written = re.sub(r"['.`]", "", re.sub(r"(?<=[a-z]{2})\.", " ", written))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", written).split())


def spelled_out(name: str) -> str:
    """Return the plain name with common short forms spelled out: "W. St. Paul" -> "west saint paul"."""
    words = [_SHORT_FORMS.get(word, word) for word in plain(name).split()]
    if len(words) > 1:
        words[0] = _DIRECTIONS.get(words[0], words[0])
    return " ".join(words)
