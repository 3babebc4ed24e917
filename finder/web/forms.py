"""Request -> query: what was typed becomes a typed question, or an error that says what to do."""

import math
from collections.abc import Mapping
from datetime import date
from typing import cast

from finder.errors import QueryError
from finder.questions import (
    DEFAULT_LIMIT,
    DEFAULT_STANDARD,
    DEFAULT_WITHIN_MI,
    CoverageQuery,
    EvidenceFilter,
    MobileFilter,
    SearchQuery,
)
from finder.text import text

WITHIN_CHOICES = (15, 30, 60, 100, 200)
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


def search_query(form: Mapping[str, str], today: date, limit: int = DEFAULT_LIMIT) -> SearchQuery:
    """What a patient asks. An empty or missing field means its default; any other text must make sense."""
    return SearchQuery(
        place=form.get("place", ""),
        therapy=form.get("therapy") or None,
        within_mi=_number(form.get("within", "")),
        limit=limit,
        on=today,
    )


def coverage_query(args: Mapping[str, str], today: date) -> CoverageQuery:
    """What a planner asks."""
    return CoverageQuery(
        standard=args.get("standard") or DEFAULT_STANDARD,
        therapy=args.get("therapy", "").lower() or None,
        state=args.get("state", "").upper() or None,
        evidence=cast(EvidenceFilter, args.get("evidence") or "any"),
        mobile=cast(MobileFilter, args.get("mobile") or "include"),
        on=today,
    )


def _number(written: str) -> float:
    if not written:
        return DEFAULT_WITHIN_MI
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise QueryError(text("%(miles)s is not a number of miles.", miles=repr(written[:40])), text("Try 60."))
    return value
