"""What stands on the pages of a patient's results, besides the list itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from finder.access.burden import burden_by_days
from finder.access.compare import MOST_COMPARED, compare_options, compare_therapies
from finder.access.filters import FilterId
from finder.access.ranking import Option
from finder.errors import QueryError
from finder.facility import Stop
from finder.notices import EVIDENCE_WORDS, EXAMPLE_MARK, UNREACHABLE
from finder.questions import SearchResult
from finder.text import text
from finder.therapy import Therapy
from finder.web.forms import SEARCH_FIELDS, asked_fields

# What the two main treatments ask can be held against each other anywhere.
MAIN_THERAPIES = ("ivig", "rituximab")
_FIELDS_OF: dict[FilterId, str] = {"kinds": "kind"}


def results_context(result: SearchResult, form: MultiDict[str, str]) -> dict[str, Any]:
    """The same search without each filter, and a link to it that holds no more than a ZIP."""
    asked = asked_fields(form)
    without = {f.id: [(n, v) for n, v in asked if n != _FIELDS_OF.get(f.id, f.id)] for f in result.offers}
    return {"without": without, "share_link": _share_link(result, form)}


def _share_link(result: SearchResult, form: MultiDict[str, str]) -> str | None:
    """The address of the search from the ZIP; None if the place has none."""
    if not result.place.zip:
        return None
    fields: dict[str, list[str]] = {n: [v for v in form.getlist(n) if v] for n in SEARCH_FIELDS if n != "place"}
    return url_for("patient.shared_search", zip=result.place.zip, **{n: v for n, v in fields.items() if v}, _external=True)


def compare_context(result: SearchResult, ids: Sequence[str], therapies: Mapping[str, Therapy]) -> dict[str, Any]:
    """The chosen places side by side, and the main treatments at each. Raises QueryError unless one to three are chosen."""
    by_id = {o.point.id: o for o in result.options if o.trip.by_road}
    chosen = [by_id[i] for i in dict.fromkeys(ids) if i in by_id]
    if not 1 <= len(chosen) <= MOST_COMPARED:
        raise QueryError(
            text("%(n)s places were chosen.", n=len(chosen)), text("Choose 1 to %(most)s of the list.", most=MOST_COMPARED)
        )
    treatments = _treatments(result.therapy, therapies)
    by_place = [(o, compare_therapies(o.trip, treatments, result.usd_per_mile)) for o in chosen]
    return {"chosen": chosen, "options": compare_options(chosen), "by_place": by_place, "days": _days(result, chosen[0])}


def _treatments(chosen: Therapy | None, therapies: Mapping[str, Therapy]) -> list[Therapy]:
    """The chosen treatment and the main ones, each once, if a schedule is known."""
    wanted = {t.id: t for t in [*([chosen] if chosen else []), *(therapies[i] for i in MAIN_THERAPIES)]}
    return [t for t in wanted.values() if t.regimen][:MOST_COMPARED]


def _days(result: SearchResult, option: Option) -> Any:
    """The burden by days in a row, where a cycle may take several."""
    regimen = result.regimen
    if regimen is None or regimen.consecutive_days.high == 1:
        return ()
    listing, on = option.point.listing, result.query.on
    most = listing.unit.max_infusion_hours if isinstance(listing, Stop) else None
    return burden_by_days(option.trip, regimen, result.usd_per_mile, listing.opening(on, on), most)


def plain_list(result: SearchResult) -> str:
    """The list as plain text, a place a block."""
    head = f"Infusion care near {result.place.label}, {result.query.on}. Not an appointment and not medical advice.\n"
    return head + "".join(_block(o, result) for o in result.options)


def _block(option: Option, result: SearchResult) -> str:
    point, trip = option.point, option.trip
    where, said = point.address, option.point.provenance
    way = f"{trip.distance_mi:.0f} miles, about {trip.travel_min_low:.0f} to {trip.travel_min_high:.0f} minutes one way"
    lines = [
        f"{option.rank}. {f'{EXAMPLE_MARK}: ' if point.example else ''}{point.name}",
        f"Phone: {point.phone or 'not known'}",
        ", ".join(part for part in (where.street, where.city, f"{where.state} {where.zip}".strip()) if part),
        way if trip.by_road else str(UNREACHABLE),
        f"{result.therapy.short_name}: {EVIDENCE_WORDS[option.evidence.evidence]}" if result.therapy else "",
        f"Next visits: {', '.join(d.isoformat() for d in option.visits[:4])}" if option.visits else "",
        f"Source: {said.source or said.source_url or 'unknown'}, {said.checked_on or 'no date'}",
    ]
    return "\n" + "\n".join("".join(c for c in line if c.isprintable()) for line in lines if line) + "\n"
