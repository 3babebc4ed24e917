"""The identifiers that a list may have, each in one form; only these kinds count, because others differ from list to list."""

import re

# The heading of a column, without marks -> the kind of identifier.
COLUMNS = {
    "npi": "NPI", "nationalprovideridentifier": "NPI", "ccn": "CCN", "cmscertificationnumber": "CCN", "medicareccn": "CCN",
    "340bid": "340B ID", "340b": "340B ID", "opaid": "340B ID", "dea": "DEA number", "deanumber": "DEA number",
    "ncpdp": "NCPDP ID", "ncpdpid": "NCPDP ID", "clia": "CLIA number", "clianumber": "CLIA number",
}  # fmt: skip
_NONE = {"", "0", "na", "none", "null", "nan", "unknown", "unavail", "notavailable", "x"}
_LENGTHS = {"NPI": 10, "CCN": 6}


def kind_of(column: str) -> str:
    """The kind of identifier that a column holds, by its heading; empty for any other column."""
    return COLUMNS.get(re.sub(r"[^a-z0-9]", "", column.lower()), "")


def identifier(kind: str, written: str) -> str:
    """An identifier in one form; empty if it is none. A CCN gets back the leading zeros that a spreadsheet dropped."""
    value = re.sub(r"[^0-9A-Z]", "", re.sub(r"\.0+$", "", written.strip()).upper())
    if value.lower() in _NONE or not value.strip("0"):
        return ""
    length = _LENGTHS.get(kind, 0)
    if kind == "CCN" and value.isdigit():
        value = value.zfill(length)
    return value if not length or len(value) == length else ""
