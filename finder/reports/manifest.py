"""What a report was made from: enough to make it again, and to see what has changed since."""

import hashlib
from typing import Any

from finder import __version__
from finder.questions.coverage.result import CoverageResult
from finder.reference import tables as reference

PROGRAM = "Infusion Access Finder"
# Tables behind every answer of coverage; roads and outlines are there only if they were used.
_ALWAYS = ("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "standards.toml", "therapies.toml")
_DIGITS = 16
# Columns that stand on every row of a CSV file: a file that was sorted or cut still says what it is from.
TRACE = (
    *("version", "table", "standard", "therapy", "evidence", "mobile", "where", "method", "directory", "hsd", "data"),
    *("computed_on", "people_of"),
)
NATION, ANY, NONE = "US", "any", "none"


def manifest(result: CoverageResult, table: str, form: str) -> dict[str, Any]:
    """Parameters, and fingerprints of all inputs, of a report of one table (see `finder.reports.tables`) in one format."""
    query, hsd = result.query, result.hsd
    return {
        "program": PROGRAM,
        "version": __version__,
        "table": table,
        "format": form,
        "standard": result.standard.id,
        "therapy": query.therapy,
        "evidence": query.evidence,
        "mobile": query.mobile,
        "state": query.state,
        "method": result.method.id,
        "computed_on": query.on.isoformat(),
        "directory": {"label": result.directory.label, "fingerprint": result.directory.fingerprint},
        "data": _data(result, drawn=form in ("geojson", "pdf")),
        "hsd": {"label": hsd.label, "fingerprint": _short(hsd.fingerprint)} if hsd else None,
    }


def _data(result: CoverageResult, drawn: bool) -> dict[str, str]:
    """Fingerprints of the reference tables that were used, by name."""
    roads = () if result.method.id == "straight" else ("roads.npz",)
    names = (*_ALWAYS, *roads, *(("boundaries.npz",) if drawn else ()))
    return {name: _short(reference.fingerprint(name)) for name in names}


def _short(fingerprint: str) -> str:
    """So much of a SHA-256 as tells files apart; with a word in front no spreadsheet takes it for a number."""
    return f"sha256:{fingerprint[:_DIGITS]}"


def trace(result: CoverageResult, table: str) -> dict[str, str]:
    """The manifest as flat columns, in the order of TRACE. `data` is one fingerprint over those of all tables."""
    said = manifest(result, table, "csv")
    tables = " ".join(f"{name}={value}" for name, value in said["data"].items())
    return {
        "version": said["version"],
        "table": table,
        "standard": said["standard"],
        "therapy": said["therapy"] or ANY,
        "evidence": said["evidence"],
        "mobile": said["mobile"],
        "where": said["state"] or NATION,
        "method": said["method"],
        "directory": said["directory"]["fingerprint"],
        "hsd": said["hsd"]["fingerprint"] if said["hsd"] else NONE,
        "data": _short(hashlib.sha256(tables.encode()).hexdigest()),
        "computed_on": said["computed_on"],
        "people_of": "ACS 2018-22",
    }


def flat_manifest(said: dict[str, Any]) -> dict[str, str]:
    """A manifest as pairs of text, what is nested under names with a dot; null is left out."""
    pairs: dict[str, str] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            pairs |= {f"{key}.{inner}": str(v) for inner, v in value.items()}
        elif value is not None:
            pairs[key] = str(value)
    return pairs
