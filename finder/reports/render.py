"""Makes all files of planners' answers: one table or the whole answer, in a format, as bytes with a name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from finder.errors import QueryError
from finder.questions.base import AnyQuestion, Result, Row
from finder.reports.geojson import to_geojson
from finder.reports.manifest import manifest, trace
from finder.reports.rows import to_csv, to_json
from finder.reports.workbook import to_xlsx
from finder.text import as_list, text

Format = Literal["csv", "json", "xlsx", "geojson", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Stands for the whole answer where a table is named.
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


def render(question: AnyQuestion, result: Result, table: str, form: Format) -> Rendered:
    """Make a file of one of the question's tables (csv, json, xlsx, geojson), or of REPORT, the whole answer (json, pdf).

    CSV is UTF-8 without a byte order mark. Raises QueryError as `check_format` does, and for a table that the answer lacks.
    """
    check_format(question, table, form)
    content = _whole(question, result, form) if table == REPORT else _table(question, result, table, form)
    return Rendered(content, MIMETYPES[form], filename(question, result, table, form))


def filename(question: AnyQuestion, result: Result, table: str, form: Format) -> str:
    """Name a file after the question, in letters, digits, and dashes: coverage-counties-MT-cms-ivig.xlsx."""
    asked = "-".join([question.id, table, *question.file_parts(result.query)])
    return re.sub(r"[^\w-]+", "-", asked, flags=re.ASCII) + f".{form}"


def check_format(question: AnyQuestion, table: str, form: str) -> None:
    """Raises QueryError for an unknown table or format, and for a format that the table does not come in."""
    tables = as_list(question.tables)
    if form not in FORMATS or (table not in question.tables and table != REPORT):
        raise QueryError(
            text("There is no table %(table)s in the format %(form)s.", table=repr(table[:60]), form=repr(form[:60])),
            text("Tables: %(tables)s. Formats: %(forms)s.", tables=tables, forms=as_list(FORMATS)),
        )
    if form == "pdf" and table != REPORT:
        raise QueryError(
            text("The PDF is one report of the whole answer, not of one table."),
            text("Omit the table, or choose xlsx, csv, json, or geojson."),
        )
    if form == "geojson" and table in question.tables and question.tables[table].geometry is None:
        raise QueryError(
            text("The table %(table)s has no places to draw on a map.", table=table), text("Choose csv, xlsx, or json.")
        )
    if table == REPORT and form not in WHOLE:
        raise QueryError(
            text("The whole report is not available as %(form)s.", form=form),
            text("Choose json or pdf, or one table: %(tables)s.", tables=tables),
        )


def _whole(question: AnyQuestion, result: Result, form: Format) -> bytes:
    said = manifest(question, result, REPORT, form)
    if form == "json":
        return to_json({**question.whole(result), "manifest": said})
    # Imported with the first PDF, because fonts and drawing take a while to load.
    from finder.reports.pdf.report import to_pdf

    return to_pdf(question.document(result), result, said)


def _table(question: AnyQuestion, result: Result, table: str, form: Format) -> bytes:
    question.check_table(table, result.query)
    return _WRITERS[form](question, result, table, question.tables[table].rows(result))


def _csv(question: AnyQuestion, result: Result, table: str, rows: Sequence[Row]) -> bytes:
    said = trace(question, result, table)
    columns = (*question.tables[table].columns, *said)
    return to_csv([{**row, **said} for row in rows], columns).encode()


def _json(question: AnyQuestion, result: Result, table: str, rows: Sequence[Row]) -> bytes:
    plain = [{column: row[column] for column in question.tables[table].columns} for row in rows]
    return to_json({"table": table, "rows": plain, "manifest": manifest(question, result, table, "json")})


_WRITERS: dict[Format, Callable[[AnyQuestion, Result, str, Sequence[Row]], bytes]] = {
    "csv": _csv, "json": _json, "xlsx": to_xlsx, "geojson": to_geojson,
}  # fmt: skip
