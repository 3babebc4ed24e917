"""The calendar as plain values: the JSON and the tables."""

from collections.abc import Iterator, Mapping

from finder.access.calendar.plan import Turn
from finder.questions.base import Row, Table
from finder.questions.calendar.result import CYCLES_A_YEAR, CalendarResult, closing, day_of
from finder.questions.calendar.words import findings, headline, method_sentences, obstacle_sentence, relief_sentence
from finder.questions.method import method_row
from finder.questions.rounding import tenth
from finder.text import text
from finder.wording.writer import ENGLISH


def whole(result: CalendarResult) -> Row:
    """`calendar --format json`."""
    query, plan = result.query, result.plan
    return {
        "answer": ENGLISH.say(headline(result)),
        "starts_on": query.starts_on.isoformat(),
        "therapies": list(query.therapies),
        "totals": {
            "stops": len(query.stops),
            "served": len(query.stops) - len(plan.left_out),
            "stop_days_needed": result.stop_days,
            "working_days": result.fleet.most_days,
            "miles_per_cycle": tenth(plan.miles),
            "miles_per_year": tenth(plan.miles * CYCLES_A_YEAR),
            "lower_bound_mi": tenth(plan.bound_mi),
            "proven_optimal": plan.proven,
        },
        "units": unit_rows(result),
        "stops": stop_rows(result),
        "visits": visit_rows(result),
        "drives": drive_rows(result),
        "reliefs": [
            {
                "change": relief.change,
                "unit": None if relief.unit is None else query.units[relief.unit].name,
                "base": None if relief.place is None else result.place_name(relief.place),
                "left_out": relief.left_out,
                "miles_per_cycle": tenth(relief.miles),
                "proven": relief.proven,
                "tried": relief.tried,
                "words": ENGLISH.say(relief_sentence(result, relief)),
            }
            for relief in result.reliefs
        ],
        "findings": [ENGLISH.say(sentence) for sentence in findings(result)],
        "rules": [ENGLISH.say(sentence) for sentence in method_sentences()],
        "method": method_row(result.method),
        "made_from": dict(query.made_from),
        "computed_on": query.on.isoformat(),
        "notices": [ENGLISH.say(notice) for notice in result.notices],
    }


def visit_rows(result: CalendarResult) -> list[Row]:
    """One row for each stay of the first four weeks."""
    return [
        {
            "unit": result.query.units[visit.unit].name,
            "week": visit.week + 1,
            "stop_id": result.query.stops[visit.stop].id,
            "stop": result.full_name(visit.stop),
            "first_day": visit.first_day.isoformat(),
            "last_day": visit.last_day.isoformat(),
            "weekdays": " ".join(
                f"{visit.first_day.fromordinal(visit.first_day.toordinal() + n):%a}" for n in range(visit.days)
            ),
            "days": visit.days,
            "opens": f"{result.query.units[visit.unit].times.opens:%H:%M}",
            "closes": f"{closing(result.query.units[visit.unit], result.fleet.needs[visit.stop].session_min):%H:%M}",
        }
        for visit in result.visits
    ]


def drive_rows(result: CalendarResult) -> list[Row]:
    """One row for each drive of the first four weeks."""
    return [row for turn in result.plan.turns for row in _drives(result, turn)]


def _drives(result: CalendarResult, turn: Turn) -> Iterator[Row]:
    for number, leg in enumerate(turn.tour.legs, 1):
        miles, minutes = result.drive(leg.origin, leg.destination)
        yield {
            "unit": result.query.units[turn.unit].name,
            "week": turn.week + 1,
            "drive": number,
            "day": day_of(result.query, turn.week, leg.day).isoformat(),
            "moment": leg.moment,
            "from": result.place_name(leg.origin),
            "to": result.place_name(leg.destination),
            "miles": tenth(miles),
            "minutes": tenth(minutes),
        }


def unit_rows(result: CalendarResult) -> list[Row]:
    """One row for each unit."""
    rows = []
    for unit, said in enumerate(result.query.units):
        turns, miles = result.turns_of(unit), result.unit_miles(unit)
        mine = [visit for visit in result.visits if visit.unit == unit]
        legs = [result.drive(leg.origin, leg.destination) for turn in turns for leg in turn.tour.legs]
        rows.append(
            {
                "unit_id": said.id,
                "unit": said.name,
                "base": result.base_names[unit],
                "stops": len({visit.stop for visit in mine}),
                "visit_days": sum(visit.days for visit in mine),
                "days_used": sum(turn.tour.used for turn in turns),
                "days_available": result.fleet.most_days_of(unit),
                "tours": len(turns),
                "nights_away": sum(turn.tour.nights for turn in turns),
                "miles_per_cycle": tenth(miles),
                "miles_per_year": tenth(miles * CYCLES_A_YEAR),
                "driving_hours": tenth(sum(minutes for _, minutes in legs) / 60),
            }
        )
    return rows


def stop_rows(result: CalendarResult) -> list[Row]:
    """One row for each stop that was asked for."""
    unit_of = {visit.stop: visit.unit for visit in result.visits}
    why = {obstacle.stop: ENGLISH.say(obstacle_sentence(result, obstacle)) for obstacle in result.obstacles}
    return [
        {
            "stop_id": stop.id,
            "stop": result.full_name(row),
            "lat": round(stop.point.lat_deg, 5),
            "lon": round(stop.point.lon_deg, 5),
            "therapies": "; ".join(result.query.therapies_of(stop)),
            "stop_days": result.fleet.needs[row].stop_days,
            "hours_open": tenth(result.fleet.needs[row].session_min / 60),
            "unit": result.query.units[unit_of[row]].name if row in unit_of else "",
            "served": row in unit_of,
            "why_not": why.get(row, "" if row in unit_of else ENGLISH.say(text("no room in the weeks of any unit"))),
        }
        for row, stop in enumerate(result.query.stops)
    ]


_UNIT = ("unit_id", "unit", "base", "stops", "visit_days", "days_used", "days_available", "tours", "nights_away")
_MILES = ("miles_per_cycle", "miles_per_year", "driving_hours")
_VISIT = ("unit", "week", "stop_id", "stop", "first_day", "last_day", "weekdays", "days", "opens", "closes")
_DRIVE = ("unit", "week", "drive", "day", "moment", "from", "to", "miles", "minutes")
_STOP = ("stop_id", "stop", "lat", "lon", "therapies", "stop_days", "hours_open", "unit", "served", "why_not")
TABLES: Mapping[str, Table[CalendarResult]] = {
    "visits": Table(
        text("Visits"), visit_rows, _VISIT, ("unit", "week", "stop_id"), tuple(c for c in _VISIT if c != "stop_id"), None
    ),
    "drives": Table(text("Drives"), drive_rows, _DRIVE, ("unit", "week", "drive"), _DRIVE, None),
    "units": Table(text("Units"), unit_rows, (*_UNIT, *_MILES), ("unit_id",), (*_UNIT[1:], *_MILES), None),
    "stops": Table(
        text("Stops"),
        stop_rows,
        _STOP,
        ("stop_id",),
        ("stop", "therapies", "stop_days", "hours_open", "unit", "why_not"),
        "point",
    ),
}
