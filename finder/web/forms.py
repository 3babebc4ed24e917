"""Request -> query: what was typed becomes a typed question, or an error that says what to do."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from werkzeug.datastructures import MultiDict

from finder.domain.evidence import Level
from finder.domain.names import plain
from finder.domain.states import STATE_BY_NAME
from finder.errors import QueryError
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import BY, By, ClosuresQuery, ids
from finder.questions.counting import MobileFilter
from finder.questions.coverage.query import DEFAULT_STANDARD, CoverageQuery
from finder.questions.search.query import DEFAULT_LIMIT, SearchQuery, read_query
from finder.questions.siting.query import ALL_TOWNS, Objective, SitingQuery, Where
from finder.questions.siting.query import DEFAULT_STANDARD as SITING_STANDARD
from finder.text import text

# More than a city has within an hour's drive; a longer page is no help to a reader.
MOST_SHOWN = 200
WITHIN_CHOICES = (15, 30, 60, 100, 200)
MINUTES_CHOICES = (30, 60, 90, 120, 180)
DAYS_CHOICES = (2, 3, 4, 5)
FILTER_FIELDS = ("kind", "minutes", "evenings", "weekends", "payment", "language", "new_patients", "wheelchair", "days", "rate")
SEARCH_FIELDS = ("place", "therapy", "age", "within", "sort", *FILTER_FIELDS)
# As in the form's maxlength.
_LONGEST_PLACE, _LONGEST_RATE = 2_000, 8
# The most seconds that a page spends on the proof of new stops.
PROOF_S = 30
STANDARD_CHOICES = (
    "miles:30",
    "miles:60",
    "miles:90",
    "minutes:30",
    "minutes:60",
    "minutes:90",
    "cms",
    "cms:rheumatology",
    "va",
)


def search_query(form: Any, now: datetime, limit: int | None = None) -> SearchQuery:
    """What a patient asks about today at the place; without `limit`, as many locations as the form wants.

    Raises QueryError for what makes no sense.
    """
    fields = {name: form.get(name) for name in SEARCH_FIELDS}
    kinds = ",".join(form.getlist("kind"))
    return read_query({**fields, "kind": kinds, "limit": str(limit or _shown(form))}, now.date(), now)


def _shown(form: Any) -> int:
    """How many locations to show: those that are shown, and `more`, which the button below the list asks for."""
    given = [form.get(name) for name in ("limit", "more")]
    if not all(value is None or (value.isascii() and value.isdigit() and len(value) < 6) for value in given):
        raise QueryError(text("How many locations to show is not a number."), text("Search again."))
    shown, more = (int(value) if value else None for value in given)
    asked = (shown or DEFAULT_LIMIT) + (more or 0)
    if asked > MOST_SHOWN:
        raise QueryError(
            text("At most %(most)s locations are shown at once.", most=MOST_SHOWN),
            text("Choose a shorter distance, or download the whole list."),
        )
    return asked


def number_asked(written: str | None) -> float | None:
    """A positive number that a link or a form asks for; None for anything else."""
    try:
        number = float(written or "nan")
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def choices_with(choices: tuple[int, ...], asked: float | None) -> list[float]:
    """The choices of a form in order, with the number that was asked for if it is another: a link may have any."""
    return sorted({*choices, *((int(asked) if asked == int(asked) else asked,) if asked else ())})


def asked_fields(form: Any) -> list[tuple[str, str]]:
    """The fields of a search as they were sent, to be sent again: hidden in a form, never readable in an address."""
    return [(name, value) for name in SEARCH_FIELDS for value in form.getlist(name) if value]


def kept_fields(form: Any) -> list[tuple[str, str]]:
    """The fields of a search, how many locations to show, and those that are checked."""
    return [*asked_fields(form), *((name, value) for name in ("limit", "more", "id") for value in form.getlist(name) if value)]


def typed_in(form: Any) -> dict[str, str]:
    """What was typed and chosen, by the slots of the search form that show it."""
    one_of = ("therapy", "age", "language", "payment", "days")
    yes = ("weekends", "evenings", "new_patients", "wheelchair")
    return {
        "place": form.get("place", "")[:_LONGEST_PLACE],
        "rate": form.get("rate", "")[:_LONGEST_RATE],
        "open": " open" if any(form.get(name) for name in FILTER_FIELDS) else "",
        **{f"{name}={form[name]}": " selected" for name in one_of if name in form},
        **{f"kind={site}": " checked" for site in form.getlist("kind")},
        **{name: " checked" for name in yes if form.get(name)},
    }


def coverage_query(args: Mapping[str, str], today: date) -> CoverageQuery:
    """What a planner asks."""
    return CoverageQuery(
        standard=args.get("standard") or DEFAULT_STANDARD,
        therapy=args.get("therapy", "").lower() or None,
        state=_state(args.get("state", "")),
        evidence=cast(Level, args.get("evidence") or "any"),
        mobile=cast(MobileFilter, args.get("mobile") or "include"),
        on=today,
    )


def chairs_query(args: Mapping[str, str], today: date) -> ChairsQuery:
    """What a planner asks about chairs."""
    return ChairsQuery(
        therapy=args.get("therapy", "").lower() or None,
        state=_state(args.get("state", "")),
        evidence=cast(Level, args.get("evidence") or "any"),
        mobile=cast(MobileFilter, args.get("mobile") or "include"),
        on=today,
    )


def closures_query(args: MultiDict[str, str], today: date) -> ClosuresQuery:
    """What a planner asks about closures; `close` may stand in the address several times."""
    counted = coverage_query(args, today)
    return ClosuresQuery(
        standard=counted.standard,
        therapy=counted.therapy,
        state=counted.state,
        evidence=counted.evidence,
        mobile=counted.mobile,
        by=cast(By, args.get("by") or BY[0]),
        close=ids(args.getlist("close")),
        on=today,
    )


def siting_query(args: Mapping[str, str], today: date) -> SitingQuery:
    """What a planner asks about new stops."""
    counted = coverage_query(args, today)
    units, objective = args.get("units", "").strip(), args.get("objective") or "people"
    return SitingQuery(
        # The form always has a number, which the page says is for the other objectives.
        units=None if objective == "fewest" else int(units) if units.isascii() and units.isdigit() and len(units) < 6 else 0,
        objective=cast(Objective, objective),
        standard=args.get("standard") or SITING_STANDARD,
        therapy=counted.therapy,
        state=counted.state,
        evidence=counted.evidence,
        mobile=counted.mobile,
        candidates=args.get("candidates") or ALL_TOWNS,
        where=cast(Where, args.get("where") or "any"),
        seconds=PROOF_S,
        on=today,
    )


def _state(written: str) -> str | None:
    return STATE_BY_NAME.get(plain(written), written.upper()) or None
