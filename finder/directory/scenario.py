"""A scenario's file: TOML that says what is added to a directory, moved, closed, or given elsewhere."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from finder.directory.cells import CellError, Cells
from finder.directory.columns import COLUMNS
from finder.directory.folder import fingerprint, mobile_stops
from finder.directory.listings import ListingReader
from finder.directory.placement import address_and_position
from finder.directory.table import Row, RowNotice
from finder.domain.directory import Directory
from finder.domain.evidence import Statement
from finder.domain.facility import ServicePoint
from finder.domain.scenario import Scenario
from finder.errors import QueryError
from finder.files.limits import SizeLimits
from finder.text import Text, as_list, text

_ADVICE = text("Give a TOML file with a name, and any of add, move, close, change, and units. See docs/scenarios.md.")
LIMITS = SizeLimits(1_000_000, _ADVICE)
_KINDS = ("add", "move", "close", "change")
_PLACE = ("street", "city", "state", "zip", "lat", "lon")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "add": (*(c for c in COLUMNS["centers.csv"] if c not in ("source", "source_url", "checked_on")), "gives"),
    "move": ("id", *_PLACE),
    "close": ("id",),
    "change": ("id", "gives", "does_not_give"),
}
_REQUIRED = {"add": ("id", "name"), "move": ("id",), "close": ("id",), "change": ("id",)}
_MOST_CHANGES = 2_000
_DIGITS = 16
Points = dict[str, ServicePoint]


def scenario_fingerprint(path: Path) -> str:
    """The fingerprint of a scenario's file and of the folders of units that it names. Raises QueryError."""
    content = path.read_bytes()
    return _mark(content, _folders(path.name, _read(path.name, content), path.parent))


def _mark(content: bytes, folders: Sequence[Path]) -> str:
    digest = hashlib.sha256(content)
    for folder in folders:
        digest.update(fingerprint(folder).encode())
    return digest.hexdigest()[:_DIGITS]


def load_scenario(path: Path, base: Directory, reader: ListingReader, today: date) -> Scenario:
    """Read a scenario's file and apply it. Raises QueryError for anything in it that cannot be done as written."""
    return read_scenario(path.name, path.read_bytes(), path.parent, base, reader, today)


def read_scenario(
    label: str, content: bytes, beside: Path | None, base: Directory, reader: ListingReader, today: date
) -> Scenario:
    """Read a scenario and apply it to a directory. `beside` is where folders of units are; None if there can be none.

    Raises QueryError for anything in it that cannot be done as written.
    """
    said = _read(label, content)
    folders = _folders(label, said, beside)
    changes = _Changes(label, base, reader, today)
    for kind in ("close", "move", "change", "add"):
        for number, entry in enumerate(said.get(kind, []), start=1):
            changes.make(kind, number, entry)
    for folder in folders:
        changes.add_units(folder)
    mark = _mark(content, folders)
    known = hashlib.sha256(f"{base.fingerprint} {mark}".encode()).hexdigest()[:_DIGITS]
    directory = replace(base, points=tuple(changes.points.values()), fingerprint=known)
    return Scenario(label, mark, str(said["name"]), directory, **{k: tuple(v) for k, v in changes.names.items()})


def _read(label: str, content: bytes) -> dict[str, Any]:
    """What a file says, with a name and the right kinds of entries. Raises QueryError."""
    LIMITS.check(len(content), label)
    try:
        said = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QueryError(text("%(file)s is not TOML: %(why)s.", file=label, why=str(error)[:120]), _ADVICE) from error
    if unknown := [key for key in said if key not in (*_KINDS, "name", "units")]:
        raise QueryError(text("%(file)s has an unknown key, %(key)s.", file=label, key=repr(unknown[0][:60])), _ADVICE)
    if not isinstance(said.get("name"), str) or not said["name"].strip():
        raise QueryError(text("The scenario %(file)s has no name.", file=label), _ADVICE)
    for kind in _KINDS:
        entries = said.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise QueryError(
                text("In %(file)s, %(kind)s is not a list of tables.", file=label, kind=kind),
                text("Write each as [[%(kind)s]], with its keys below.", kind=kind),
            )
    if sum(len(said.get(kind, [])) for kind in _KINDS) > _MOST_CHANGES:
        raise QueryError(
            text("%(file)s has more than %(most)s changes.", file=label, most=_MOST_CHANGES),
            text("For larger changes, make a folder of listing files, and compare with --directory."),
        )
    return said


def _folders(label: str, said: Mapping[str, Any], beside: Path | None) -> list[Path]:
    """The folders of units that a scenario names, which are beside its file. Raises QueryError."""
    units = said.get("units", [])
    if not isinstance(units, list) or not all(isinstance(folder, str) for folder in units):
        raise QueryError(text("In %(file)s, units is not a list of folders.", file=label), _ADVICE)
    if units and beside is None:
        raise QueryError(
            text("Folders of mobile units cannot be read here."), text("Leave units out, or use the command finder scenario.")
        )
    folders = [beside / folder for folder in units] if beside else []
    for folder in folders:
        if not (folder / "mobile_units.csv").is_file():
            raise QueryError(
                text("The folder %(folder)s has no mobile_units.csv.", folder=str(folder)),
                text("Write one with: finder calendar --folder %(folder)s.", folder=str(folder)),
            )
    return folders


class _Changes:
    """The listings while a scenario is applied to them, and the names of those that it concerns."""

    def __init__(self, file: str, base: Directory, reader: ListingReader, today: date) -> None:
        self.points: Points = {p.id: p for p in base.points}
        self.names: dict[str, list[str]] = {"added": [], "moved": [], "closed": [], "changed": []}
        self._file, self._reader, self._today = file, reader, today

    def make(self, kind: str, number: int, entry: Mapping[str, Any]) -> None:
        """Make one change. Raises QueryError."""
        if unknown := [key for key in entry if key not in _KEYS[kind]]:
            reason = text("%(key)s is not one of %(known)s", key=repr(unknown[0][:60]), known=as_list(_KEYS[kind]))
            raise self._refusal(kind, number, reason)
        if missing := [key for key in _REQUIRED[kind] if not str(entry.get(key, "")).strip()]:
            raise self._refusal(kind, number, text("it has no %(key)s", key=missing[0]))
        notices: list[RowNotice] = []
        row = Row(self._file, number, {key: _cell(value) for key, value in entry.items()})
        act: Callable[[Cells], None] = getattr(self, f"_{kind}")
        try:
            act(Cells(row, notices, self._today))
        except CellError as error:
            raise self._refusal(kind, number, text("%(key)s: %(why)s", key=error.column, why=error.reason)) from error
        if notices:
            first = notices[0]
            raise self._refusal(kind, number, text("%(key)s: %(why)s", key=first.column, why=first.reason))

    def add_units(self, folder: Path) -> None:
        """Add the stops of a folder of mobile units. Raises QueryError for one whose listings cannot be used as written."""
        stops, notices = mobile_stops(folder, self._reader, self._today, set(self.points))
        if notices:
            raise QueryError(text("The units in %(folder)s: %(why)s", folder=str(folder), why=notices[0]), _ADVICE)
        self.points |= {stop.id: stop for stop in stops}
        self.names["added"] += [stop.name for stop in stops]

    def _refusal(self, kind: str, number: int, reason: Text) -> QueryError:
        what = text("%(file)s, %(kind)s %(n)s: %(why)s.", file=self._file, kind=kind, n=str(number), why=reason)
        return QueryError(what, _ADVICE)

    def _add(self, c: Cells) -> None:
        center = self._reader.center(c)
        if center.id in self.points:
            raise CellError("id", text("another location has this ID"))
        if center.position is None:
            raise CellError("lat", text("nothing says where it is"))
        self.points[center.id] = ServicePoint(center, self._said(c, "gives", True))
        self.names["added"].append(center.name)

    def _move(self, c: Cells) -> None:
        point = self._known(c)
        address, position = address_and_position(c, self._reader.gazetteer)
        if position is None:
            raise CellError("lat", text("nothing says where it moves to"))
        moved: Any = replace(point.listing, address=address, position=position)  # type: ignore[type-var]
        self.points[point.id] = replace(point, listing=moved)
        self.names["moved"].append(point.name)

    def _close(self, c: Cells) -> None:
        written = c.required("id")
        closing = [p for p in self.points.values() if written in (p.id, p.listing.unit_id)]
        if not closing:
            raise CellError("id", _unknown(written))
        for point in closing:
            del self.points[point.id]
            self.names["closed"].append(point.name)

    def _change(self, c: Cells) -> None:
        point = self._known(c)
        said = {**point.statements, **self._said(c, "gives", True), **self._said(c, "does_not_give", False)}
        self.points[point.id] = replace(point, statements=said)
        self.names["changed"].append(point.name)

    def _known(self, c: Cells) -> ServicePoint:
        point = self.points.get(c.required("id"))
        if point is None:
            raise CellError("id", _unknown(c["id"]))
        return point

    def _said(self, c: Cells, key: str, given: bool) -> dict[str, tuple[Statement, ...]]:
        """What a scenario takes as confirmed: each treatment that it names is given, or is not."""
        therapies = list(_therapies(c, key, self._reader))
        return {therapy: (self._reader.supposed(given, self._today),) for therapy in therapies}


def _therapies(c: Cells, key: str, reader: ListingReader) -> Iterator[str]:
    for item in c.items(key):
        if item not in reader.therapies:
            raise CellError(key, text("%(id)s is not a known therapy", id=repr(item[:60])))
        yield item


def _unknown(written: str) -> Text:
    return text("no location or mobile unit has the ID %(id)s", id=repr(written[:60]))


def _cell(value: object) -> str:
    """A value of TOML as a cell of a listing file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ";".join(map(_cell, value))
    return str(value)
