"""Pages around the visit: treatments, help with travel and cost, questions to ask, clinical trials."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, g, render_template, request
from werkzeug.wrappers import Response

from finder.domain.place import Place
from finder.errors import FinderError
from finder.settings import today
from finder.text import text
from finder.trials import saved
from finder.trials.model import by_distance
from finder.web.errors import ask_again
from finder.web.patient import the_finder, the_settings
from finder.web.sealed import answer_at, opened
from finder.wording.writer import ENGLISH

pages = Blueprint("guide", __name__)
MOST_TRIALS = 25
LONGEST_CONDITION = 200
DEFAULT_CONDITION = "dermatomyositis"


@pages.app_template_filter("site")
def site(url: str) -> str:
    """The site that a link leads to, as people know it: "va.gov"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@pages.get("/therapies")
def therapies() -> str:
    """How the two main treatments work and compare, and how often and how long each treatment is given."""
    known = the_finder().reference.therapies
    return render_template(
        "therapies.html",
        **_guide("therapies"),
        therapies=known.values(),
        ivig=known["ivig"],
        rituximab=known["rituximab"],
    )


@pages.get("/help", endpoint="help")
def help_with_the_trip() -> str:
    """Help with the trip and the cost: only what we read in a source."""
    return render_template("help.html", **_guide("help"), today=today())


@pages.get("/questions")
def questions() -> str:
    """Questions to print and bring to an appointment."""
    return render_template("questions.html", **_guide("questions"), text=text, in_english=ENGLISH.say)


@pages.get("/trials")
def trials() -> str:
    """The form: where, and about which disease."""
    return render_template("trials.html", **_form({"condition": DEFAULT_CONDITION}))


@pages.post("/trials")
def trials_near() -> Response:
    """Answered by trials near a place."""
    return answer_at("guide.trials_found", [(name, request.form.get(name, "")) for name in ("place", "condition")])


@pages.get("/trials/<sealed>")
def trials_found(sealed: str) -> str:
    """Trials by distance, measured on this machine; or the form again with the error."""
    g.asked = opened(sealed)
    held = saved.load_copy(the_settings().trials)
    if held is None:
        return render_template("trials.html", **_form(g.asked))
    place = the_finder().geocode(g.asked.get("place", ""))
    condition = g.asked.get("condition", "")[:LONGEST_CONDITION]
    near = by_distance([trial for trial in held.trials if trial.is_about(condition)], place.point)
    found = {"place": place, "near": near[:MOST_TRIALS], "found": len(near)}
    return render_template("trials.html", **_form(g.asked) | found)


def _guide(page: str) -> dict[str, Any]:
    """What a page for patients links to, and when it last changed."""
    reference = the_finder().reference
    return {"pages": reference.guide, "own": reference.own_pages[page]}


def _form(typed: Any, error: FinderError | None = None, choices: tuple[Place, ...] = ()) -> dict[str, Any]:
    return _guide("trials") | {
        "typed": typed,
        "place": None,
        "held": saved.load_copy(the_settings().trials),
        "asks_online": the_finder().context.places.asks_online,
        "error": error,
        "choices": choices,
    }


ask_again(pages, "trials.html", lambda error, choices: _form(g.get("asked", request.form), error, choices))
