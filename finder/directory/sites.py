"""A planner's own file of candidates for new stops: CSV with a name and a point in each row."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from finder.directory.cells import CellError, Cells
from finder.directory.table import RowNotice, read_table
from finder.domain.geo import Point, PointSet
from finder.domain.sites import Sites
from finder.domain.states import STATE_NAMES
from finder.errors import QueryError
from finder.files.limits import SizeLimits
from finder.text import text

_ADVICE = text("Give a CSV file with the columns name, lat, and lon, and perhaps id and state.")
LIMITS = SizeLimits(10_000_000, _ADVICE)
_REQUIRED, _KNOWN = ("name", "lat", "lon"), ("id", "name", "state", "lat", "lon")
_DIGITS = 16
# The id, the name, the state, and the point of a candidate.
_Site = tuple[str, str, str, Point]


def load_sites(path: Path, today: date) -> Sites:
    """Read a file of candidates. A row that cannot be used is a notice.

    Raises QueryError for a file that is too large or has no row that can be used, and DirectoryError without its columns.
    """
    LIMITS.check(path.stat().st_size, path.name)
    table = read_table(path, _REQUIRED, _KNOWN, _ADVICE)
    notices: list[RowNotice] = list(table.notices)
    rows = list(_sites([Cells(row, notices, today) for row in table.rows]))
    if not rows:
        why = notices[0].sentence if notices else text("it has no rows")
        raise QueryError(text("No candidate of %(file)s can be used: %(why)s.", file=path.name, why=why), _ADVICE)
    ids, names, states, points = zip(*rows, strict=True)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
    return Sites(path.name, fingerprint, ids, names, states, PointSet.of(points), tuple(n.sentence for n in notices))


def _sites(rows: list[Cells]) -> Iterator[_Site]:
    """The candidates of rows, each with an id of its own: its name where the file gives none."""
    known = set[str]()
    for cells in rows:
        try:
            name, state = cells.required("name"), cells["state"].upper()
            found = cells["id"] or name
            if found in known:
                raise CellError("id", text("%(id)s is listed before; the row is skipped", id=repr(found[:60])))
            if state and state not in STATE_NAMES:
                raise CellError("state", text("not a state, two letters; the row is skipped"))
            point = cells.point("lat", "lon")
            if point is None:
                raise CellError("lat", text("no usable coordinates; the row is skipped"))
        except CellError as error:
            cells.note(error.column, error.reason)
        else:
            known.add(found)
            yield found, name, state, point
