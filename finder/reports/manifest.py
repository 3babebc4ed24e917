"""The manifest: what a report was made from, so that it can be made again and changes since then can be named."""

import hashlib
from collections.abc import Mapping
from typing import Any

from finder import __version__
from finder.questions.base import AnyQuestion, Result

PROGRAM = "Infusion Access Finder"
# How a CSV file writes a parameter that was not asked, and an HSD file that was not used.
NONE = "none"
# Parameters of the question have this prefix in a CSV file, because the table may have a column of the same name (`state`).
ASKED = "asked_"
# Columns on every row of a CSV file, besides the parameters of the question.
TRACE = ("version", "question", "table", "method", "minutes", "directory", "hsd", "data", "computed_on", "people_of")
# What all minutes of a report are: of driving, as in the rules, without those at the doors, which patients see.
MINUTES = "driving"
# Whose people those of a file of the reader's own are.
OWN_FILE = "your file"
_DIGITS = 16


def manifest(question: AnyQuestion, result: Result, table: str, form: str) -> dict[str, Any]:
    """The question with its parameters, the way of measuring travel, and the fingerprints of all inputs of a report.

    `table` is a table of the question, or REPORT for the whole answer; `form` is the format of the file.
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
        "minutes": MINUTES,
        "computed_on": result.query.on.isoformat(),
        "directory": {"label": context.directory.label, "fingerprint": context.directory.fingerprint},
        "data": _data(question, result, drawn=form in ("geojson", "pdf")),
        "hsd": {"label": hsd.label, "fingerprint": short(hsd.fingerprint)} if hsd else None,
        "people_of": _people_of(question, result),
    }


def _people_of(question: AnyQuestion, result: Result) -> str:
    """The survey that the numbers of people are from, or that they are those of the reader's own file."""
    if question.parameters(result.query).get("people"):
        return OWN_FILE
    return result.context.reference.vintages["people"].as_of


def _data(question: AnyQuestion, result: Result, drawn: bool) -> dict[str, str]:
    """The fingerprints of the reference tables that were used, by name."""
    roads = () if result.method.id == "straight" else ("roads.npz",)
    conditions = ("conditions.toml",) if question.parameters(result.query).get("need") else ()
    names = (*question.uses, *conditions, *roads, *(("boundaries.npz",) if drawn else ()))
    return {name: short(result.context.reference.fingerprint(name)) for name in names}


def short(fingerprint: str) -> str:
    """The start of a SHA-256, enough to tell files apart. The prefix keeps spreadsheets from reading it as a number."""
    return f"sha256:{fingerprint[:_DIGITS]}"


def fingerprint_of_all(data: Mapping[str, str]) -> str:
    """One fingerprint of those of several reference tables, by name."""
    return short(hashlib.sha256(" ".join(f"{name}={value}" for name, value in data.items()).encode()).hexdigest())


def trace(question: AnyQuestion, result: Result, table: str) -> dict[str, str]:
    """The manifest as columns for every row of a CSV file, so that a sorted or filtered file still has it.

    `data` is one fingerprint of those of all reference tables.
    """
    said = manifest(question, result, table, "csv")
    return {
        "version": said["version"],
        "question": said["question"],
        "table": table,
        **{f"{ASKED}{name}": value or NONE for name, value in said["asked"].items()},
        "method": said["method"],
        "minutes": said["minutes"],
        "directory": said["directory"]["fingerprint"],
        "hsd": said["hsd"]["fingerprint"] if said["hsd"] else NONE,
        "data": fingerprint_of_all(said["data"]),
        "computed_on": said["computed_on"],
        "people_of": said["people_of"],
    }


def flat_manifest(said: dict[str, Any]) -> dict[str, str]:
    """A manifest as pairs of text, without nulls; what is nested has a name with a dot."""
    pairs: dict[str, str] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            pairs |= {f"{key}.{inner}": str(v) for inner, v in value.items() if v is not None}
        elif value is not None:
            pairs[key] = str(value)
    return pairs
