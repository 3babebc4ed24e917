"""A folder of listing files -> Directory. What the files hold: docs/data-format.md.

A row that cannot be used is skipped with a notice (file, line, column, why); a single cell that cannot be read becomes
unknown, with a notice. Only a folder without a readable centers.csv is an error; any other file that cannot be read is
skipped, with a notice.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import TypeVar

from finder.directory.cells import CellError, Cells, shown
from finder.directory.columns import COLUMNS, REQUIRED
from finder.directory.listings import ListingReader, UnknownDaysOff, stop_calendar
from finder.directory.table import RowNotice, Table, read_table
from finder.domain.directory import Directory
from finder.domain.evidence import Statement
from finder.domain.facility import Address, ServicePoint
from finder.domain.schedule import Calendar
from finder.errors import DirectoryError, FinderError
from finder.text import Text, text

T = TypeVar("T")
_EMPTY = Table((), ())
# Rows of mobile_calendar.csv for one stop. Each is read off anew for each span of days that is asked about.
MOST_CALENDARS = 200


def load_folder(folder: Path, reader: ListingReader, today: date, examples: Path | None = None) -> Directory:
    """All listings of a folder. Raises DirectoryError if there is no readable centers.csv in it.

    A source dated after `today` is a notice. `examples` is another folder, whose mobile units are listed, too.
    """
    if not (folder / "centers.csv").is_file():
        raise DirectoryError(
            text("The folder %(folder)s has no centers.csv.", folder=str(folder)),
            text("Choose a folder of listing files as described in docs/data-format.md."),
        )
    loader = _Loader(folder, reader, today)
    points = [*loader.centers(), *loader.stops()]
    if examples:
        points += loader.beside(examples).stops()
    label = folder.resolve().name
    return Directory(tuple(points), tuple(loader.notices), fingerprint(folder, examples), label, door_of)


def mobile_stops(folder: Path, reader: ListingReader, today: date, used_ids: set[str]) -> tuple[list[ServicePoint], list[Text]]:
    """The stops of a folder's mobile units, without those whose ids are used, and notices about rows that were not used."""
    loader = _Loader(folder, reader, today)
    loader._point_ids = used_ids
    return loader.stops(), loader.notices


def door_of(address: Address) -> Hashable | None:
    """The house number, street, and ZIP code of an address, however they are written; None if one of them is unknown."""
    # Only few questions compare addresses, and loading what reads them takes a while.
    from finder.directory.matching.address import address_key

    key = address_key(address.street, address.city)
    known = key.is_known and address.zip
    return (address.zip[:5], key.numbers, key.core, key.type, key.directions) if known else None


def fingerprint(*folders: Path | None) -> str:
    """SHA-256 over the names and contents of the listing files, in a fixed order."""
    digest = hashlib.sha256()
    for path in (folder / name for folder in folders if folder for name in sorted(COLUMNS)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class _Loader:
    """Reads the files of one folder, joins them by their ids, and gathers what is wrong with them in `notices`."""

    def __init__(self, folder: Path, listings: ListingReader, today: date) -> None:
        self.notices: list[Text] = []
        self._folder = folder
        self._listings = listings
        self._today = today
        # Centers and stops share one space of ids.
        self._point_ids: set[str] = set()

    def beside(self, folder: Path) -> "_Loader":
        """A loader of another folder that shares the ids and the notices of this one."""
        other = _Loader(folder, self._listings, self._today)
        other.notices, other._point_ids = self.notices, self._point_ids
        return other

    def centers(self) -> list[ServicePoint]:
        centers = {c.id: c for c in self._read("centers.csv", self._listings.center, self._point_ids)}
        said: dict[str, dict[str, list[Statement]]] = {center_id: {} for center_id in centers}

        def add(cells: Cells) -> None:
            center_id, therapies, statement = self._listings.statement(cells, centers)
            if statement is None:
                return
            for therapy_id in therapies:
                known = said[center_id].setdefault(therapy_id, [])
                if statement in known:
                    cells.note("", text("the same is listed already for %(therapy)s; ignored", therapy=therapy_id))
                else:
                    known.append(statement)

        self._read("center_therapies.csv", add)
        return [ServicePoint(c, {t: tuple(rows) for t, rows in said[c.id].items()}) for c in centers.values()]

    def stops(self) -> list[ServicePoint]:
        units = {unit.id: unit for unit in self._read("mobile_units.csv", self._listings.unit, set())}
        calendars: dict[str, list[Calendar]] = defaultdict(list)
        uncertain: set[str] = set()

        def calendar_of(cells: Cells) -> tuple[str, Calendar]:
            try:
                return stop_calendar(cells)
            except UnknownDaysOff as error:
                uncertain.add(error.stop_id)
                raise

        for stop_id, calendar in self._read("mobile_calendar.csv", calendar_of):
            calendars[stop_id].append(calendar)
        for stop_id in (i for i, rows in calendars.items() if len(rows) > MOST_CALENDARS):
            uncertain.add(stop_id)
            self.notices.append(
                text(
                    "mobile_calendar.csv: stop_id %(id)s has over %(most)s rows, so the stop is not listed",
                    id=shown(stop_id),
                    most=MOST_CALENDARS,
                )
            )
        stops = self._read("mobile_stops.csv", lambda cells: self._listings.stop(cells, units, calendars), self._point_ids)
        known = {stop.id for stop in stops}
        for stop_id in (i for i in calendars if i not in known):
            self.notices.append(text("mobile_calendar.csv: stop_id %(id)s is not in mobile_stops.csv", id=shown(stop_id)))
        certain = (stop for stop in stops if stop.id not in uncertain)
        return [ServicePoint(stop, self._listings.unit_statements(stop.unit)) for stop in certain]

    def _read(self, name: str, make: Callable[[Cells], T], used_ids: set[str] | None = None) -> list[T]:
        """What `make` makes of each row of a file, without the rows that it refuses or whose id is used already.

        The ids of the others are added to `used_ids`. Notices are in the order of the lines.
        """
        table = self._table(name)
        made, notices = list[T](), list(table.notices)
        for row in table.rows:
            try:
                if used_ids is not None and row.cell("id") in used_ids:
                    raise CellError("id", text("%(id)s is already in use; the row is skipped", id=shown(row.cell("id"))))
                made.append(make(Cells(row, notices, self._today)))
                if used_ids is not None:
                    used_ids.add(row.cell("id"))
            except CellError as error:
                notices.append(RowNotice(name, row.line, error.column, error.reason))
            except FinderError as error:
                notices.append(RowNotice(name, row.line, "", text("%(what)s The row is skipped.", what=error.what)))
        self.notices += [notice.sentence for notice in sorted(notices, key=lambda notice: notice.line)]
        return made

    def _table(self, name: str) -> Table:
        """A file of the folder; an empty one if the file is missing or, with a notice, if it cannot be read."""
        path = self._folder / name
        try:
            return read_table(path, REQUIRED[name], COLUMNS[name]) if path.is_file() else _EMPTY
        except DirectoryError as error:
            if name == "centers.csv":
                raise
            self.notices.append(text("%(what)s The file is skipped.", what=error.what))
            return _EMPTY
