"""What a cell says, however a spreadsheet writes it: leading zeros lost, TRUE for yes, 0.50 for 0.5, US dates."""

import re
from datetime import date, datetime
from typing import Any

from finder.questions.columns import COLUMNS, Kind

_TRUE, _FALSE = {"yes", "true", "1"}, {"no", "false", "0"}
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_CODE_DIGITS = {"specialty_code": 3}


def canonical(column: str, value: Any) -> str:
    """A value as text that is the same for the same content; empty for unknown."""
    if isinstance(value, list):
        return "; ".join(canonical("", v) for v in value)
    kind = COLUMNS[column].kind if column in COLUMNS else _kind(value)
    if value is None or value == "":
        return ""
    if kind == "code":
        return _code(str(value), _CODE_DIGITS.get(column, 5))
    if kind == "yes_no":
        return _yes_no(str(value))
    if kind == "day":
        return _day(value)
    return _lines(str(value)) if kind == "text" else _number(value, kind)


def _kind(value: Any) -> Kind:
    """The kind of a JSON value whose name is not that of a column."""
    if isinstance(value, bool):
        return "yes_no"
    return "people" if isinstance(value, int | float) else "text"


def _code(written: str, digits: int) -> str:
    whole = written.strip().removesuffix(".0")
    return whole.zfill(digits) if whole.isdecimal() else whole


def _yes_no(written: str) -> str:
    word = written.strip().lower()
    return "yes" if word in _TRUE else "no" if word in _FALSE else written


def _day(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    written = str(value).strip()
    if found := _US_DAY.fullmatch(written):
        month, day, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return written[:10]


def _lines(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\r", "\n")


def _number(value: Any, kind: Kind) -> str:
    written = str(value).strip()
    if _DECIMAL_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    try:
        number = round(float(written), 9)
    except ValueError:
        return written
    return f"{number:g}" if kind == "count" else str(number)
