"""A report as it was taken away: its manifest, and its rows by section or its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from finder import __version__
from finder.errors import QueryError
from finder.questions.coverage.query import CoverageQuery, EvidenceFilter, MobileFilter
from finder.reports.manifest import ANY, NATION, NONE, PROGRAM
from finder.reports.render import FORMATS, REPORT, Format
from finder.reports.tables import TABLES
from finder.text import text

_VERSION = re.compile(r"\d{1,5}\.\d{1,5}\.\d{1,5}", re.ASCII)

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of a table as text by column, what tells them apart, and what the first row is called (2 under a header)."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Said:
    """A manifest: the question, and what the answer was made from. `data` are fingerprints by table, or of all as one."""

    version: str
    table: str
    form: Format
    query: CoverageQuery
    method: str
    directory: str
    data: Mapping[str, str]
    hsd: str | None
    hsd_label: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file holds: sections by name, or for a PDF the text of its pages."""

    said: Said
    sections: Mapping[str, Section]
    pages: tuple[str, ...] = ()


def refused(what: Any, advice: Any = None) -> QueryError:
    """A file that cannot be verified."""
    return QueryError(what, advice or text("Give a report of coverage as this program wrote it."))


def no_manifest() -> QueryError:
    """A file that does not say what it was made from."""
    return refused(text("This file has no manifest, so it cannot be verified."))


def of_a_search() -> QueryError:
    """The list of a search."""
    return refused(
        text("This is the list of a search. It carries no manifest by design: a place is health data."),
        text("Reports of coverage can be verified."),
    )


def from_manifest(written: Any, form: Format) -> Said:
    """What a manifest of JSON says."""
    if not isinstance(written, dict) or written.get("program") != PROGRAM:
        raise no_manifest()
    hsd = written.get("hsd") or {}
    try:
        return Said(
            version=_version(written["version"]),
            table=_table(written["table"], form),
            form=form,
            query=_query(written),
            method=str(written["method"]),
            directory=str(written["directory"]["fingerprint"]),
            data={str(k): str(v) for k, v in written["data"].items()},
            hsd=hsd.get("fingerprint"),
            hsd_label=str(hsd.get("label", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise refused(text("The manifest of this file is not complete.")) from None


def from_trace(trace: Mapping[str, str]) -> Said:
    """What the trace columns of a CSV file say."""
    therapy, where, hsd = trace["therapy"], trace["where"], trace["hsd"]
    nested = {
        **trace,
        "program": PROGRAM,
        "therapy": None if therapy == ANY else therapy,
        "state": None if where == NATION else where,
        "directory": {"fingerprint": trace["directory"]},
        "data": {"data": trace["data"]},
        "hsd": None if hsd == NONE else {"fingerprint": hsd},
    }
    return from_manifest(nested, "csv")


def from_pairs(pairs: Mapping[str, str]) -> Said:
    """What the manifest sheet of a workbook says: a name with a dot before its file's own name is nested."""
    nested: dict[str, Any] = {}
    for key, value in pairs.items():
        outer, dot, inner = key.partition(".")
        if dot:
            nested.setdefault(outer, {})[inner] = value
        else:
            nested[key] = value
    return from_manifest(nested, "xlsx")


def _version(written: Any) -> str:
    version = str(written)
    known = _VERSION.fullmatch(version)
    if not known or _parts(version) > _parts(__version__):
        raise refused(
            text("This file was made by version %(version)s, which version %(mine)s does not know.",
                 version=repr(version[:20]), mine=__version__),
            text("Verify it with the version that made it."),
        )  # fmt: skip
    return version


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _table(written: Any, form: str) -> str:
    if (written not in TABLES and written != REPORT) or form not in FORMATS:
        raise ValueError(written)
    return str(written)


def _query(written: Mapping[str, Any]) -> CoverageQuery:
    return CoverageQuery(
        standard=str(written["standard"]),
        therapy=written.get("therapy"),
        state=written.get("state"),
        evidence=cast(EvidenceFilter, written["evidence"]),
        mobile=cast(MobileFilter, written["mobile"]),
        on=date.fromisoformat(written["computed_on"]),
    )
