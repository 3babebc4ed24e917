"""One door for all files of coverage: a table of an answer in a format, as bytes with a name."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from finder.errors import QueryError
from finder.questions.coverage.result import CoverageResult
from finder.reports.answers import Row
from finder.reports.coverage_answer import coverage_answer
from finder.reports.geojson import to_geojson
from finder.reports.manifest import ANY, NATION, TRACE, manifest
from finder.reports.tables import TABLES, Table, to_csv
from finder.reports.workbook import to_xlsx
from finder.text import text

Format = Literal["csv", "json", "xlsx", "geojson", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
# The whole answer, not one table of it.
REPORT = "report"
WHOLE: tuple[Format, ...] = ("json", "pdf")
MIMETYPES: dict[Format, str] = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file to save."""

    content: bytes
    mimetype: str
    filename: str


def render(result: CoverageResult, table: str, form: Format) -> Rendered:
    """One of TABLES as csv, json, xlsx or geojson; or REPORT, the whole answer, as json or pdf.

    CSV is UTF-8 without a mark at its start. Raises QueryError as `check_format` does, and for a table that the standard
    does not have.
    """
    check_format(table, form)
    content = _whole(result, form) if table == REPORT else _table(result, table, form)
    return Rendered(content, MIMETYPES[form], filename(result, table, form))


def filename(result: CoverageResult, table: str, form: Format) -> str:
    """What was asked, in letters, digits and dashes: coverage-counties-MT-cms-ivig.xlsx."""
    query = result.query
    asked = ["coverage", table, query.state or NATION, result.standard.id, query.therapy or ANY]
    counted = [query.evidence] if query.evidence != "any" else []
    mobile = [f"mobile-{query.mobile}"] if query.mobile != "include" else []
    return re.sub(r"[^\w-]+", "-", "-".join([*asked, *counted, *mobile]), flags=re.ASCII) + f".{form}"


def check_format(table: str, form: str) -> None:
    """Raises QueryError for a table or a format that there is not, and for one that is not to be had as the other."""
    if form not in FORMATS or (table not in TABLES and table != REPORT):
        raise QueryError(
            text("There is no %(table)s as %(form)s.", table=repr(table[:60]), form=repr(form[:60])),
            text("Tables: %(tables)s. Formats: %(forms)s.", tables=", ".join(TABLES), forms=", ".join(FORMATS)),
        )
    if form == "pdf" and table != REPORT:
        raise QueryError(
            text("The PDF is one report with all its tables."),
            text("Leave out the table, or choose xlsx, csv, json or geojson."),
        )
    if table == REPORT and form not in WHOLE:
        raise QueryError(
            text("The whole report cannot be had as %(form)s.", form=form),
            text("Choose json or pdf, or one table: %(tables)s.", tables=", ".join(TABLES)),
        )


def _whole(result: CoverageResult, form: Format) -> bytes:
    if form == "json":
        return to_json(coverage_answer(result))
    # Imported with the first one: fonts and drawing take a while, which no page need wait for.
    from finder.reports.pdf.report import to_pdf

    return to_pdf(result)


def _table(result: CoverageResult, name: str, form: Format) -> bytes:
    table = TABLES[name]
    return _WRITERS[form](result, name, table, table.rows(result))


def to_json(answer: Row) -> bytes:
    """JSON of plain values, UTF-8, a line a value."""
    return (json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _csv(_result: CoverageResult, _name: str, table: Table, rows: Sequence[Row]) -> bytes:
    return to_csv(rows, (*table.columns, *TRACE)).encode()


def _json(result: CoverageResult, name: str, table: Table, rows: Sequence[Row]) -> bytes:
    plain = [{column: row[column] for column in table.columns} for row in rows]
    return to_json({"table": name, "rows": plain, "manifest": manifest(result, name, "json")})


_WRITERS: dict[Format, Callable[[CoverageResult, str, Table, Sequence[Row]], bytes]] = {
    "csv": _csv, "json": _json, "xlsx": to_xlsx, "geojson": to_geojson,
}  # fmt: skip
