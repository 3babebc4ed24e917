"""The notices of a calendar: what a plan is, and what it does not know."""

from collections.abc import Iterator

from finder.questions.base import Context
from finder.questions.calendar.query import CalendarQuery
from finder.text import Text, as_list, named, text


def notices(query: CalendarQuery, context: Context, travel: Text | None) -> Iterator[Text]:
    """All notices of one answer, the most important first."""
    if travel:
        yield travel
    yield text(
        "This is a plan, not a service: no operator has confirmed these visits. Holidays, weather, repairs, and the days that "
        "drugs take to arrive are not part of it."
    )
    yield text("Drives count as estimated, without traffic, and on roads in good condition.")
    asked = dict.fromkeys(t for stop in query.stops for t in query.therapies_of(stop))
    therapies = [therapy for t in asked if (therapy := context.therapy(t))]
    if not all(unit.first_dose for unit in query.units):
        yield text(
            "People need their first dose of %(therapies)s at a center, unless the unit gives first doses.",
            therapies=as_list(named(t.short_name) for t in therapies),
        )
