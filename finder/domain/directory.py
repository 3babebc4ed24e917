"""A directory: all listings of one folder."""

from dataclasses import dataclass
from functools import cached_property

from finder.domain.facility import ServicePoint
from finder.text import Text


@dataclass(frozen=True)
class Directory:
    """All listings of one folder, notices about rows that could not be used as written, and a fingerprint of the files."""

    points: tuple[ServicePoint, ...]
    notices: tuple[Text, ...]
    fingerprint: str
    label: str

    @cached_property
    def centers(self) -> tuple[ServicePoint, ...]:
        return tuple(p for p in self.points if p.kind == "center")

    @cached_property
    def stops(self) -> tuple[ServicePoint, ...]:
        return tuple(p for p in self.points if p.kind == "stop")
