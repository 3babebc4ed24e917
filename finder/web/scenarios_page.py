"""The page on which a planner gives a plan, and sees whom it changes. It is worked out in memory, and then gone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from finder.core import listing_reader
from finder.directory.scenario import read_scenario
from finder.domain.scenario import TODAY, Scenario
from finder.errors import FinderError, QueryError
from finder.questions.base import Context
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.scenario.question import SCENARIO
from finder.questions.scenario.result import ScenarioResult
from finder.questions.scenario.tables import county_rows, side_rows, zip_rows
from finder.questions.scenario.words import findings, method_sentences, name_of
from finder.reports.render import MIMETYPES, REPORT, render
from finder.settings import now, today
from finder.text import Text, text
from finder.web.asking import COUNTING, context_without_cache, form_of, the_turns
from finder.web.coverage_drawing import WORDS, counties_drawn
from finder.web.forms import coverage_query
from finder.web.language import the_writer
from finder.web.patient import the_finder
from finder.web.saved import saved
from finder.web.siting_drawing import before_and_after

pages = Blueprint("scenarios", __name__)
MOST_ROWS = 200
# The files of an answer, by the name of the button that asks for one: its table and format.
FILES = {
    "report.pdf": (REPORT, "pdf"),
    "report.json": (REPORT, "json"),
    "zips.csv": ("zips", "csv"),
    "zips.xlsx": ("zips", "xlsx"),
    "counties.csv": ("counties", "csv"),
}
# A plan is named by these words, because the name of its file may say whose it is.
_BASE, _PLAN = "base.toml", "plan.toml"
EXAMPLE = """name = "A new center, without an old one"

[[add]]
id = "new-1"
name = "Lewistown infusion center"
city = "Lewistown"
state = "MT"
gives = ["ivig", "rituximab"]

[[close]]
id = "H-271311"

[[move]]
id = "K-MT-5"
city = "Chinook"
state = "MT"

[[change]]
id = "H-271326"
gives = ["ivig"]
does_not_give = ["infliximab"]"""
_MAP_WORDS: dict[str, Text] = {
    "today": text("before, {left}"),
    "then": text("by the plan, {left}"),
    "comes_to_pass": text("falls short of the rule before, would meet it by the plan"),
}


@pages.get("/planner/scenarios")
def page() -> str:
    """The form."""
    return render_template("scenarios.html", **_form(request.args))


@pages.post("/planner/scenarios")
def answer() -> Response | str | tuple[str, int]:
    """Whom the plan changes, as a page or as a file; or the form again, with what is wrong."""
    try:
        query, context = _asked(request.form)
        with the_turns().turn():
            result = SCENARIO.answer(query, context)
            if wanted := FILES.get(request.form.get("file", "")):
                return _file(result, *wanted)
    except FinderError as error:
        return render_template("scenarios.html", **_form(request.form, error)), 400
    return render_template("scenarios.html", **{**_form(request.form), **_shown(result)})


def _asked(form: Mapping[str, str]) -> tuple[ScenarioQuery, Context]:
    """What is compared, and the context that knows it. Raises QueryError."""
    context = context_without_cache()
    reader = listing_reader(context.places, context.reference)
    written = {name: form.get(name, "").strip() for name in ("base", "plan")}
    if not written["plan"]:
        raise QueryError(text("No plan was given."), text("Write one, or paste its file."))
    scenarios: dict[str, Scenario] = {
        name: read_scenario(label, written[name].encode(), None, context.directory, reader, today())
        for name, label in (("base", _BASE), ("plan", _PLAN))
        if written[name]
    }
    counted = coverage_query(form, today())
    query = ScenarioQuery(
        base=scenarios["base"].id if "base" in scenarios else TODAY,
        plan=scenarios["plan"].id,
        standard=counted.standard,
        therapy=counted.therapy,
        state=counted.state,
        evidence=counted.evidence,
        mobile=counted.mobile,
        on=the_finder().day_in(counted.state, now()),
    )
    return query, replace(context, scenarios=tuple(scenarios.values()))


def _file(result: ScenarioResult, table: str, form: str) -> Response:
    made = render(SCENARIO, result, table, form)  # type: ignore[arg-type]
    response = saved(made.content, MIMETYPES[form], made.filename)  # type: ignore[index]
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(asked: Mapping[str, str], error: FinderError | None = None) -> dict[str, Any]:
    return {
        **form_of(asked, error),
        "written": {name: asked.get(name, "") for name in ("base", "plan")},
        "result": None,
        "files": FILES,
        "example": EXAMPLE,
    }


def _shown(result: ScenarioResult) -> dict[str, Any]:
    """What the page shows of an answer."""
    headline, *others = findings(result)
    zips, counties = zip_rows(result), county_rows(result)
    counted = {name: value for name in COUNTING if name != "state" and (value := getattr(result.query, name))}
    words = {name: the_writer().say(said) for name, said in {**WORDS, **_MAP_WORDS}.items()}
    reference = result.context.reference
    return {
        "result": result,
        "headline": headline,
        "findings": others,
        "sides": list(zip((name_of(result.base), name_of(result.plan)), side_rows(result), strict=True)),
        "counties": counties[:MOST_ROWS],
        "counties_in_all": len(counties),
        "zips": zips[:MOST_ROWS],
        "zips_in_all": len(zips),
        "judged": bool(result.verdicts[0].judged.any()),
        "method": list(method_sentences(result)),
        **counties_drawn(
            reference,
            result.query.state,
            result.plan.points,
            words,
            county_url=url_for("planner.county", fips="FIPS", **counted).replace("FIPS", "{fips}"),
            gap_land=None,
            **before_and_after(reference, result.everyone.counties, *result.verdicts),
            anchor="stop",
            marks=[],
        ),
    }
