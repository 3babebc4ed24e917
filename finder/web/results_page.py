"""What the pages of a patient's results show besides the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from finder.access.filters import FilterCount, FilterId
from finder.access.ranking import Option
from finder.domain.facility import ServicePoint
from finder.questions.search.choices import EXPLAINED, label, offer
from finder.questions.search.comparing import chosen
from finder.questions.search.option_words import where
from finder.questions.search.query import DEFAULT_LIMIT
from finder.questions.search.result import SearchResult
from finder.text import Text
from finder.web.cards import Cards
from finder.web.forms import MOST_SHOWN, SEARCH_FIELDS, asked_fields
from finder.web.hosts import origin

# The field of the form for each filter whose name differs.
_FIELDS: dict[str, str] = {"site_of_care": "kind"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that the patient made: what it asks for, what it goes by, and what it does to the locations in reach."""

    label: Text
    explained: Text
    count: FilterCount


@dataclass(frozen=True, slots=True)
class Offer:
    """The same search without a choice: what that would bring, and the fields that ask for it."""

    words: Text
    fields: list[tuple[str, str]]


def results_context(result: SearchResult, form: MultiDict[str, str]) -> dict[str, Any]:
    """The choices in words, the same search without one of them, a link to it, and the locations that were ticked before."""
    asked, filters = asked_fields(form), result.query.filters

    def without(name: FilterId | Literal["sort"]) -> list[tuple[str, str]]:
        return [(n, v) for n, v in asked if n != _FIELDS.get(name, name)]

    def unknown(option: Option) -> list[Text]:
        return [label(filters, name) for name in option.unknown]

    return {
        "choices_made": [Choice(label(filters, f.id), EXPLAINED[f.id], f) for f in result.ranking.filters],
        "offers": [Offer(offer(filters, f), without(f.id)) for f in result.offers],
        "unknown": unknown,
        "cards": Cards(result, frozenset(form.getlist("id"))),
        "sorted_otherwise": [*without("sort"), ("sort", "sure" if result.query.order == "miles" else "miles")],
        "share_link": _share_link(result, form),
        "ticked": form.getlist("id"),
        "more": min(DEFAULT_LIMIT, MOST_SHOWN - len(result.options), result.ranking.found - len(result.options)),
    }


def _share_link(result: SearchResult, form: MultiDict[str, str]) -> str | None:
    """The address of the search from the place's ZIP code; None if it has none."""
    if not result.place.zip:
        return None
    fields = {n: [v for v in form.getlist(n) if v] for n in SEARCH_FIELDS if n != "place"}
    chosen: dict[str, Any] = {n: v for n, v in fields.items() if v}
    return origin() + url_for("patient.shared_search", zip=result.place.zip, **chosen)


def choose(result: SearchResult, ids: Sequence[str]) -> SearchResult | None:
    """The result with the options of these ids alone; None if none of them is in the list."""
    options = chosen(result, ids)
    return result.only(options) if options else None


def without_examples(result: SearchResult) -> SearchResult:
    """The result with its real options alone; all of them if every one is an example."""
    return result.only(tuple(o for o in result.options if not o.point.example) or result.options)


def directions(point: ServicePoint) -> str | None:
    """A link to OpenStreetMap that shows the way to a location. It names the location alone; None if only its area is known."""
    address = point.address
    if point.position and point.position.precision == "address":
        to = f"{point.position.point.lat_deg:.5f},{point.position.point.lon_deg:.5f}"
    elif address.street and address.city:
        to = where(address)
    else:
        return None
    return "https://www.openstreetmap.org/directions?" + urlencode({"to": to})
