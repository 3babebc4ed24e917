"""The sheet of one unit to print: its days, hours, and miles, on one page."""

from collections.abc import Iterator

from finder.access.calendar.plan import Turn
from finder.questions.calendar.result import CYCLES_A_YEAR, CalendarResult, closing, day_of
from finder.questions.calendar.words import unit_sentence
from finder.questions.document import Block, Figures, Grid, Lead, Paragraph, Title, Words, alone
from finder.text import Text, as_count, as_list, as_miles, text
from finder.wording.writer import ENGLISH

# A drive within a town is not worth a line.
_SHORT_MI = 0.5


def sheet(result: CalendarResult, unit: int) -> tuple[Block, ...]:
    """All blocks of a unit's sheet, in order."""
    return tuple(_blocks(result, unit))


def _blocks(result: CalendarResult, unit: int) -> Iterator[Block]:
    said, starts_on = result.query.units[unit], result.query.starts_on
    turns, miles = result.turns_of(unit), result.unit_miles(unit)
    yield Title(
        text("CALENDAR OF A MOBILE UNIT"),
        said.name,
        text("Base: %(base)s. Repeats every 4 weeks from %(day)s.", base=result.base_names[unit], day=starts_on),
        text("%(unit)s · planned on %(day)s · not confirmed", unit=said.name, day=result.query.on),
    )
    yield Lead(unit_sentence(result, unit))
    yield Figures(
        [
            (alone(as_count(sum(stay.days for t in turns for stay, _ in t.tour.stays))), text("days of visits in 4 weeks")),
            (alone(as_count(round(miles))), text("miles in 4 weeks")),
            (alone(as_count(round(miles * CYCLES_A_YEAR))), text("miles a year")),
            (alone(as_count(sum(t.tour.nights for t in turns))), text("nights away in 4 weeks")),
        ]
    )
    head: list[Words] = [text("Week"), text("Day"), text("Stop"), text("Doors open"), text("Drives")]
    rows = [row for turn in turns for row in _days(result, turn)]
    yield Grid(head, rows, [7, 20, 25, 18, 30], 5)
    yield Paragraph([*result.notices[:1]], quiet=True)


def _days(result: CalendarResult, turn: Turn) -> Iterator[list[Words]]:
    """A row for each day of a tour."""
    for day in range(turn.tour.used):
        there = [stay.stop for stay, first in turn.tour.stays if first <= day < first + stay.days]
        legs = [leg for leg in turn.tour.legs if leg.day == day and result.drive(leg.origin, leg.destination)[0] >= _SHORT_MI]
        drives = [_drive(result, leg.origin, leg.destination) for leg in legs]
        stop, hours = (result.full_name(there[0]), _hours(result, turn.unit, there[0])) if there else ("–", "–")
        when = ENGLISH.visit_day(day_of(result.query, turn.week, day))
        yield [alone(turn.week + 1), when, stop, hours, alone(as_list(drives)) if drives else "–"]


def _hours(result: CalendarResult, unit: int, stop: int) -> Text:
    said = result.query.units[unit]
    closes = closing(said, result.fleet.needs[stop].session_min)
    return text("%(opens)s to %(closes)s", opens=said.times.opens, closes=closes)


def _drive(result: CalendarResult, origin: int, destination: int) -> Text:
    miles, _ = result.drive(origin, destination)
    return text("%(place)s (%(miles)s)", place=result.place_name(destination), miles=as_miles(miles))
