"""Visits of a mobile unit as a calendar file (RFC 5545)."""

from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event

from finder.facility import ServicePoint, Stop
from finder.notices import EXAMPLE_MARK
from finder.schedule import window


def to_ics(point: ServicePoint, stop: Stop, today: date) -> bytes:
    """The visits of the coming weeks, each an event; in UTC, so that every calendar shows the right time in its own zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Infusion Access Finder//EN")
    calendar.add("version", "2.0")
    name = f"{EXAMPLE_MARK}: {point.name}" if point.example else point.name
    for visit in stop.occurrences(*window(today)):
        event = Event()
        event.add("uid", f"{point.id}-{visit.starts:%Y%m%d%H%M}@infusion-access-finder")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", visit.starts.astimezone(UTC))
        event.add("dtend", visit.ends.astimezone(UTC))
        event.add("summary", name)
        where = point.address
        event.add("location", ", ".join(part for part in (where.street, where.city, where.state, where.zip) if part))
        event.add("description", f"Call before you travel: {point.phone}" if point.phone else "Call before you travel.")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
