"""The pages on closures: what each location takes with it, and who is affected if stated ones close."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from finder.domain.states import STATE_NAMES
from finder.errors import FinderError, QueryError
from finder.questions.base import Row
from finder.questions.closures.groups import Group, groups_of
from finder.questions.closures.query import BY, DEFAULT_STANDARD, ClosuresQuery, ids, listed
from finder.questions.closures.question import CLOSURES
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import center_rows, county_rows, pair_rows, zip_rows
from finder.questions.closures.words import BY_WORDS, findings, place_of, towns_losing
from finder.reports.render import FORMATS, REPORT, WHOLE, Format, check_format
from finder.settings import now, today
from finder.web.closures_drawing import closure_map
from finder.web.forms import STANDARD_CHOICES, coverage_query
from finder.web.language import the_writer
from finder.web.patient import the_finder
from finder.web.planner import the_turns
from finder.web.saved import saved
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS

pages = Blueprint("closures", __name__)
_ASKED = ("standard", "therapy", "evidence", "mobile", "state", "by")
_TABLE_FORMATS: tuple[Format, ...] = ("csv", "xlsx", "geojson")
MOST_ROWS, MOST_PAIRS, MOST_TOWNS, MOST_LISTINGS = 200, 25, 25, 25


@pages.get("/planner/closures")
def page() -> str | tuple[str, int]:
    """Every closure alone, worst first; or who is affected if the locations that are named close."""
    try:
        query = _query(request.args)
        result = the_finder().answer(CLOSURES, query, the_turns().turn)
    except FinderError as error:
        return render_template("closures.html", **_form(request.args, error)), 400
    context = {**_form(_asked(query)), "result": result, "findings": list(findings(result)), **_files(query)}
    if query.close:
        return render_template("closure.html", **context, **_of_closed(result))
    return render_template("closures.html", **context, **_of_each(result))


@pages.get("/reports/closures-<table>.<form>")
def report(table: str, form: str) -> Response:
    """One complete table of an answer, or the report of all its tables."""
    if form not in FORMATS or table not in {*CLOSURES.tables, REPORT}:
        abort(404)
    check_format(CLOSURES, table, form)
    query = _query(request.args)
    if table != REPORT:
        CLOSURES.check_table(table, query)
    made = the_turns().file(the_finder(), CLOSURES, query, table, form)
    return saved(made.content, made.mimetype, made.filename)


def _query(args: MultiDict[str, str]) -> ClosuresQuery:
    """What a planner asks, on today's date in the state that is asked about."""
    asked = coverage_query(args, today())
    return ClosuresQuery(
        standard=asked.standard,
        therapy=asked.therapy,
        state=asked.state,
        evidence=asked.evidence,
        mobile=asked.mobile,
        by=args.get("by") or BY[0],  # type: ignore[arg-type]
        close=ids(args.getlist("close")),
        on=the_finder().day_in(asked.state, now()),
    )


def _asked(query: ClosuresQuery) -> dict[str, str]:
    """The question as it was understood, without what closes: the form shows it, and links repeat it."""
    return {name: value for name in _ASKED if (value := getattr(query, name))}


def _form(args: Mapping[str, str], error: FinderError | None = None) -> dict[str, Any]:
    reference = the_finder().reference
    # An invalid standard appears only in the message.
    standard = str(args.get("standard") or DEFAULT_STANDARD)
    standard = DEFAULT_STANDARD if error and standard not in STANDARD_CHOICES else standard
    own = [standard] if standard not in STANDARD_CHOICES else []
    known = {name: value for name in _ASKED if (value := args.get(name))}
    return {
        "args": args,
        "report_args": known,
        "coverage_args": {name: value for name, value in known.items() if name != "by"},
        "county_args": {name: value for name, value in known.items() if name not in ("by", "state")},
        "standard_choices": [*own, *STANDARD_CHOICES],
        "asked_standard": standard,
        "named": reference.standards,
        "therapies": reference.therapies.values(),
        "states": {code: the_writer().say(name) for code, name in STATE_NAMES.items()},
        "counted_words": COUNTED_WORDS,
        "mobile_words": MOBILE_WORDS,
        "by_words": BY_WORDS,
        "error": error,
    }


def _files(query: ClosuresQuery) -> dict[str, Any]:
    """Addresses of the files of an answer: each table in each format, and the complete report."""
    asked: dict[str, Any] = {**_asked(query), **({"close": listed(query.close)} if query.close else {})}
    words = {name: table.title for name, table in CLOSURES.tables.items() if _has_table(name, query)}
    forms = {**{name: _forms(name) for name in words}, REPORT: WHOLE}
    files = {t: {f: url_for("closures.report", table=t, form=f, **asked) for f in fs} for t, fs in forms.items()}
    return {"table_words": words, "files": files}


def _forms(table: str) -> tuple[Format, ...]:
    placed = CLOSURES.tables[table].geometry is not None
    return tuple(form for form in _TABLE_FORMATS if placed or form != "geojson")


def _has_table(table: str, query: ClosuresQuery) -> bool:
    try:
        CLOSURES.check_table(table, query)
    except QueryError:
        return False
    return True


def _of_each(result: ClosuresResult) -> dict[str, Any]:
    """What the page of all closures shows."""
    rows, pairs = center_rows(result), [row for row in pair_rows(result) if row["people_only_together"]]
    return {
        "shown": [{**row, "close": listed((row["id"],))} for row in rows[:MOST_ROWS]],
        "all": len(rows),
        "pairs": [{**row, "close": listed((row["closing_id"], row["other_id"]))} for row in pairs[:MOST_PAIRS]],
        "all_pairs": len(pairs),
        "judged": bool(result.before.verdicts.judged.any()),
    }


def _of_closed(result: ClosuresResult) -> dict[str, Any]:
    """What the page of one closure shows."""
    assert result.closed
    groups, rows, towns = [result.groups[g] for g in result.closed.groups], zip_rows(result), towns_losing(result)
    rows.sort(key=lambda row: (not row["loses_standard"], -row["people"], row["zip"], row["fips"]))
    return {
        "names": [place_of(result, group) for group in groups],
        "listings": [result.points[r] for group in groups for r in group.locations][:MOST_LISTINGS],
        "towns": towns[:MOST_TOWNS],
        "all_towns": len(towns),
        "counties": county_rows(result),
        "zips": rows[:MOST_ROWS],
        "all_zips": len(rows),
        "drawn": closure_map(result),
        "beside": _beside(result, groups),
    }


def _beside(result: ClosuresResult, groups: Sequence[Group]) -> Row | None:
    """Other locations at the addresses of what closes, and how to close these, too; None without others."""
    query = result.query
    closing = {r for group in groups for r in group.locations}
    if query.by == "address":
        return None
    doors, _ = groups_of(result.points, "address", result.context.directory)
    others = [r for door in doors if closing & set(door.locations) for r in door.locations if r not in closing]
    if not others:
        return None
    asked: dict[str, Any] = {**_asked(replace(query, by="address")), "close": listed(query.close)}
    return {"names": [result.points[r].name for r in others], "address": url_for("closures.page", **asked)}
