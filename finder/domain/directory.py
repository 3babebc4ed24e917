"""A directory: all listings of one folder."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property

from finder.domain.facility import Address, ServicePoint
from finder.text import Text


def _no_door(_address: Address) -> None:
    """Tell no addresses apart."""


@dataclass(frozen=True)
class Directory:
    """All listings of one folder, notices about rows that could not be used as written, and a fingerprint of the files.

    `door_of` makes equal keys of addresses with the same house number, street, and ZIP code; None of one without these.
    """

    points: tuple[ServicePoint, ...]
    notices: tuple[Text, ...]
    fingerprint: str
    label: str
    door_of: Callable[[Address], Hashable | None] = _no_door

    @cached_property
    def centers(self) -> tuple[ServicePoint, ...]:
        return tuple(p for p in self.points if p.kind == "center")

    @cached_property
    def stops(self) -> tuple[ServicePoint, ...]:
        return tuple(p for p in self.points if p.kind == "stop")
