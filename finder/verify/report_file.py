"""A report as it was saved: its manifest, with its rows by section or the text of its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from finder import __version__
from finder.errors import QueryError
from finder.questions.base import AnyQuestion, Query
from finder.questions.registry import QUESTIONS
from finder.reports.list_manifest import CALENDAR, DISTANCES
from finder.reports.manifest import ASKED, NONE, PROGRAM
from finder.reports.render import FORMATS, REPORT, Format
from finder.text import Text, text

_VERSION = re.compile(r"\d{1,5}\.\d{1,5}\.\d{1,5}", re.ASCII)

ADVICE = text("Give a report as this program wrote it.")

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows as text by column, the columns that tell them apart, and the number of the first row (2 under a header)."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a report was made from. `data` has a fingerprint for each reference table, or one for all."""

    version: str
    question: AnyQuestion
    table: str
    form: Format
    query: Query
    method: str
    directory: str
    data: Mapping[str, str]
    hsd: str | None
    hsd_label: str


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a file holds: sections by name or, for a PDF, the text of its pages."""

    manifest: Manifest
    sections: Mapping[str, Section]
    pages: tuple[str, ...] = ()


def refused(what: Text, advice: Text | None = None) -> QueryError:
    """A file that cannot be verified."""
    return QueryError(what, advice or ADVICE)


def no_manifest() -> QueryError:
    """The error for a file that does not say what it was made from."""
    return refused(
        text("This file has no manifest, so it cannot be verified."),
        text(
            "Give a report as this program wrote it. The list of a search has no manifest by design, because a place is health "
            "data."
        ),
    )


def needs_its_list() -> QueryError:
    """The error for a report on a list of the reader's own."""
    return refused(
        text("A report of distances cannot be verified, because the list that it was made from is not in it."),
        text("Run finder distances on the list again, and compare the files."),
    )


def needs_its_stops() -> QueryError:
    """The error for a calendar of mobile units."""
    return refused(
        text("A calendar cannot be verified, because the lists of stops and units that it was made from are not in it."),
        text("Run finder calendar on the lists again, and compare the files."),
    )


def from_manifest(written: Any, form: Format) -> Manifest:
    """Read a manifest in the shape that it has in JSON. Raises QueryError if it has none, or one that makes no sense."""
    if not isinstance(written, dict) or written.get("program") != PROGRAM:
        raise no_manifest()
    if written.get("question") == DISTANCES:
        raise needs_its_list()
    if written.get("question") == CALENDAR:
        raise needs_its_stops()
    hsd = written.get("hsd") or {}
    try:
        version = _version(written["version"])
        question = QUESTIONS[written["question"]]
        return Manifest(
            version=version,
            question=question,
            table=_table(written["table"], question, form),
            form=form,
            query=_query(question, written["asked"], written["computed_on"]),
            method=str(written["method"]),
            directory=str(written["directory"]["fingerprint"]),
            data={str(k): str(v) for k, v in written["data"].items()},
            hsd=hsd.get("fingerprint"),
            hsd_label=str(hsd.get("label", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise refused(text("The manifest of this file is incomplete or damaged.")) from None


def from_trace(trace: Mapping[str, str]) -> Manifest:
    """Read the trace columns of a CSV file."""
    asked = {name.removeprefix(ASKED): _or_none(value) for name, value in trace.items() if name.startswith(ASKED)}
    hsd = _or_none(trace["hsd"])
    nested = {
        **trace,
        "program": PROGRAM,
        "asked": asked,
        "directory": {"fingerprint": trace["directory"]},
        "data": {"data": trace["data"]},
        "hsd": {"fingerprint": hsd} if hsd else None,
    }
    return from_manifest(nested, "csv")


def _or_none(value: str) -> str | None:
    return None if value == NONE else value


def from_pairs(pairs: Mapping[str, str]) -> Manifest:
    """Read the manifest sheet of a workbook, where a name with a dot is nested."""
    nested: dict[str, Any] = {}
    for key, value in pairs.items():
        # Only the first dot nests, because the names of reference tables have a dot, too.
        outer, dot, inner = key.partition(".")
        if dot:
            nested.setdefault(outer, {})[inner] = value
        else:
            nested[key] = value
    return from_manifest(nested, "xlsx")


def _query(question: AnyQuestion, asked: Mapping[str, Any], computed_on: str) -> Query:
    """Make the query. An optional parameter that a file omits was not asked."""
    known: dict[str, str | None] = {name: None if value is None else str(value) for name, value in asked.items()}
    for name in question.optional:
        known.setdefault(name, None)
    query: Query = question.read(known, date.fromisoformat(computed_on))
    return query


def _version(written: Any) -> str:
    """Check the version that made a file: columns and manifests may change with a minor version, but not within one."""
    version = str(written)
    mine = _parts(__version__)
    if not _VERSION.fullmatch(version) or _parts(version)[:2] != mine[:2] or _parts(version) > mine:
        raise refused(
            text(
                "This file was made by version %(version)s; this is version %(mine)s.",
                version=repr(version[:20]),
                mine=__version__,
            ),
            text("Verify it with the version that made it."),
        )
    return version


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _table(written: Any, question: AnyQuestion, form: str) -> str:
    if (written not in question.tables and written != REPORT) or form not in FORMATS:
        raise ValueError(written)
    return str(written)
