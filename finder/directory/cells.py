"""The cells of a row as values. A cell that cannot be read becomes unknown, with a notice; nothing is guessed."""

import math
import re
from collections.abc import Callable
from datetime import date, time
from typing import cast
from zoneinfo import ZoneInfo

from finder.directory.table import MAX_CELL_LENGTH, Row, RowNotice
from finder.domain.evidence import BASES, EVIDENCE, Basis, Evidence
from finder.domain.geo import Point
from finder.domain.iso_days import days_meant, read_day, split_days
from finder.domain.provenance import AsOf, read_as_of
from finder.errors import QueryError
from finder.text import Text, text

_YES_NO = {"yes": True, "no": False, "": False}
# Python reads more as a number: "1_0", "1e3", "nan", and the digits of other scripts.
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_DEGREES = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)", re.ASCII)
_LONGEST_SHOWN = 60
_WEB_ADDRESS = re.compile(r"(?i:https?)://[^\s\"'<>\\^`{|}]+")
# An area code and an exchange start with 2 to 9; a local number without its area code cannot be dialed from elsewhere.
_PHONE = re.compile(r"[2-9]\d\d[2-9]\d{6}", re.ASCII)
_WELL_WRITTEN_PHONE = re.compile(r"[2-9]\d\d-[2-9]\d\d-\d{4}(?: ext\. \d{1,7})?", re.ASCII)


class CellError(Exception):
    """A cell without which the row cannot be used."""

    def __init__(self, column: str, reason: Text) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


class Cells:
    """One row, cell by cell. What cannot be read is added to `notices`, and so is a source dated after `today`."""

    __slots__ = ("_cell", "_notices", "_row", "_today")

    def __init__(self, row: Row, notices: list[RowNotice], today: date) -> None:
        self._row = row
        self._cell: Callable[[str], str | None] = row.cells.get
        self._notices = notices
        self._today = today

    @property
    def noted(self) -> int:
        """How many notices there are so far."""
        return len(self._notices)

    def note(self, column: str, reason: Text) -> None:
        """Add what is wrong with a cell to the notices."""
        self._notices.append(RowNotice(self._row.file, self._row.line, column, reason))

    def __getitem__(self, column: str) -> str:
        return self._cell(column) or ""

    def several(self, columns: tuple[str, ...]) -> tuple[str | None, ...]:
        """The cells of several columns; None for one that the file lacks."""
        return tuple(map(self._cell, columns))

    def required(self, column: str) -> str:
        """A cell that must not be empty. Raises CellError if it is."""
        cell = self[column]
        if not cell:
            raise CellError(column, text("empty; the row is skipped"))
        return cell

    def items(self, column: str) -> list[str]:
        """The parts of a cell between semicolons."""
        cell = self[column]
        return [item for part in cell.split(";") if (item := part.strip())] if cell else []

    def choice(self, column: str, known: tuple[str, ...], otherwise: str) -> str:
        """One of the known words, in any case; `otherwise` for an empty cell and, with a notice, for any other word."""
        cell = self[column].lower()
        if cell in known:
            return cell
        if cell:
            self._unread(column, text("one of %(words)s", words=", ".join(known)))
        return otherwise

    def choices(self, column: str, known: tuple[str, ...]) -> frozenset[str]:
        """Some of the known words, in any case; any other word is ignored, with a notice."""
        words = {item.lower() for item in self.items(column)}
        if unread := sorted(words.difference(known)):
            self.note(column, text("%(cell)s is not one of %(words)s; ignored", cell=shown(unread[0]), words=", ".join(known)))
        return frozenset(words.intersection(known))

    def evidence(self, column: str) -> Evidence:
        """A degree of evidence; anything else is unknown."""
        return cast(Evidence, self.choice(column, EVIDENCE, "unknown"))

    def basis(self, column: str) -> Basis | None:
        """What a statement goes by; None for an empty cell and, with a notice, for any other word."""
        return cast(Basis, self.choice(column, BASES, "")) or None

    def yes(self, column: str, otherwise: bool = False) -> bool:
        """Whether a cell says yes, in any case. Empty is no; anything but yes and no is `otherwise`, with a notice."""
        cell = self[column].lower()
        if cell not in _YES_NO:
            value = text("yes") if otherwise else text("no")
            self.note(column, text("%(cell)s is not yes or no; treated as %(value)s", cell=shown(cell), value=value))
        return _YES_NO.get(cell, otherwise)

    def number(self, column: str) -> float | None:
        """A number of zero or more in plain digits, or None."""
        cell = self[column]
        if not cell:
            return None
        value = float(cell) if _NUMBER.fullmatch(cell) else math.inf
        if value == math.inf:
            self._unread(column, text("a number"))
            return None
        return value

    def count(self, column: str) -> int | None:
        """A whole number of zero or more, or None."""
        value = self.number(column)
        if value is None:
            return None
        if value != int(value):
            self._unread(column, text("a whole number"))
            return None
        return int(value)

    def one_or_more(self, column: str) -> int | None:
        """A whole number of one or more, or None."""
        value = self.count(column)
        if value == 0:
            self._unread(column, text("a whole number of 1 or more"))
        return value or None

    def day(self, column: str) -> date | None:
        """A day in any spelling of ISO 8601, or None."""
        try:
            return read_day(self[column]) if self[column] else None
        except ValueError:
            self.not_a_day(column, self[column])
            return None

    def as_of(self, column: str) -> AsOf | None:
        """A day, a month, or a year: YYYY-MM-DD, YYYY-MM, or YYYY; or None. One after today is kept, with a notice."""
        if not self[column]:
            return None
        try:
            said = read_as_of(self[column])
        except ValueError:
            self._unread(column, text("a date like 2026-11-30, 2026-11, or 2026"))
            return None
        if said.first > self._today:
            self.note(column, text("%(cell)s is in the future; it counts as unknown until then", cell=shown(self[column])))
        return said

    def days(self, column: str, visit: time, zone: ZoneInfo) -> tuple[frozenset[date], list[str]]:
        """Days in any spelling of ISO 8601 or of a calendar file, and what could not be read; see `days_meant`."""
        days, name = split_days(self[column])
        found: set[date] = set()
        # A cell that was cut may have lost days behind its end.
        unread = days[-1:] if len(self[column]) >= MAX_CELL_LENGTH - 1 else []
        for written in days:
            try:
                found |= days_meant(written, visit, zone, ZoneInfo(name) if name else None)
            except (ValueError, KeyError, OSError):
                unread.append(written)
        return frozenset(found), unread

    def clock(self, column: str) -> time:
        """A time of day. Raises CellError if the cell is not one."""
        match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::00)?", self.required(column), re.ASCII)
        if not match:
            raise CellError(column, text("%(cell)s is not a time like 09:00; the row is skipped", cell=shown(self[column])))
        return time(int(match[1]), int(match[2]))

    def zone(self, column: str) -> ZoneInfo:
        """An IANA time zone. Raises CellError if the cell is not one."""
        try:
            return ZoneInfo(self.required(column))
        except (KeyError, ValueError, OSError):
            reason = text("%(cell)s is not a time zone like America/Denver; the row is skipped", cell=shown(self[column]))
            raise CellError(column, reason) from None

    def phone(self, column: str) -> str:
        """A US phone number as 406-555-0123, with its extension if it has one; empty if it is not one."""
        cell = self[column]
        if not cell or _WELL_WRITTEN_PHONE.fullmatch(cell):
            return cell
        # Imported only for a number in another form: it takes longer than all the rest of a small directory.
        import phonenumbers

        try:
            number = phonenumbers.parse(cell, "US")
        except phonenumbers.NumberParseException:
            number = None
        digits = phonenumbers.national_significant_number(number) if number and number.country_code == 1 else ""
        if number is None or not _PHONE.fullmatch(digits):
            self._unread(column, text("a US phone number"))
            return ""
        extension = f" ext. {number.extension}" if number.extension else ""
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{extension}"

    def web_address(self, column: str) -> str:
        """An http or https address, or empty: anything else could be a script."""
        written = self[column]
        if written and not _WEB_ADDRESS.fullmatch(written):
            self._unread(column, text("a web address that starts with http:// or https://"))
            return ""
        return written

    def point(self, lat: str, lon: str) -> Point | None:
        """Coordinates in degrees; None if both are empty or, with a notice, if they are not a point on the earth."""
        if not self[lat] and not self[lon]:
            return None
        if not (_DEGREES.fullmatch(self[lat]) and _DEGREES.fullmatch(self[lon])):
            self.note(lat, text("not a latitude and longitude in degrees; treated as unknown"))
            return None
        try:
            return Point(float(self[lat]), float(self[lon]))
        except QueryError as error:
            self.note(lat, error.what)
            return None

    def not_a_day(self, column: str, written: str) -> None:
        """Add a notice of a day that cannot be read."""
        self._unread(column, text("a day like 2026-11-30"), written)

    def _unread(self, column: str, wanted: Text, written: str = "") -> None:
        cell = shown(written or self[column])
        self.note(column, text("%(cell)s is not %(wanted)s; treated as unknown", cell=cell, wanted=wanted))


def shown(cell: str) -> str:
    """A cell as a notice quotes it: its start, in quotation marks, with nothing that would break the line."""
    return repr(cell[:_LONGEST_SHOWN])
