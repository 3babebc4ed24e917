"""A ZIP code as lists and spreadsheets write it."""

import re

_PLAIN = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
_SHORT = re.compile(r"'?(\d{3,5})(?:\.0*)?(?:[ \-\u2010-\u2015]+\d{0,4})?", re.ASCII)
_WITH_FOUR = re.compile(r"'?(\d{7,9})(?:\.0*)?", re.ASCII)
_FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)}
_WITH_COMMA = re.compile(r"(\d{1,2}),(\d{3})(?:\.0*)?", re.ASCII)


def read_zip(written: str) -> str:
    """The five digits of a ZIP or ZIP+4 code, repaired: "59718.0", "2139", "59,718", "597180001", and "9010001".

    A spreadsheet takes a code for a number: it drops leading zeros, of which no code has more than two, and adds a decimal
    point. Empty if it is none.
    """
    if plain := _PLAIN.fullmatch(written):
        return plain[1]
    digits = written.translate(_FULL_WIDTH)
    if short := _SHORT.fullmatch(digits):
        return short[1].zfill(5)
    if long := _WITH_FOUR.fullmatch(digits):
        return long[1].zfill(9)[:5]
    return "".join(comma.groups()).zfill(5) if (comma := _WITH_COMMA.fullmatch(digits)) else ""


def is_plain(written: str) -> bool:
    """Whether a code is written as it should be, in five digits or as ZIP+4."""
    return bool(_PLAIN.fullmatch(written))
