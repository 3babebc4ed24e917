"""What a report was made from: enough to make it again, and to see what has changed since."""

import hashlib
from typing import Any

from finder import __version__
from finder.questions.base import AnyQuestion, Result

PROGRAM = "Infusion Access Finder"
# What a CSV file writes for a parameter that was not asked, and for an HSD file that was not used.
NONE = "none"
# Parameters of the question stand in a CSV file under this prefix: `state` may be a column of the table too.
ASKED = "asked_"
# Columns that stand on every row of a CSV file, besides the parameters of the question.
TRACE = ("version", "question", "table", "method", "directory", "hsd", "data", "computed_on", "people_of")
_DIGITS = 16


def manifest(question: AnyQuestion, result: Result, table: str, form: str) -> dict[str, Any]:
    """The question with its parameters, the way of measuring travel, and fingerprints of all inputs of a report.

    `table` is a table of the question, or REPORT for the whole; `form` is the format of the file.
    """
    context = result.context
    hsd = context.hsd
    return {
        "program": PROGRAM,
        "version": __version__,
        "question": question.id,
        "table": table,
        "format": form,
        "asked": question.parameters(result.query),
        "method": result.method.id,
        "computed_on": result.query.on.isoformat(),
        "directory": {"label": context.directory.label, "fingerprint": context.directory.fingerprint},
        "data": _data(question, result, drawn=form in ("geojson", "pdf")),
        "hsd": {"label": hsd.label, "fingerprint": _short(hsd.fingerprint)} if hsd else None,
        "people_of": context.reference.vintages["people"].as_of,
    }


def _data(question: AnyQuestion, result: Result, drawn: bool) -> dict[str, str]:
    """Fingerprints of the reference tables that were used, by name."""
    roads = () if result.method.id == "straight" else ("roads.npz",)
    names = (*question.uses, *roads, *(("boundaries.npz",) if drawn else ()))
    return {name: _short(result.context.reference.fingerprint(name)) for name in names}


def _short(fingerprint: str) -> str:
    """As much of a SHA-256 as tells files apart; with a word in front, no spreadsheet takes it for a number."""
    return f"sha256:{fingerprint[:_DIGITS]}"


def trace(question: AnyQuestion, result: Result, table: str) -> dict[str, str]:
    """The manifest as flat columns, which stand on every row of a CSV file: one that was sorted or cut still has it.

    `data` is one fingerprint over those of all tables.
    """
    said = manifest(question, result, table, "csv")
    tables = " ".join(f"{name}={value}" for name, value in said["data"].items())
    return {
        "version": said["version"],
        "question": said["question"],
        "table": table,
        **{f"{ASKED}{name}": value or NONE for name, value in said["asked"].items()},
        "method": said["method"],
        "directory": said["directory"]["fingerprint"],
        "hsd": said["hsd"]["fingerprint"] if said["hsd"] else NONE,
        "data": _short(hashlib.sha256(tables.encode()).hexdigest()),
        "computed_on": said["computed_on"],
        "people_of": said["people_of"],
    }


def flat_manifest(said: dict[str, Any]) -> dict[str, str]:
    """A manifest as pairs of text, what is nested under names with a dot; null is excluded."""
    pairs: dict[str, str] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            pairs |= {f"{key}.{inner}": str(v) for inner, v in value.items() if v is not None}
        elif value is not None:
            pairs[key] = str(value)
    return pairs
