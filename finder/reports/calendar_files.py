"""The files of a calendar: listing files that a directory reads, and a calendar file (RFC 5545) and a sheet for each unit."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from finder import __version__
from finder.directory.columns import COLUMNS
from finder.directory.written import mobile_rows
from finder.domain.facility import ServicePoint
from finder.domain.fleet import PlannedUnit
from finder.domain.schedule import Calendar as StopCalendar
from finder.questions.base import Row
from finder.questions.calendar.document import sheet
from finder.questions.calendar.result import CalendarResult
from finder.questions.calendar.tables import TABLES, whole
from finder.reports.list_manifest import CALENDAR
from finder.reports.manifest import PROGRAM, short
from finder.reports.rows import to_csv, to_json

_USES = ("therapies.toml", "zips.npz", "counties.csv", "time_zones.npz")
# Time zones are described for so many years from the start.
_ZONE_YEARS = 10


def manifest(result: CalendarResult) -> dict[str, Any]:
    """What a calendar was made from. Of the files of stops and units, it has the fingerprints alone."""
    query, reference = result.query, result.context.reference
    uses = (*_USES, *(() if result.method.id == "straight" else ("roads.npz",)))
    return {
        "program": PROGRAM,
        "version": __version__,
        "question": CALENDAR,
        "made_from": dict(query.made_from),
        "asked": {
            "therapies": list(query.therapies),
            "days": query.days,
            "seconds": query.seconds,
            "starts_on": query.starts_on.isoformat(),
            "units": [_unit(result, row) for row in range(len(query.units))],
        },
        "method": result.method.id,
        "directory": {"label": result.context.directory.label, "fingerprint": result.context.directory.fingerprint},
        "computed_on": query.on.isoformat(),
        "data": {name: short(reference.fingerprint(name)) for name in uses},
    }


def _unit(result: CalendarResult, row: int) -> Row:
    """A unit with its base and the times of its crew."""
    unit = result.query.units[row]
    times = {**asdict(unit.times), "opens": f"{unit.times.opens:%H:%M}"}
    return {"id": unit.id, "name": unit.name, "base": result.base_names[row], **times}


def whole_answer(result: CalendarResult) -> Row:
    """The whole answer as plain values, with its manifest."""
    return {**whole(result), "manifest": manifest(result)}


def listing_files(result: CalendarResult) -> Iterator[tuple[str, bytes]]:
    """The files of mobile units, by name."""
    for name, rows in mobile_rows(result.points).items():
        yield name, to_csv(rows, COLUMNS[name]).encode()


def unit_files(result: CalendarResult) -> Iterator[tuple[str, bytes]]:
    """A calendar file and a sheet for each unit that has something to do, by name."""
    # Imported with the first PDF, because fonts and drawing take a while to load.
    from finder.reports.pdf.report import to_pdf

    said = manifest(result)
    for row, unit in enumerate(result.query.units):
        if result.turns_of(row):
            yield f"{unit.id}.ics", to_ics(result, unit)
            yield f"{unit.id}.pdf", to_pdf(sheet(result, row), result, said)


def to_ics(result: CalendarResult, unit: PlannedUnit) -> bytes:
    """The visits of a unit, each stay of the cycle as an event that repeats, in the time zone of its stop."""
    # Imported only where a calendar is asked for: other commands start without it.
    from icalendar import Calendar, Event, vRecur

    calendar = Calendar()
    calendar.add("prodid", "-//Infusion Access Finder//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", unit.name)
    stamp = datetime.combine(result.query.on, time(), UTC)
    for point, visits in _stays(result, unit):
        starts, ends = (datetime.combine(visits.starts_on, at, visits.timezone) for at in (visits.start_time, visits.end_time))
        event = Event()
        event.add("uid", f"{point.id}-{visits.starts_on:%Y%m%d}@infusion-access-finder")
        event.add("dtstamp", stamp)
        event.add("dtstart", starts)
        event.add("dtend", ends)
        event.add("rrule", vRecur.from_ical(visits.rule))
        event.add("summary", point.name)
        event.add("location", ", ".join(filter(None, [point.address.city or point.listing.display_name, point.address.state])))
        event.add("status", "TENTATIVE")
        if point.position:
            event.add("geo", (point.position.point.lat_deg, point.position.point.lon_deg))
        calendar.add_component(event)
    first = result.query.starts_on
    calendar.add_missing_timezones(
        first_date=first - timedelta(days=366), last_date=first.replace(day=1, year=first.year + _ZONE_YEARS)
    )
    content: bytes = calendar.to_ical()
    return content


def _stays(result: CalendarResult, unit: PlannedUnit) -> Iterator[tuple[ServicePoint, StopCalendar]]:
    """The calendars of a unit's stops, by their first day."""
    row = result.query.units.index(unit)
    mine = {result.query.stops[visit.stop].id for visit in result.visits if visit.unit == row}
    found = [(point, calendar) for point in result.points if point.id in mine for calendar in point.listing.calendars]
    yield from sorted(found, key=lambda pair: (pair[1].starts_on, pair[0].id))


def zipped(result: CalendarResult) -> bytes:
    """All files of a calendar, with its visits as CSV and the whole answer as JSON, in one ZIP file."""
    visits = TABLES["visits"]
    rows = to_csv(visits.rows(result), visits.columns).encode()
    files = [
        *listing_files(result),
        *unit_files(result),
        ("visits.csv", rows),
        ("calendar.json", to_json(whole_answer(result))),
    ]
    out, at = BytesIO(), result.query.on.timetuple()[:6]
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in files:
            book.writestr(ZipInfo(name, at), content, ZIP_DEFLATED)
    return out.getvalue()
