"""The plan as listings, and whether their visits can give what they are planned for by the rules of searches."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from finder.access.calendar.needs import CYCLE_DAYS, CYCLE_WEEKS, Need
from finder.access.calendar.plan import Plan
from finder.access.candidate import candidate
from finder.domain.facility import ServicePoint
from finder.domain.fleet import PlannedStop, listed_stop, listed_unit
from finder.domain.geo import miles_between
from finder.domain.provenance import AsOf, Provenance
from finder.domain.recurrence import WEEKDAYS
from finder.domain.schedule import Calendar
from finder.questions.base import Context
from finder.questions.calendar.query import CalendarQuery
from finder.questions.calendar.result import StopVisit, Unfit, closing, visits

SOURCE = "planned with the Infusion Access Finder, not confirmed"
# A stop that bears the name of a town and lies this near to its middle is in it.
_IN_TOWN_MI = 10.0


def listings(
    query: CalendarQuery, context: Context, states: Sequence[str], needs: Sequence[Need], plan: Plan
) -> tuple[ServicePoint, ...]:
    """The stops that are served, with their units and calendars, in the order of the query."""
    calendars: dict[int, list[Calendar]] = defaultdict(list)
    unit_of: dict[int, int] = {}
    for visit in visits(query, plan):
        unit_of[visit.stop] = visit.unit
        calendars[visit.stop].append(_calendar(query, context, visit, needs[visit.stop].session_min))
    said = Provenance(SOURCE, "", AsOf.of(query.on))
    units = {}
    for unit in set(unit_of.values()):
        mine = sorted(stop for stop, by in unit_of.items() if by == unit)
        therapies = dict.fromkeys(t for stop in mine for t in query.therapies_of(query.stops[stop]))
        longest = max(needs[stop].session_min for stop in mine) / 60
        units[unit] = listed_unit(query.units[unit], tuple(therapies), longest, said)
    return tuple(
        ServicePoint(listed_stop(stop, units[unit], _town(stop, states[row], context), states[row], tuple(calendars[row])))
        for row, unit in sorted(unit_of.items())
        if (stop := query.stops[row])
    )


def unfit(query: CalendarQuery, context: Context, points: Sequence[ServicePoint]) -> Iterator[Unfit]:
    """Days on which a stop's visits cannot give a therapy, by the rules of searches; the first of each.

    Visits repeat from the first cycle on, so every later day sees what one of its days sees.
    """
    row_of = {stop.id: row for row, stop in enumerate(query.stops)}
    days = [query.starts_on + timedelta(days=n) for n in range(CYCLE_DAYS)]
    for point in points:
        therapies = [context.therapy(t) for t in query.therapies_of(query.stops[row_of[point.id]])]
        seen = [candidate(point, day) for day in days]
        for therapy in filter(None, therapies):
            found = ((c.on, why) for c in seen if (why := c.unsuitable(therapy)))
            if first := next(found, None):
                yield Unfit(row_of[point.id], therapy.id, *first)


def _town(stop: PlannedStop, state: str, context: Context) -> str:
    """The town of a stop, if it bears its name."""
    town = context.places.gazetteer.city_place(stop.name, state)
    return stop.name if town and miles_between(town.point, stop.point) <= _IN_TOWN_MI else ""


def _calendar(query: CalendarQuery, context: Context, visit: StopVisit, session_min: float) -> Calendar:
    unit, first = query.units[visit.unit], visit.first_day.weekday()
    days = ",".join(WEEKDAYS[first + n] for n in range(visit.days))
    return Calendar(
        starts_on=visit.first_day,
        start_time=unit.times.opens,
        end_time=closing(unit, session_min),
        timezone=context.reference.time_zones.at(query.stops[visit.stop].point),
        rule=f"FREQ=WEEKLY;INTERVAL={CYCLE_WEEKS};BYDAY={days}",
    )
