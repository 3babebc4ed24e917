"""Turn a request into a query, or into an error that says what to do."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from finder.access.filters import Filters
from finder.domain.names import plain
from finder.domain.states import STATE_BY_NAME
from finder.errors import QueryError
from finder.questions.chairs.query import ChairsQuery
from finder.questions.counting import EvidenceFilter, MobileFilter
from finder.questions.coverage.query import DEFAULT_STANDARD, CoverageQuery
from finder.questions.search.query import DEFAULT_LIMIT, DEFAULT_WITHIN_MI, SearchQuery
from finder.text import Text, text

WITHIN_CHOICES = (15, 30, 60, 100, 200)
MINUTES_CHOICES = (30, 60, 90, 120, 180)
DAYS_CHOICES = (2, 3, 4, 5)
FILTER_FIELDS = ("kind", "minutes", "evenings", "weekends", "payment", "language", "new_patients", "wheelchair", "days", "rate")
SEARCH_FIELDS = ("place", "therapy", "within", *FILTER_FIELDS)
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


def search_query(form: Any, today: date, limit: int = DEFAULT_LIMIT) -> SearchQuery:
    """What a patient asks. An empty or missing field means its default; any other text must be valid."""
    therapy, _, regimen = form.get("therapy", "").partition(":")
    within_mi = _number(form.get("within", ""), text("How far"), 60)
    return SearchQuery(
        place=form.get("place", "") or form.get("zip", ""),
        therapy=therapy or None,
        within_mi=DEFAULT_WITHIN_MI if within_mi is None else within_mi,
        limit=limit,
        on=today,
        regimen=regimen or None,
        days=_days(form.get("days", "")),
        usd_per_mile=_number(form.get("rate", ""), text("Driving cost, dollars a mile"), 0.21),
        filters=_filters(form),
    )


def _filters(form: Any) -> Filters:
    return Filters(
        kinds=frozenset(k for k in form.getlist("kind") if k),
        max_minutes=_number(form.get("minutes", ""), text("Longest drive"), 60),
        evenings=bool(form.get("evenings")),
        weekends=bool(form.get("weekends")),
        payment=form.get("payment", ""),
        language=form.get("language", ""),
        new_patients=bool(form.get("new_patients")),
        wheelchair=bool(form.get("wheelchair")),
    )


def asked_fields(form: Any) -> list[tuple[str, str]]:
    """The fields of a search as they were sent, to be sent again in a form, never in an address."""
    return [(name, value) for name in SEARCH_FIELDS for value in form.getlist(name) if value]


def coverage_query(args: Mapping[str, str], today: date) -> CoverageQuery:
    """What a planner asks."""
    return CoverageQuery(
        standard=args.get("standard") or DEFAULT_STANDARD,
        therapy=args.get("therapy", "").lower() or None,
        state=_state(args.get("state", "")),
        evidence=cast(EvidenceFilter, args.get("evidence") or "any"),
        mobile=cast(MobileFilter, args.get("mobile") or "include"),
        on=today,
    )


def chairs_query(args: Mapping[str, str], today: date) -> ChairsQuery:
    """What a planner asks about chairs."""
    return ChairsQuery(
        therapy=args.get("therapy", "").lower() or None,
        state=_state(args.get("state", "")),
        evidence=cast(EvidenceFilter, args.get("evidence") or "any"),
        mobile=cast(MobileFilter, args.get("mobile") or "include"),
        on=today,
    )


def _state(written: str) -> str | None:
    return STATE_BY_NAME.get(plain(written), written.upper()) or None


def _days(written: str) -> int | None:
    """Days in a row in one cycle; None if the field is empty."""
    days = _number(written, text("Days in a row, each time"), 3)
    if days is not None and not days.is_integer():
        raise QueryError(
            text("%(written)s is not a whole number.", written=repr(written[:40])),
            text("Type a number like %(example)s.", example=3),
        )
    return None if days is None else int(days)


def _number(written: str, field: Text, example: float) -> float | None:
    """A number; None if the field is empty. `field` is its label on the page."""
    if not written:
        return None
    try:
        value = float(written.strip().removeprefix("$"))
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise QueryError(
            text("%(field)s: %(written)s is not a number.", field=field, written=repr(written[:40])),
            text("Type a number like %(example)s.", example=example),
        )
    return value
