"""A folder of listing files -> Directory. What the files hold: docs/data-format.md.

A row that cannot be used is left out with a notice (file, line, column, why); a single cell that cannot be read becomes
unknown, with a notice. Only a folder without a readable centers.csv is an error; any other file that cannot be read is left
out, with a notice.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from finder.directory.cells import CellError, Cells
from finder.directory.rows import Row, Table, bad_row
from finder.domain.directory import Directory
from finder.domain.facility import (
    CENTER_KINDS,
    Address,
    Center,
    Evidence,
    Location,
    MobileUnit,
    Provenance,
    ServicePoint,
    Stop,
    TherapyEvidence,
)
from finder.domain.geo import Point
from finder.domain.names import plain
from finder.domain.place import Place
from finder.domain.schedule import Calendar
from finder.domain.states import STATE_BY_NAME
from finder.domain.therapy import Therapy
from finder.errors import DirectoryError, FinderError
from finder.places.gazetteer import Gazetteer
from finder.text import Text, text

T = TypeVar("T")
STAFF = text("staff")

_ADDRESS = ("street", "city", "state", "zip", "lat", "lon")
_PROVENANCE = ("source", "source_url", "checked_on")
COLUMNS = {
    "centers.csv": (
        *("id", "name", "kind", "operator", *_ADDRESS, "phone", "website", "hours", "chairs", "new_patients", "wheelchair"),
        *("languages", "payment", "open_from", "open_until", *_PROVENANCE, "note"),
    ),
    "center_therapies.csv": ("center_id", "therapy_id", "evidence", "source_url", "checked_on"),
    "mobile_units.csv": (
        *("id", "name", "operator", "phone", "website", "chairs", "therapies", "first_dose", "max_infusion_hours"),
        *(*_PROVENANCE, "example"),
    ),
    "mobile_stops.csv": ("id", "unit_id", "name", *_ADDRESS, "note"),
    "mobile_calendar.csv": ("stop_id", "starts_on", "start_time", "end_time", "timezone", "rrule", "exdates", "rdates"),
}
REQUIRED = {
    "centers.csv": ("id", "name"),
    "center_therapies.csv": ("center_id", "therapy_id", "evidence"),
    "mobile_units.csv": ("id", "name"),
    "mobile_stops.csv": ("id", "unit_id", "name"),
    "mobile_calendar.csv": ("stop_id", "starts_on", "start_time", "end_time", "timezone"),
}
# Farther than this from the middle of its ZIP or city, a point is taken for a mistake.
_FARTHEST_MI = 50.0


def load_folder(folder: Path, gazetteer: Gazetteer, therapies: Mapping[str, Therapy]) -> Directory:
    """All listings of a folder. Raises DirectoryError if there is no readable centers.csv in it."""
    if not (folder / "centers.csv").is_file():
        raise DirectoryError(
            text("The folder %(folder)s has no centers.csv.", folder=str(folder)),
            text("Give a folder of listing files as docs/data-format.md describes."),
        )
    loader = _Loader(folder, gazetteer, therapies)
    points = [*loader.centers(), *loader.stops()]
    return Directory(tuple(points), tuple(loader.notices), fingerprint(folder), folder.resolve().name)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the listing files, in a fixed order."""
    digest = hashlib.sha256()
    for name in sorted(COLUMNS):
        path = folder / name
        if path.is_file():
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class _Loader:
    """Reads the files of one folder and gathers what is wrong with them."""

    def __init__(self, folder: Path, gazetteer: Gazetteer, therapies: Mapping[str, Therapy]) -> None:
        self.notices: list[Text] = []
        self._folder = folder
        self._gazetteer = gazetteer
        self._therapies = therapies
        self._point_ids: set[str] = set()

    def centers(self) -> list[ServicePoint]:
        found = self._each("centers.csv", self._center, self._point_ids)
        evidence: dict[str, dict[str, TherapyEvidence]] = {center.id: {} for center in found}
        sources = {center.id: center.provenance for center in found}
        self._each("center_therapies.csv", lambda c: self._evidence(c, evidence, sources))
        return [ServicePoint(center, evidence[center.id]) for center in found]

    def stops(self) -> list[ServicePoint]:
        units = {unit.id: unit for unit in self._each("mobile_units.csv", self._unit, set())}
        calendars: dict[str, list[Calendar]] = defaultdict(list)
        for stop_id, calendar in self._each("mobile_calendar.csv", _calendar):
            calendars[stop_id].append(calendar)
        stops = self._each("mobile_stops.csv", lambda c: self._stop(c, units, calendars), self._point_ids)
        known = {stop.id for stop in stops}
        for stop_id in (i for i in calendars if i not in known):
            self.notices.append(text("mobile_calendar.csv: stop_id %(id)s is not in mobile_stops.csv", id=stop_id))
        return [ServicePoint(stop, _unit_evidence(stop.unit)) for stop in stops]

    def _each(self, name: str, make: Callable[[Cells], T], taken: set[str] | None = None) -> list[T]:
        """What `make` makes of each row of a file; a row it refuses is left out with a notice.

        So is a row whose id is `taken`; the ids of the others are added there.
        """
        made = []
        for row in self._rows(name):
            if taken is not None and row["id"] in taken:
                reason = text("%(id)s stands twice; the row is left out", id=row["id"])
                self.notices.append(bad_row(name, row.line, "id", reason))
            elif one := self._try(row, make):
                made += one
                if taken is not None:
                    taken.add(row["id"])
        return made

    def _rows(self, name: str) -> list[Row]:
        path = self._folder / name
        if not path.is_file():
            return []
        try:
            table = Table(path, REQUIRED[name], COLUMNS[name])
        except DirectoryError as error:
            if name == "centers.csv":
                raise
            self.notices.append(text("%(what)s The file is left out.", what=error.what))
            return []
        self.notices += table.notices
        return table.rows

    def _try(self, row: Row, make: Callable[[Cells], T]) -> list[T]:
        try:
            return [make(Cells(row, self.notices))]
        except CellError as error:
            self.notices.append(bad_row(row.file, row.line, error.column, error.reason))
        except FinderError as error:
            self.notices.append(bad_row(row.file, row.line, "", text("%(what)s The row is left out.", what=error.what)))
        return []

    def _center(self, c: Cells) -> Center:
        address, location = self._where(c)
        return Center(
            id=c.needed("id"),
            name=c.needed("name"),
            kind=c.choice("kind", CENTER_KINDS, "unknown"),
            address=address,
            location=location,
            provenance=_provenance(c),
            operator=c["operator"],
            phone=c.phone("phone"),
            website=c.web_address("website"),
            hours=c["hours"],
            chairs=c.count("chairs"),
            new_patients=c["new_patients"],
            wheelchair=c["wheelchair"],
            languages=c["languages"],
            payment=c["payment"],
            open_from=c.day("open_from"),
            open_until=c.day("open_until"),
            note=c["note"],
        )

    def _unit(self, c: Cells) -> MobileUnit:
        return MobileUnit(
            id=c.needed("id"),
            name=c.needed("name"),
            provenance=_provenance(c),
            operator=c["operator"],
            phone=c.phone("phone"),
            website=c.web_address("website"),
            chairs=c.count("chairs"),
            therapies=tuple(t for t in c.items("therapies") if self._known_therapy(c, "therapies", t)),
            first_dose=c.yes("first_dose"),
            max_infusion_hours=c.number("max_infusion_hours"),
            # An example must never pass for a real service.
            example=c.yes("example", unread=True),
        )

    def _stop(self, c: Cells, units: Mapping[str, MobileUnit], calendars: Mapping[str, list[Calendar]]) -> Stop:
        unit = units.get(c.needed("unit_id"))
        if unit is None:
            raise CellError("unit_id", text("%(id)s is not in mobile_units.csv; the row is left out", id=c["unit_id"]))
        dates = tuple(calendars.get(c.needed("id"), ()))
        return Stop(c["id"], c.needed("name"), unit, *self._where(c), dates, c["note"])

    def _evidence(self, c: Cells, centers: Mapping[str, dict[str, TherapyEvidence]], sources: Mapping[str, Provenance]) -> None:
        """Adds what one row says to what is known of its center."""
        known = centers.get(c.needed("center_id"))
        if known is None:
            raise CellError("center_id", text("%(id)s is not in centers.csv; the row is left out", id=c["center_id"]))
        therapy_id = c.needed("therapy_id")
        if therapy_id in known:
            raise CellError("therapy_id", text("%(id)s stands twice for this center; the row is left out", id=therapy_id))
        if self._known_therapy(c, "therapy_id", therapy_id):
            evidence, said = c.evidence("evidence"), _provenance(c)
            if evidence == "confirmed" and said.checked_on is None:
                c.notice("checked_on", text("confirmed by staff, but no day is given"))
            known[therapy_id] = TherapyEvidence(evidence, _attributed(said, evidence, sources[c["center_id"]]))

    def _known_therapy(self, c: Cells, column: str, therapy_id: str) -> bool:
        if therapy_id not in self._therapies:
            c.notice(column, text("%(id)s is not a therapy of data/therapies.toml; left out", id=therapy_id))
        return therapy_id in self._therapies

    def _where(self, c: Cells) -> tuple[Address, Location | None]:
        code, state = self._zip(c), _state(c)
        return Address(c["street"], c["city"], state, code or c["zip"]), self._locate(c, code, state)

    def _locate(self, c: Cells, code: str, state: str) -> Location | None:
        """The coordinates given; without them the middle of the ZIP, or else of the city; None if nothing is known."""
        middle = self._gazetteer.zip_place(code) or self._gazetteer.city_place(c["city"], state)
        point = c.point("lat", "lon")
        if point is None and middle is None:
            c.notice("lat", text("no coordinates, and no ZIP or city that is known: shown, but travel is not measured"))
            return None
        if point and (middle is None or _is_near(c, point, middle)):
            return Location(point, "address")
        return Location(middle.point, middle.precision) if middle else None

    def _zip(self, c: Cells) -> str:
        """The five-digit ZIP that is known, or empty. A spreadsheet drops leading zeros: they are put back."""
        written = c["zip"].split("-")[0]
        code = written.zfill(5) if len(written) in (3, 4) else written
        if not written or self._gazetteer.zip_place(code):
            if code != written:
                c.notice("zip", text("%(zip)s read as %(code)s", zip=written, code=code))
            return code
        c.notice("zip", text("%(zip)s is not known", zip=c["zip"]))
        return ""


def _is_near(c: Cells, point: Point, middle: Place) -> bool:
    if c.miles_between(point, middle.point) <= _FARTHEST_MI:
        return True
    used = text("ZIP") if middle.precision == "zip" else text("city")
    c.notice(
        "lat", text("the point lies over %(mi)s miles from its %(used)s, which is used", mi=f"{_FARTHEST_MI:g}", used=used)
    )
    return False


def _state(c: Cells) -> str:
    """The two letters of a state, also for its name; what is no state is kept as it is, with a notice."""
    written = c["state"]
    code = STATE_BY_NAME.get(plain(written))
    if written and not code:
        c.notice("state", text("%(state)s is not a state, DC or Puerto Rico", state=written))
    return code or written


def _provenance(c: Cells) -> Provenance:
    return Provenance(c["source"], c.web_address("source_url"), c.day("checked_on"))


def _attributed(said: Provenance, evidence: Evidence, center: Provenance) -> Provenance:
    """Who says so of a therapy: where the row names nobody, the staff who confirmed it, else the source of the center."""
    if said.source or said.source_url:
        return said
    if evidence == "confirmed":
        return replace(said, source=str(STAFF))
    return replace(center, checked_on=said.checked_on or center.checked_on)


def _unit_evidence(unit: MobileUnit) -> dict[str, TherapyEvidence]:
    return {t: TherapyEvidence("reported", unit.provenance) for t in unit.therapies}


def _calendar(c: Cells) -> tuple[str, Calendar]:
    starts_on = c.day("starts_on")
    if starts_on is None:
        raise CellError("starts_on", text("no first day; the row is left out"))
    calendar = Calendar(
        starts_on=starts_on,
        start_time=c.clock("start_time"),
        end_time=c.clock("end_time"),
        timezone=c.zone("timezone"),
        rule=c["rrule"],
        days_off=_days(c, "exdates"),
        extra_days=_days(c, "rdates"),
    )
    return c.needed("stop_id"), calendar


def _days(c: Cells, column: str) -> frozenset[date]:
    return frozenset(d for item in c.items(column) if (d := c.as_day(column, item)))
