"""What a patient asks."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from finder.access.amenities import LANGUAGES, PAYMENTS
from finder.access.filters import NO_FILTERS, SITES_OF_CARE, Filters
from finder.access.ranking import ORDERS, Order
from finder.domain.facility import AGES, Age
from finder.errors import QueryError
from finder.text import Text, as_list, text

DEFAULT_WITHIN_MI = 60.0
FARTHEST_WITHIN_MI = 500.0
MOST_MINUTES = 600.0
MOST_USD_PER_MILE = 5.0
DEFAULT_LIMIT = 25


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a patient asks. `on` is the day from which visits of mobile units count.

    If the moment of asking is given, `asked_at`, the answer is about the day at the place that was meant: its result has that
    day as `on`.
    `age` is the patient's, None if not said; `order` how the locations in reach are sorted.
    `regimen` is the id of one of the therapy's (the usual one unless given), `days` how many days in a row a cycle takes, and
    `usd_per_mile` the cost of driving a mile (the IRS medical rate of the year unless given). Raises QueryError for a value
    that cannot be used.
    """

    place: str
    therapy: str | None = None
    within_mi: float = DEFAULT_WITHIN_MI
    limit: int = DEFAULT_LIMIT
    on: date = field(kw_only=True)
    regimen: str | None = None
    days: int | None = None
    usd_per_mile: float | None = None
    filters: Filters = NO_FILTERS
    age: Age | None = None
    order: Order = "miles"
    asked_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < self.within_mi <= FARTHEST_WITHIN_MI:
            what = text("The distance must be more than 0 and at most %(most)s miles.", most=FARTHEST_WITHIN_MI)
            raise QueryError(what, text("Try 60."))
        if self.limit < 1:
            raise QueryError(text("The number of locations to show must be at least 1."), text("Try 25."))
        if self.regimen is not None and self.therapy is None:
            raise QueryError(text("A schedule needs a treatment, and none was chosen."), text("Choose a treatment too."))
        if self.usd_per_mile is not None and not 0 <= self.usd_per_mile <= MOST_USD_PER_MILE:
            what = text("The cost per mile must be between $0 and $%(most)s.", most=MOST_USD_PER_MILE)
            raise QueryError(what, text("Try 0.21."))
        _check_choice(self.age or "", AGES)
        _check_choice(self.order, ORDERS)
        _check_filters(self.filters)


def read_query(parameters: Mapping[str, str | None], on: date, asked_at: datetime | None = None) -> SearchQuery:
    """A query from what was typed or sent: the fields of the search form, `kind` with commas between several, and `limit`.

    An empty or missing field means its default. Raises QueryError for any other text that makes no sense.
    """
    given = {name: value for name, value in parameters.items() if value}
    therapy, _, regimen = given.get("therapy", "").partition(":")
    within_mi = _number(given, "within", text("How far"), 60)
    limit = _whole(given, "limit", text("How many locations to show"), DEFAULT_LIMIT)
    return SearchQuery(
        place=given.get("place", ""),
        therapy=therapy or None,
        within_mi=DEFAULT_WITHIN_MI if within_mi is None else within_mi,
        limit=DEFAULT_LIMIT if limit is None else limit,
        on=on,
        regimen=regimen or None,
        days=_whole(given, "days", text("Days in a row, each time"), 3),
        usd_per_mile=_number(given, "rate", text("Driving cost, dollars per mile"), 0.21),
        filters=Filters(
            sites_of_care=frozenset(filter(None, given.get("kind", "").split(","))),
            max_minutes=_number(given, "minutes", text("Longest drive"), 60),
            evenings="evenings" in given,
            weekends="weekends" in given,
            payment=given.get("payment", ""),
            language=given.get("language", ""),
            new_patients="new_patients" in given,
            wheelchair="wheelchair" in given,
        ),
        age=cast(Age | None, given.get("age")),
        order=cast(Order, given.get("sort", "miles")),
        asked_at=asked_at,
    )


def _whole(given: Mapping[str, str], name: str, field_label: Text, example: int) -> int | None:
    """A whole number; None if the field is empty."""
    value = _number(given, name, field_label, example)
    if value is None or value.is_integer():
        return None if value is None else int(value)
    raise QueryError(
        text("%(field)s: %(written)s is not a whole number.", field=field_label, written=repr(given[name][:40])),
        text("Type a number like %(example)s.", example=example),
    )


def _number(given: Mapping[str, str], name: str, field_label: Text, example: float) -> float | None:
    """A number; None if the field is empty. `field_label` is what it is called on the page."""
    if name not in given:
        return None
    written = given[name].strip().removeprefix("$")
    try:
        value = float(written) if "_" not in written else math.nan
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise QueryError(
            text("%(field)s: %(written)s is not a number.", field=field_label, written=repr(given[name][:40])),
            text("Type a number like %(example)s.", example=example),
        )
    return value


def _check_filters(filters: Filters) -> None:
    for site in sorted(filters.sites_of_care):
        _check_choice(site, SITES_OF_CARE)
    _check_choice(filters.payment, PAYMENTS)
    _check_choice(filters.language, LANGUAGES)
    if filters.max_minutes is not None and not 0 < filters.max_minutes <= MOST_MINUTES:
        what = text("The longest drive must be more than 0 and at most %(most)s minutes.", most=MOST_MINUTES)
        raise QueryError(what, text("Try 60."))


def _check_choice(value: str, known: Iterable[str]) -> None:
    if value and value not in known:
        raise QueryError(
            text("%(value)s is not one of the choices.", value=repr(value[:60])),
            text("Use one of: %(known)s.", known=as_list(known)),
        )
