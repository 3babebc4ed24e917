"""Chosen options side by side, and treatments against each other at each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finder.access.burden import Burden, burden_by_days
from finder.access.candidate import candidate
from finder.access.compare import Measure, compare_options, compare_regimens
from finder.access.ranking import Option
from finder.access.reason import Reason
from finder.domain.therapy import Therapy
from finder.errors import QueryError
from finder.questions.search.result import SearchResult
from finder.text import Text, named, text

MOST_COMPARED = 3
# The two main treatments can be compared at any location.
MAIN_THERAPIES = ("ivig", "rituximab")
# For those who go home each night, each infusion day is a trip, and the number is the same at each location.
_SAME_AS_TRIPS = "days"
# Measures of a comparison by id.
MEASURE_WORDS: Mapping[str, Text] = {
    "distance_mi": text("Miles one way"),
    "travel_min": text("Minutes one way"),
    "chair_hours": text("Hours in the chair on one day"),
    "days": text("Infusion days a year"),
    "trips": text("Trips a year, home each night"),
    "miles": text("Miles driven a year, home each night"),
    "hours": text("Hours on the road a year, home each night"),
    "mileage_cost_usd": text("Driving cost a year, home each night"),
    "stay_trips": text("Trips a year, staying nearby during each cycle"),
    "stay_miles": text("Miles driven a year, staying nearby"),
    "stay_hours": text("Hours on the road a year, staying nearby"),
    "stay_mileage_cost_usd": text("Driving cost a year, staying nearby"),
    "stay_nights": text("Nights away a year, staying nearby"),
}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A heading for each column, and the rows."""

    headings: tuple[Text, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class TreatmentsAt:
    """The treatments that somebody may get at an option side by side, None if there is none; and why not the others."""

    option: Option
    compared: SideBySide | None
    refused: tuple[tuple[Therapy, Reason], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The chosen options that can be compared, side by side, and `not_measured` ones that cannot.

    `staying` are the rows of a year that is spent near each of them during a cycle, if a cycle may take several days.
    `by_days` is the burden at the first of them for each number of days in a row that a cycle may take, if there are several.
    """

    options: tuple[Option, ...]
    not_measured: tuple[Option, ...]
    side_by_side: SideBySide
    staying: SideBySide | None
    treatments: tuple[TreatmentsAt, ...]
    by_days: tuple[tuple[int, Burden], ...]


def chosen(result: SearchResult, ids: Sequence[str]) -> tuple[Option, ...]:
    """The options of these ids, in the order of the list."""
    return tuple(o for o in result.options if o.point.id in ids)


def compare(result: SearchResult, ids: Sequence[str]) -> Comparison:
    """The options of these ids side by side. Raises QueryError unless one to three are chosen, and one can be compared."""
    options = chosen(result, ids)
    if not 1 <= len(options) <= MOST_COMPARED:
        raise QueryError(
            text("You chose %(n)s locations.", n=len(options)),
            text("Choose 1 to %(most)s from the list.", most=MOST_COMPARED),
        )
    measured = tuple(o for o in options if o.measured)
    if not measured:
        raise QueryError(
            text("We don't know the trip to the locations you chose well enough to compare them."),
            text("Choose others from the list."),
        )
    headings = tuple(text("%(name)s", name=o.point.name) for o in measured)
    measures = compare_options(measured)
    staying = tuple(m for m in measures if m.staying)
    return Comparison(
        options=measured,
        not_measured=tuple(o for o in options if o not in measured),
        side_by_side=SideBySide(headings, tuple(m for m in measures if not m.staying and m.id != _SAME_AS_TRIPS)),
        staying=SideBySide(headings, staying) if any(o.burden and o.burden.stay for o in measured) else None,
        treatments=tuple(_treatments_at(o, result) for o in measured),
        by_days=_by_days(result, measured[0]),
    )


def _treatments_at(option: Option, result: SearchResult) -> TreatmentsAt:
    here = candidate(option.point, result.query.on)
    reasons = [(t, here.unsuitable(t)) for t in _treatments(result)]
    given = [(t, t.regimen) for t, why in reasons if why is None and t.regimen]
    headings = tuple(text("%(therapy)s, %(regimen)s", therapy=named(t.name), regimen=named(r.label)) for t, r in given)
    measures = compare_regimens(option.trip, [r for _, r in given], result.usd_per_mile) if given else ()
    refused = tuple((t, why) for t, why in reasons if why)
    return TreatmentsAt(option, SideBySide(headings, measures) if given else None, refused)


def _treatments(result: SearchResult) -> list[Therapy]:
    """The main treatments and the chosen one, each once, if a schedule is known."""
    main = (result.context.reference.therapies[i] for i in MAIN_THERAPIES)
    wanted = {t.id: t for t in [*main, *([result.therapy] if result.therapy else [])]}
    return [t for t in wanted.values() if t.regimen][:MOST_COMPARED]


def _by_days(result: SearchResult, option: Option) -> tuple[tuple[int, Burden], ...]:
    regimen, on, listing = result.regimen, result.query.on, option.point.listing
    if regimen is None or regimen.consecutive_days.high == 1:
        return ()
    return burden_by_days(option.trip, regimen, result.usd_per_mile, listing.opening(on, on), listing.max_infusion_hours)
