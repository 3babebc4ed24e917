"""What closes at once: a location, a mobile unit with all its stops, or all locations at an address."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from finder.domain.arrays import Ints, Mask
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.errors import QueryError
from finder.questions.closures.query import By, ClosuresQuery
from finder.text import text

# Points of listings are one door if they agree to about a meter.
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What closes at once: an id, a name, and its locations (rows of the points counted)."""

    id: str
    name: str
    locations: tuple[int, ...]


def groups_of(points: Sequence[ServicePoint], by: By, directory: Directory) -> tuple[tuple[Group, ...], Ints]:
    """The groups of some service points, in the order of their first locations, and the group of each point."""
    keys = _joined([list(_keys(row, point, by, directory)) for row, point in enumerate(points)])
    number: dict[Hashable, int] = {}
    group_of = np.array([number.setdefault(key, len(number)) for key in keys], np.intp)
    members: list[list[int]] = [[] for _ in number]
    for row, group in enumerate(group_of.tolist()):
        members[group].append(row)
    taken = {p.id for p in points}
    return tuple(_group(points, rows, taken) for rows in members), group_of


def _keys(row: int, point: ServicePoint, by: By, directory: Directory) -> Iterator[Hashable]:
    """What makes a point one with others: any key that they share."""
    if unit := point.listing.unit_id:
        yield "unit", unit
        return
    yield "row", row
    if by == "location":
        return
    position = point.position
    if door := directory.door_of(point.address):
        yield "door", door
    if position and position.precision == "address":
        yield "point", round(position.point.lat_deg, _DIGITS), round(position.point.lon_deg, _DIGITS)


def _joined(keys: Sequence[Sequence[Hashable]]) -> list[Hashable]:
    """One key for all items that share a key with each other, directly or through others."""
    above: dict[Hashable, Hashable] = {}

    def root(key: Hashable) -> Hashable:
        while (parent := above.setdefault(key, key)) != key:
            key = parent
        return key

    for mine in keys:
        for other in mine[1:]:
            above[root(other)] = root(mine[0])
    return [root(mine[0]) for mine in keys]


def _group(points: Sequence[ServicePoint], rows: Sequence[int], taken: set[str]) -> Group:
    first = points[rows[0]]
    if unit := first.listing.unit_id:
        # Ids of units are their own, and one may be that of a location, too.
        return Group(f"unit:{unit}" if unit in taken else unit, first.listing.unit_name, tuple(rows))
    return Group(first.id, "; ".join(points[r].name for r in rows), tuple(rows))


def closed_groups(
    query: ClosuresQuery, groups: Sequence[Group], points: Sequence[ServicePoint], directory: Directory
) -> tuple[int, ...]:
    """The groups (rows) that a query closes. Raises QueryError for an id that is not listed, or that does not count."""
    row_of = {points[r].id: g for g, group in enumerate(groups) for r in group.locations}
    row_of |= {group.id: g for g, group in enumerate(groups)}
    if missing := [i for i in query.close if i not in row_of]:
        raise _unknown(missing[0], directory)
    return tuple(sorted({row_of[i] for i in query.close}))


def _unknown(written: str, directory: Directory) -> QueryError:
    shown = repr(written[:60])
    if any(written in (p.id, p.listing.unit_id) for p in directory.points):
        return QueryError(
            text(
                "%(id)s is in the directory, but it does not count by these choices, so closing it changes nothing.", id=shown
            ),
            text("Choose another treatment, evidence, or standard."),
        )
    return QueryError(
        text("%(id)s is not the ID of a location or mobile unit of this directory.", id=shown),
        text("Use the IDs of the table centers, like: %(known)s.", known=directory.points[0].id if directory.points else "-"),
    )


def mask_of(groups: Sequence[int], group_of: Ints) -> Mask:
    """Which locations are of some groups. Shape (locations,)."""
    mask: Mask = np.isin(group_of, np.array(groups, np.intp))
    return mask
