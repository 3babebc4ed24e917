"""The pages on closures: what each location takes with it, and who is affected if stated ones close."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from finder.errors import FinderError
from finder.questions.base import Row
from finder.questions.closures.groups import Group, groups_of
from finder.questions.closures.query import DEFAULT_STANDARD, listed
from finder.questions.closures.question import CLOSURES
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import center_rows, county_rows, pair_rows, zip_rows
from finder.questions.closures.words import BY_WORDS, findings, place_of, towns_losing
from finder.web.asking import answer_of, asked, files_of, form_of, query_of
from finder.web.closures_drawing import closure_map

pages = Blueprint("closures", __name__)
MOST_ROWS, MOST_PAIRS, MOST_TOWNS, MOST_LISTINGS = 200, 25, 25, 25


@pages.get("/planner/closures")
def page() -> str | tuple[str, int]:
    """Every closure alone, worst first; or who is affected if the locations that are named close."""
    try:
        query = query_of(CLOSURES, request.args)
        result: ClosuresResult = answer_of(CLOSURES, query)
    except FinderError as error:
        return render_template("closures.html", **_form(request.args, error)), 400
    context = {**_form(asked(CLOSURES, query)), "result": result, "findings": list(findings(result))}
    context |= files_of(CLOSURES, result)
    if query.close:
        return render_template("closure.html", **context, **_of_closed(result))
    return render_template("closures.html", **context, **_of_each(result))


def _form(args: Mapping[str, str], error: FinderError | None = None) -> dict[str, Any]:
    by = {"by": args["by"]} if args.get("by") else {}
    shared = form_of(args, error, DEFAULT_STANDARD)
    return {**shared, "closing_args": {**shared["report_args"], **by}, "by_words": BY_WORDS}


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
    args: dict[str, Any] = {**asked(CLOSURES, replace(query, by="address")), "close": listed(query.close)}
    return {"names": [result.points[r].name for r in others], "address": url_for("closures.page", **args)}
