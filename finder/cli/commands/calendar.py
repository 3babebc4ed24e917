"""`finder calendar`"""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from finder.cli import options
from finder.cli.made import made_finder
from finder.cli.output import tell, tell_first, write
from finder.cli.terminal import say
from finder.core import DEFAULT_TRAVEL
from finder.directory.columns import COLUMNS
from finder.directory.fleet import Listed, read_bases, read_stops, read_units
from finder.domain.fleet import CrewTimes, PlannedUnit
from finder.errors import QueryError
from finder.questions.calendar.answer import answer
from finder.questions.calendar.query import CalendarQuery, monday_from, next_monday
from finder.questions.calendar.result import CalendarResult
from finder.questions.calendar.tables import TABLES
from finder.questions.calendar.words import findings
from finder.reports.calendar_files import listing_files, unit_files, whole_answer
from finder.settings import today
from finder.text import text

_USUAL = CrewTimes()
_MORE = text("More rows were not used as they are written.")


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), options.output()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    add = parser.add_argument
    add(
        "--stops",
        type=Path,
        required=True,
        metavar="CSV",
        help="stops to serve: name, lat, lon; or the stops that siting wrote",
    )
    add("--units", type=Path, metavar="CSV", help="mobile units: name, and base or lat and lon; see docs/calendar.md")
    add(
        "--base",
        action="append",
        metavar="NAME=PLACE",
        help='a unit by its base, like "East=Glasgow, MT"; repeat for more',
    )
    add("--therapy", action="append", type=str.lower, metavar="ID", help="what stops give; repeat for more")
    add("--days", type=options.count, metavar="N", help="days in a row of a stay, of what takes several (default: the fewest)")
    add("--start", type=options.day, metavar="DATE", help="the first Monday (default: the next one)")
    add("--crew-hours", type=float, default=_USUAL.crew_hours, metavar="H", help="a crew's hours a day (default: 10)")
    add("--setup", type=float, default=_USUAL.setup_min, metavar="MIN", help="minutes to set up at a stop (default: 30)")
    add("--takedown", type=float, default=_USUAL.takedown_min, metavar="MIN", help="minutes to take down (default: 30)")
    add(
        "--week",
        type=options.count,
        default=_USUAL.week_days,
        metavar="N",
        help="working days a week, from Monday (default: 5)",
    )
    add("--every-night-at-base", action="store_true", help="crews are at their base every night")
    add("--seconds", type=options.count, default=60, metavar="N", help="the most seconds to plan (default: 60)")
    words = "one table (default: visits)"
    add("--report", choices=tuple(TABLES), default="visits", metavar="TABLE", help=f"{words}: {', '.join(TABLES)}")
    add("--folder", type=Path, metavar="DIR", help="write listing files here, and a calendar and a sheet for each unit")


def run(asked: argparse.Namespace) -> int:
    """A calendar of units; exit 1 if a stop is left out, or a visit would not do."""
    _check_folder(asked.folder)
    finder = made_finder(asked)
    stops = read_stops(asked.stops.name, asked.stops.read_bytes(), list(finder.reference.therapies), today())
    tell_first(stops.notices, _MORE)
    units = _units(asked)
    query = CalendarQuery(
        stops=stops.rows,
        units=units.rows,
        therapies=tuple(dict.fromkeys(asked.therapy or ())),
        starts_on=_start(asked.start),
        days=asked.days,
        seconds=asked.seconds,
        made_from=((stops.label, stops.fingerprint), *(((units.label, units.fingerprint),) if units.label else ())),
        on=today(),
    )
    result = answer(query, finder.context)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    table = TABLES[asked.report]
    write(asked, whole_answer(result), table.rows(result), table.shown, table.columns)
    if result.unfit:
        return 1
    if asked.folder and result.plan.turns:
        _write_folder(asked.folder, result, asked.directory or finder.reference.directory)
    return 1 if result.plan.left_out else 0


def _start(day: date | None) -> date:
    if day is None:
        return next_monday(today())
    monday = monday_from(day)
    if monday != day:
        tell([text("The calendar starts on the Monday after that day, %(day)s.", day=monday)])
    return monday


def _units(asked: argparse.Namespace) -> Listed[PlannedUnit]:
    """The units of a file, followed by those that are given one by one."""
    usual = CrewTimes(
        crew_hours=asked.crew_hours,
        setup_min=asked.setup,
        takedown_min=asked.takedown,
        week_days=asked.week,
        overnight=not asked.every_night_at_base,
    )
    listed = Listed[PlannedUnit]("", "", (), ())
    if asked.units:
        listed = read_units(asked.units.name, asked.units.read_bytes(), usual, today())
        tell_first(listed.notices, _MORE)
    return replace(listed, rows=(*listed.rows, *read_bases(asked.base or (), usual, len(listed.rows))))


def _check_folder(folder: Path | None) -> None:
    """Raise QueryError for a folder whose files would be replaced."""
    mobile = [name for name in COLUMNS if name.startswith("mobile_")]
    if folder and (there := next((name for name in mobile if (folder / name).exists()), None)):
        raise QueryError(
            text("The folder %(folder)s has a file %(file)s already.", folder=str(folder), file=there),
            text("Choose another folder, or move that file."),
        )


def _write_folder(folder: Path, result: CalendarResult, listings: Path) -> None:
    """Write all files, and the centers of the directory into a folder that has none, so that a search finds both."""
    folder.mkdir(parents=True, exist_ok=True)
    files = dict([*listing_files(result), *unit_files(result)])
    if not (folder / "centers.csv").exists():
        files |= {path.name: path.read_bytes() for path in sorted(listings.glob("center*.csv")) if path.name in COLUMNS}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    say(f"Written to {folder}: {', '.join(sorted(files))}.")
