"""The page on which a planner gives a list and gets it back with distances. It is worked out in memory, and then gone."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage

from finder.errors import FinderError, QueryError
from finder.files.streams import MemoryFile
from finder.questions.distances.answer import rows_together
from finder.questions.distances.nearest import NearestQuery
from finder.reports.list_report import ListReport, Making, read_list, write_list
from finder.reports.render import MIMETYPES
from finder.settings import today
from finder.text import as_count, text
from finder.travel.model import no_progress
from finder.web.asking import context_without_cache, the_turns
from finder.web.bounds import MOST_UPLOAD_BYTES, TOO_LARGE
from finder.web.patient import the_finder
from finder.web.saved import saved

pages = Blueprint("distances", __name__)
# The answer is in memory as a whole, and takes a core while others wait: 10,000 places that nobody knows take half a minute.
# A routing engine is asked for each row.
MOST_ROWS, MOST_ROWS_OF_ENGINE, MOST_NEAREST = 10_000, 500, 10
FORMS = ("csv", "xlsx")
# A list is named by these words, because its own name may say who is on it.
_NAME = "list.csv"


@pages.get("/planner/distances")
def page() -> str:
    """The form."""
    return render_template("distances.html", **_context({}))


@pages.post("/planner/distances")
def answer() -> Response | tuple[str, int]:
    """The list with distances, as a file; or the form again, with what is wrong."""
    try:
        form = _form(request.form)
        report = _list(request.form, request.files.get("list"))
        content = _file(report, form)
    except FinderError as error:
        return render_template("distances.html", **_context(request.form, error)), 400
    response = saved(content, MIMETYPES[form], f"distances-{report.table}.{form}")  # type: ignore[index]
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(asked: Mapping[str, str]) -> str:
    form = asked.get("form") or FORMS[0]
    if form not in FORMS:
        raise QueryError(text("%(form)s is not a form of this file.", form=repr(form[:20])), text("Choose csv or xlsx."))
    return form


def _list(asked: Mapping[str, str], given: FileStorage | None) -> ListReport:
    """The list that was given. Raises QueryError for one that cannot be answered, or is too long for a page."""
    if given is None or not given.filename:
        raise QueryError(text("No list was given."), text("Choose a CSV file."))
    content = given.read()
    if len(content) > MOST_UPLOAD_BYTES:
        raise QueryError(*TOO_LARGE)
    query = None if asked.get("of") == "pairs" else NearestQuery(_nearest(asked), asked.get("therapy") or None, on=today())
    report = read_list(MemoryFile(_NAME, content), query)
    if report.rows > (most := _most_rows()):
        raise QueryError(
            text("The answer would have %(n)s rows. This page makes up to %(most)s.", n=as_count(report.rows), most=most),
            TOO_LARGE[1],
        )
    return report


def _most_rows() -> int:
    return MOST_ROWS if the_finder().context.travel.interactive else MOST_ROWS_OF_ENGINE


def _nearest(asked: Mapping[str, str]) -> int:
    written = asked.get("nearest") or "1"
    if not (written.isascii() and written.isdecimal() and len(written) <= 3 and 1 <= int(written) <= MOST_NEAREST):
        raise QueryError(
            text("%(n)s is not a number of locations for each row.", n=repr(written[:20])),
            text("Use a whole number from 1 to %(most)s.", most=as_count(MOST_NEAREST)),
        )
    return int(written)


def _file(report: ListReport, form: str) -> bytes:
    out = BytesIO()
    together = rows_together(report.query.nearest if report.query else 1)
    making = Making(context_without_cache(), form, today(), no_progress, together)
    with the_turns().turn():
        write_list(out, report, making)
    return out.getvalue()


def _context(asked: Mapping[str, str], error: FinderError | None = None) -> dict[str, Any]:
    return {
        "asked": {name: asked.get(name, "") for name in ("of", "nearest", "therapy", "form")},
        "error": error,
        "therapies": the_finder().reference.therapies.values(),
        "most_rows": _most_rows(),
        "most_mb": MOST_UPLOAD_BYTES // 1_000_000,
        "most_nearest": MOST_NEAREST,
        "forms": FORMS,
    }
