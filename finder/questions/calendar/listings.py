"""The plan as rows of the listing files, and as the directory reads them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from finder.access.calendar.needs import CYCLE_WEEKS
from finder.access.calendar.plan import Plan
from finder.access.candidate import candidate
from finder.directory.cells import Cells
from finder.directory.columns import COLUMNS
from finder.directory.listings import ListingReader, stop_calendar
from finder.directory.table import Row as ListingRow
from finder.directory.table import RowNotice
from finder.domain.facility import ServicePoint
from finder.domain.geo import miles_between
from finder.domain.recurrence import WEEKDAYS
from finder.domain.schedule import Calendar
from finder.questions.base import Context, Row
from finder.questions.calendar.query import CalendarQuery
from finder.questions.calendar.result import StopVisit, Unfit, closing, visits

SOURCE = "planned with the Infusion Access Finder, not confirmed"
# A stop that bears the name of a town and lies this near to its middle is in it.
_IN_TOWN_MI = 10.0
_YEAR_DAYS = 365


def rows(
    query: CalendarQuery, context: Context, states: tuple[str, ...], sessions: Mapping[int, float], plan: Plan
) -> dict[str, list[Row]]:
    """The rows of the three files of mobile units, by the names of the files. `sessions` are minutes, by stop."""
    found = visits(query, plan)
    served = {visit.stop: visit.unit for visit in found}
    return {
        "mobile_units.csv": list(_unit_rows(query, served, sessions)),
        "mobile_stops.csv": [_stop_row(query, context, states, stop, unit) for stop, unit in sorted(served.items())],
        "mobile_calendar.csv": [_calendar_row(query, context, visit, sessions[visit.stop]) for visit in found],
    }


def read(files: Mapping[str, list[Row]], context: Context, today: date) -> tuple[ServicePoint, ...]:
    """What the directory reads of the rows."""
    reader = ListingReader(context.places.gazetteer, context.reference.therapies, context.reference.good_for_years)

    def cells(name: str) -> Iterator[Cells]:
        notices = list[RowNotice]()
        for line, row in enumerate(files[name], 2):
            written = {column: str(row.get(column, "")) for column in COLUMNS[name]}
            yield Cells(ListingRow(name, line, written), notices, today)

    units = {unit.id: unit for unit in map(reader.unit, cells("mobile_units.csv"))}
    calendars: dict[str, list[Calendar]] = defaultdict(list)
    for stop_id, calendar in map(stop_calendar, cells("mobile_calendar.csv")):
        calendars[stop_id].append(calendar)
    stops = [reader.stop(c, units, calendars) for c in cells("mobile_stops.csv")]
    return tuple(ServicePoint(stop, reader.unit_statements(stop.unit)) for stop in stops)


def unfit(query: CalendarQuery, context: Context, points: tuple[ServicePoint, ...]) -> Iterator[Unfit]:
    """Days of the first year on which a stop's visits cannot give a therapy, by the rules of searches; the first of each."""
    row_of = {stop.id: row for row, stop in enumerate(query.stops)}
    for point in points:
        stop = row_of[point.id]
        for therapy_id in query.therapies_of(query.stops[stop]):
            therapy = context.therapy(therapy_id)
            days = (query.starts_on + timedelta(days=n) for n in range(_YEAR_DAYS))
            found = ((day, why) for day in days if (why := candidate(point, day).unsuitable(therapy)))
            if first := next(found, None):
                yield Unfit(stop, therapy_id, *first)


def _unit_rows(query: CalendarQuery, served: Mapping[int, int], sessions: Mapping[int, float]) -> Iterator[Row]:
    for row, unit in enumerate(query.units):
        mine = [stop for stop, by in served.items() if by == row]
        if not mine:
            continue
        therapies = dict.fromkeys(t for stop in sorted(mine) for t in query.therapies_of(query.stops[stop]))
        yield {
            "id": unit.id,
            "name": unit.name,
            "operator": unit.operator,
            "phone": unit.phone,
            "website": unit.website,
            "chairs": "" if unit.chairs is None else unit.chairs,
            "therapies": ";".join(therapies),
            "first_dose": "yes" if unit.first_dose else "no",
            "max_infusion_hours": f"{max(sessions[stop] for stop in mine) / 60:g}",
            "source": SOURCE,
            "source_url": "",
            "checked_on": query.on.isoformat(),
            "example": "yes" if unit.example else "no",
        }


def _stop_row(query: CalendarQuery, context: Context, states: tuple[str, ...], row: int, unit: int) -> Row:
    stop, state = query.stops[row], states[row]
    town = context.places.gazetteer.city_place(stop.name, state)
    in_town = town is not None and miles_between(town.point, stop.point) <= _IN_TOWN_MI
    return {
        "id": stop.id,
        "unit_id": query.units[unit].id,
        "name": stop.name,
        "street": "",
        "city": stop.name if in_town else "",
        "state": state,
        "zip": "",
        # Numbers: a text that begins with a minus sign would be guarded against spreadsheets.
        "lat": round(stop.point.lat_deg, 5),
        "lon": round(stop.point.lon_deg, 5),
        "note": "",
    }


def _calendar_row(query: CalendarQuery, context: Context, visit: StopVisit, session_min: float) -> Row:
    stop, unit = query.stops[visit.stop], query.units[visit.unit]
    days = ",".join(WEEKDAYS[(visit.first_day.weekday() + n) % len(WEEKDAYS)] for n in range(visit.days))
    return {
        "stop_id": stop.id,
        "starts_on": visit.first_day.isoformat(),
        "start_time": f"{unit.times.opens:%H:%M}",
        "end_time": f"{closing(unit, session_min):%H:%M}",
        "timezone": context.reference.time_zones.at(stop.point).key,
        "rrule": f"FREQ=WEEKLY;INTERVAL={CYCLE_WEEKS};BYDAY={days}",
        "exdates": "",
        "rdates": "",
    }
