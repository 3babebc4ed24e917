"""What stands on the pages of a patient's results, besides the list itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from finder.access.burden import burden_by_days
from finder.access.candidate import candidate
from finder.access.compare import MOST_COMPARED, Comparison, compare_options, compare_therapies
from finder.access.filters import FilterId
from finder.access.ranking import Option
from finder.domain.facility import ServicePoint, Stop
from finder.domain.therapy import Therapy
from finder.errors import QueryError
from finder.questions.search.query import DEFAULT_LIMIT
from finder.questions.search.result import SearchResult
from finder.reports.option_words import where
from finder.text import Text, text
from finder.web.forms import SEARCH_FIELDS, asked_fields

# What the two main treatments ask can be held against each other anywhere.
MAIN_THERAPIES = ("ivig", "rituximab")
_FIELDS_OF: dict[FilterId, str] = {"kinds": "kind"}


def results_context(result: SearchResult, form: MultiDict[str, str]) -> dict[str, Any]:
    """The same search without each filter, a link to it that holds no more than a ZIP, and the places ticked before."""
    asked = asked_fields(form)
    without = {f.id: [(n, v) for n, v in asked if n != _FIELDS_OF.get(f.id, f.id)] for f in result.offers}
    return {"without": without, "share_link": _share_link(result, form), "ticked": form.getlist("id")}


def _share_link(result: SearchResult, form: MultiDict[str, str]) -> str | None:
    """The address of the search from the ZIP; None if the place has none."""
    if not result.place.zip:
        return None
    fields: dict[str, list[str]] = {n: [v for v in form.getlist(n) if v] for n in SEARCH_FIELDS if n != "place"}
    return url_for("patient.shared_search", zip=result.place.zip, **{n: v for n, v in fields.items() if v}, _external=True)


def choose(result: SearchResult, ids: Sequence[str]) -> SearchResult:
    """The result with the options of these ids alone; if none of them is in the list, with the real ones of its first page."""
    first = result.options[:DEFAULT_LIMIT]
    return replace(result, options=_chosen(result, ids) or tuple(o for o in first if not o.point.example) or first)


def _chosen(result: SearchResult, ids: Sequence[str]) -> tuple[Option, ...]:
    return tuple(o for o in result.options if o.point.id in ids)


def directions(point: ServicePoint) -> str | None:
    """Where a map that is not ours shows the way to a place. It is told the place alone; None if only its area is known."""
    address = point.address
    if point.location and point.location.precision == "address":
        to = f"{point.location.point.lat_deg:.5f},{point.location.point.lon_deg:.5f}"
    elif address.street and address.city:
        to = where(address)
    else:
        return None
    return "https://www.openstreetmap.org/directions?" + urlencode({"to": to})


def compare_context(result: SearchResult, ids: Sequence[str], therapies: Mapping[str, Therapy]) -> dict[str, Any]:
    """The chosen places side by side, and the main treatments at each. Raises QueryError unless one to three are chosen."""
    chosen = _chosen(result, ids)
    if not 1 <= len(chosen) <= MOST_COMPARED:
        raise QueryError(
            text("%(n)s places were chosen.", n=len(chosen)), text("Choose 1 to %(most)s of the list.", most=MOST_COMPARED)
        )
    measured = [o for o in chosen if o.trip.by_road and not o.same_area]
    if not measured:
        raise QueryError(
            text("For none of the chosen places the trip is known well enough to compare."), text("Choose others of the list.")
        )
    treatments = _treatments(result.therapy, therapies)
    by_place = [(o, *_treatments_at(o, treatments, result)) for o in measured]
    return {
        "chosen": measured,
        "not_measured": [o for o in chosen if o not in measured],
        "options": compare_options(measured),
        "by_place": by_place,
        "days": _days(result, measured[0]),
    }


def _treatments_at(
    option: Option, treatments: Sequence[Therapy], result: SearchResult
) -> tuple[Comparison | None, list[tuple[Therapy, Text]]]:
    """The treatments that somebody may get at a place side by side, and why nobody can get the others there."""
    here = candidate(option.point, result.query.on)
    refused = [(t, why) for t in treatments if (why := here.unsuited(t))]
    given = [t for t in treatments if here.unsuited(t) is None]
    return compare_therapies(option.trip, given, result.usd_per_mile) if given else None, refused


def _treatments(chosen: Therapy | None, therapies: Mapping[str, Therapy]) -> list[Therapy]:
    """The chosen treatment and the main ones, each once, if a schedule is known."""
    wanted = {t.id: t for t in [*(therapies[i] for i in MAIN_THERAPIES), *([chosen] if chosen else [])]}
    return [t for t in wanted.values() if t.regimen][:MOST_COMPARED]


def _days(result: SearchResult, option: Option) -> Any:
    """The burden by days in a row, where a cycle may take several."""
    regimen = result.regimen
    if regimen is None or regimen.consecutive_days.high == 1:
        return ()
    listing, on = option.point.listing, result.query.on
    most = listing.unit.max_infusion_hours if isinstance(listing, Stop) else None
    return burden_by_days(option.trip, regimen, result.usd_per_mile, listing.opening(on, on), most)
