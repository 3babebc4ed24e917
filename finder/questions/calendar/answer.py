"""Answers the question of calendars: measure the drives, plan the cycle, and check what the directory reads of it."""

from collections.abc import Iterator

import numpy as np

from finder.access.calendar.crew import Crew, Drives
from finder.access.calendar.fleet import Fleet
from finder.access.calendar.needs import Need, fits_cycle, need
from finder.access.calendar.tours import TooManyRounds
from finder.domain.fleet import PlannedStop, PlannedUnit
from finder.domain.geo import Point, PointSet
from finder.domain.therapy import Regimen
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.calendar.listings import listings, unfit
from finder.questions.calendar.notices import notices
from finder.questions.calendar.query import CalendarQuery
from finder.questions.calendar.result import CalendarResult
from finder.questions.points import ends_at, nearest_states
from finder.text import named, text
from finder.travel.model import TravelMatrix

_MINUTES = 60
# No trip of the country is longer.
_ANY_MI = 20_000.0


def answer(query: CalendarQuery, context: Context) -> CalendarResult:
    """Plan the calendar. Raises QueryError for treatments that four weeks cannot give, and for a crew without enough hours."""
    _check_ids(query, context)
    needs = tuple(_need(query, context, stop) for stop in query.stops)
    for unit in query.units:
        _check_session(unit, min(n.session_min for n in needs))
    bases = [_base(unit, context) for unit in query.units]
    points = PointSet.of([point for _, point in bases] + [stop.point for stop in query.stops])
    matrix = _matrix(context, points)
    fleet = Fleet(
        tuple(_crew(unit, row) for row, unit in enumerate(query.units)), _drives(matrix, len(bases), len(query.stops)), needs
    )
    try:
        plan = fleet.plan(query.seconds)
        reliefs = tuple(fleet.reliefs(_places(fleet, plan.left_out), query.seconds)) if plan.left_out else ()
    except TooManyRounds as error:
        raise QueryError(
            text("These stops can be combined in more ways than can be compared."),
            text("Give the stops of one region at a time, or longer stays."),
        ) from error
    states = _states(query, context)
    listed = listings(query, context, states, needs, plan)
    return CalendarResult(
        query=query,
        context=context,
        method=matrix.method,
        notices=tuple(notices(query, context, matrix.notice)),
        base_names=tuple(name for name, _ in bases),
        states=states,
        fleet=fleet,
        plan=plan,
        obstacles=tuple(fleet.obstacles()),
        reliefs=reliefs,
        points=listed,
        unfit=tuple(unfit(query, context, listed)),
    )


def _check_ids(query: CalendarQuery, context: Context) -> None:
    """Raise QueryError for a stop with the id of a center: the directory has one of each id."""
    centers = {center.id for center in context.directory.centers}
    if taken := [stop.id for stop in query.stops if stop.id in centers]:
        raise QueryError(
            text("%(id)s is the id of a center in the directory.", id=repr(taken[0][:60])), text("Give the stop another id.")
        )


def _need(query: CalendarQuery, context: Context, stop: PlannedStop) -> Need:
    """What a stop must get for all of its therapies. Raises QueryError for one that four weeks cannot give."""
    return need([_regimen(therapy, query, context, stop) for therapy in query.therapies_of(stop)])


def _regimen(therapy_id: str, query: CalendarQuery, context: Context, stop: PlannedStop) -> Regimen:
    therapy, days = context.therapy(therapy_id), stop.days or query.days
    regimen = (therapy.with_days(days) if days else therapy).regimen if therapy else None
    name = named(therapy.short_name if therapy else therapy_id)
    if regimen is None:
        raise QueryError(
            text("%(therapy)s is given as prescribed, so no calendar can be planned for it.", therapy=name),
            text("Name treatments with a schedule, like ivig or rituximab."),
        )
    if not fits_cycle(regimen):
        raise QueryError(
            text("A calendar that repeats every 4 weeks can't give %(therapy)s: %(label)s.", therapy=name, label=regimen.label),
            text("Name treatments that are due every 4 weeks or less often."),
        )
    return regimen


def _check_session(unit: PlannedUnit, session_min: float) -> None:
    """Raise QueryError for a crew whose day is shorter than the session, apart from all driving."""
    times = unit.times
    opens_min = times.opens.hour * _MINUTES + times.opens.minute
    said: dict[str, object] = {"unit": unit.name, "hours": session_min / _MINUTES}
    if times.crew_hours * _MINUTES < session_min + times.setup_min:
        raise QueryError(
            text(
                "The crew of %(unit)s works %(crew)s hours a day, which is too short for a session of %(hours)s hours and "
                "%(setup)s minutes to set up.",
                crew=times.crew_hours, setup=times.setup_min, **said,
            ),
            text("Give the crew a longer day."),
        )  # fmt: skip
    if opens_min + session_min >= 24 * _MINUTES:
        raise QueryError(
            text("A session of %(hours)s hours at %(unit)s would end after midnight.", **said), text("Open doors earlier.")
        )


def _base(unit: PlannedUnit, context: Context) -> tuple[str, Point]:
    """The name and the point of a unit's base. Raises PlaceNotFound or PlaceAmbiguous."""
    if unit.base_point:
        return unit.base or unit.base_point.written, unit.base_point
    place = context.places.find(unit.base)
    return unit.base, place.point


def _crew(unit: PlannedUnit, base: int) -> Crew:
    times = unit.times
    return Crew(
        base=base,
        day_min=times.crew_hours * _MINUTES,
        setup_min=times.setup_min,
        takedown_min=times.takedown_min,
        week_days=times.week_days,
        opens_min=times.opens.hour * _MINUTES + times.opens.minute,
        overnight=times.overnight,
    )


def _matrix(context: Context, points: PointSet) -> TravelMatrix:
    """Trips between all bases and stops, however far."""
    ends = ends_at(points, context)
    return context.travel.matrix(ends, ends, _ANY_MI)


def _drives(matrix: TravelMatrix, bases: int, stops: int) -> Drives:
    size = bases + stops
    minutes, miles = np.full((size, size), np.inf), np.full((size, size), np.inf)
    minutes[matrix.origin, matrix.destination] = matrix.driving_min
    miles[matrix.origin, matrix.destination] = matrix.distance_mi
    np.fill_diagonal(minutes, 0.0)
    np.fill_diagonal(miles, 0.0)
    return Drives(minutes, miles, tuple(range(bases, size)))


def _places(fleet: Fleet, left_out: tuple[int, ...]) -> Iterator[int]:
    """Where a base could be: the towns of the stops, first of those that are left out."""
    stops = range(len(fleet.needs))
    for stop in (*left_out, *(s for s in stops if s not in left_out)):
        yield fleet.drives.stop[stop]


def _states(query: CalendarQuery, context: Context) -> tuple[str, ...]:
    """The state of each stop: as its file says, or that of the nearest ZIP code."""
    near = nearest_states(PointSet.of([stop.point for stop in query.stops]), context)
    return tuple(stop.state or str(state) for stop, state in zip(query.stops, near, strict=True))
