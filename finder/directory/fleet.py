"""A planner's own lists of stops to serve and of mobile units: CSV, read so that one bad row never costs a good one."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Generic, TypeVar

from finder.directory.cells import CellError, Cells, shown
from finder.directory.table import RowNotice, read_rows
from finder.domain.fleet import MOST_CREW_HOURS, MOST_WEEK_DAYS, CrewTimes, PlannedStop, PlannedUnit
from finder.domain.states import STATE_NAMES
from finder.errors import QueryError
from finder.files.limits import SizeLimits
from finder.text import Text, text

T = TypeVar("T", PlannedStop, PlannedUnit)
_STOPS_ADVICE = text(
    "Give a CSV file with the columns name, lat, and lon, and perhaps id, state, therapies, and days, or a table of new stops "
    "as finder siting writes it."
)
_UNITS_ADVICE = text("Give a CSV file with the columns name and base, or name, lat, and lon, for each unit.")
STOP_COLUMNS = ("id", "candidate_id", "name", "state", "lat", "lon", "therapies", "days")
UNIT_COLUMNS = (
    *("id", "name", "base", "lat", "lon", "crew_hours", "setup_min", "takedown_min", "week_days", "opens", "overnight"),
    *("chairs", "operator", "phone", "website", "first_dose", "example"),
)
MOST_BYTES = 1_000_000
_DIGITS = 16
_NOT_IN_ID = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Listed(Generic[T]):
    """What a file lists: its name, the start of the SHA-256 of its content, its rows that can be used, and notices."""

    label: str
    fingerprint: str
    rows: tuple[T, ...]
    notices: tuple[Text, ...]


def read_stops(label: str, content: bytes, therapies: Sequence[str], today: date) -> Listed[PlannedStop]:
    """Read the stops of a file, with the ids of known therapies. A row that cannot be used is a notice.

    Raises QueryError for a file that is too large or has no row that can be used, and DirectoryError without its columns.
    """

    def stop(cells: Cells) -> PlannedStop:
        name, state = cells.required("name"), cells["state"].upper()
        if state and state not in STATE_NAMES:
            raise CellError("state", text("not a state, two letters; the row is skipped"))
        point = cells.point("lat", "lon")
        if point is None:
            raise CellError("lat", text("no usable coordinates; the row is skipped"))
        asked = tuple(dict.fromkeys(cells.items("therapies")))
        for therapy in asked:
            if therapy not in therapies:
                raise CellError("therapies", text("%(id)s is not a known therapy; the row is skipped", id=shown(therapy)))
        days = cells.one_or_more("days")
        if cells["days"] and days is None:
            raise CellError("days", text("not a number of days; the row is skipped"))
        written = cells["id"] or cells["candidate_id"] or (f"{name} {state}" if state else name)
        return PlannedStop(id_of(written), name, point, state, asked, days)

    return _read(label, content, ("name", "lat", "lon"), None, _STOPS_ADVICE, stop, today)


def read_units(label: str, content: bytes, usual: CrewTimes, today: date) -> Listed[PlannedUnit]:
    """Read the units of a file; `usual` are the times of crews for cells that are empty. Raises as `read_stops` does."""

    def unit(cells: Cells) -> PlannedUnit:
        name, point = cells.required("name"), cells.point("lat", "lon")
        if point is None and not cells["base"]:
            raise CellError("base", text("no base and no usable coordinates; the row is skipped"))
        return PlannedUnit(
            id=id_of(cells["id"] or name),
            name=name,
            base=cells["base"],
            base_point=point,
            times=_times(cells, usual),
            chairs=cells.count("chairs"),
            operator=cells["operator"],
            phone=cells.phone("phone"),
            website=cells.web_address("website"),
            first_dose=cells.yes("first_dose"),
            example=cells.yes("example", otherwise=True),
        )

    return _read(label, content, ("name",), UNIT_COLUMNS, _UNITS_ADVICE, unit, today)


def read_bases(written: Sequence[str], usual: CrewTimes, listed: int = 0) -> Iterator[PlannedUnit]:
    """Read units that are given by their bases, each like "East=Glasgow, MT" or "Glasgow, MT", after so many that are listed.

    Raises QueryError for one without a base.
    """
    for number, line in enumerate(written, listed + 1):
        name, sign, place = (part.strip() for part in line.partition("="))
        name, place = (name, place) if sign else (f"Unit {number}", name)
        if not (name and place):
            raise QueryError(
                text("The unit %(unit)s has no base.", unit=repr(line[:60])),
                text("Write it like %(example)s.", example='"East=Glasgow, MT"'),
            )
        yield PlannedUnit(id_of(name), name, place, times=usual)


def id_of(written: str) -> str:
    """An id in letters, digits, and dashes: "Wolf-Point-MT"; "stop" for a name without any."""
    return _NOT_IN_ID.sub("-", written).strip("-") or "stop"


def _times(cells: Cells, usual: CrewTimes) -> CrewTimes:
    """The times of a crew. Raises CellError for times that no crew can have."""
    hours, days = _number(cells, "crew_hours"), _number(cells, "week_days")
    if hours is not None and not 0 < hours <= MOST_CREW_HOURS:
        raise CellError("crew_hours", text("not between 0 and %(most)s hours; the row is skipped", most=int(MOST_CREW_HOURS)))
    if days is not None and days not in range(1, MOST_WEEK_DAYS + 1):
        raise CellError("week_days", text("not a number of days from 1 to 7; the row is skipped"))
    given: dict[str, float | int | time | bool | None] = {
        "crew_hours": hours,
        "setup_min": _number(cells, "setup_min"),
        "takedown_min": _number(cells, "takedown_min"),
        "week_days": None if days is None else int(days),
        "opens": cells.clock("opens") if cells["opens"] else None,
        "overnight": cells.yes("overnight") if cells["overnight"] else None,
    }
    changed: CrewTimes = replace(usual, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    return changed


def _number(cells: Cells, column: str) -> float | None:
    """A number; None for an empty cell. Raises CellError for any other text: a day that is guessed could not be kept."""
    value = cells.number(column)
    if cells[column] and value is None:
        raise CellError(column, text("not a number; the row is skipped"))
    return value


def _read(
    label: str,
    content: bytes,
    required: tuple[str, ...],
    known: tuple[str, ...] | None,
    advice: Text,
    make: Callable[[Cells], T],
    today: date,
) -> Listed[T]:
    SizeLimits(MOST_BYTES, advice).check(len(content), label)
    table = read_rows(label, content, required, known, advice)
    notices: list[RowNotice] = list(table.notices)
    found: dict[str, T] = {}
    for row in table.rows:
        cells = Cells(row, notices, today)
        try:
            made = make(cells)
            if made.id in found:
                raise CellError("id", text("%(id)s is listed before; the row is skipped", id=shown(made.id)))
            found[made.id] = made
        except CellError as error:
            cells.note(error.column, error.reason)
    if not found:
        why = notices[0].sentence if notices else text("it has no rows")
        raise QueryError(text("No row of %(file)s can be used: %(why)s.", file=label, why=why), advice)
    fingerprint = hashlib.sha256(content).hexdigest()[:_DIGITS]
    return Listed(label, fingerprint, tuple(found.values()), tuple(n.sentence for n in sorted(notices, key=lambda n: n.line)))
