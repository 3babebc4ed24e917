"""Visits of a mobile unit as a calendar file (RFC 5545)."""

from datetime import UTC, date, datetime, time

from finder.domain.facility import ServicePoint
from finder.domain.schedule import window
from finder.questions.search.option_words import CALL_FIRST, phone, title, where
from finder.text import text
from finder.wording.writer import Writer

_NO_PHONE = text("Phone: not known")


def to_ics(point: ServicePoint, today: date, words: Writer) -> bytes:
    """The visits of the coming weeks, each an event; in UTC, so that every calendar shows the right time in its own zone."""
    # Imported only where a calendar is asked for: the server starts without it.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Infusion Access Finder//EN")
    calendar.add("version", "2.0")
    for visit in point.listing.occurrences(*window(today)):
        event = Event()
        event.add("uid", f"{point.id}-{visit.starts:%Y%m%d%H%M}@infusion-access-finder")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", visit.starts.astimezone(UTC))
        event.add("dtend", visit.ends.astimezone(UTC))
        event.add("summary", title(point, words))
        event.add("location", where(point.address))
        event.add("description", f"{words.say(CALL_FIRST)} {phone(point, words) if point.phone else words.say(_NO_PHONE)}")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
