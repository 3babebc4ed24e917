"""Islands that the finder does not cover, so that what is typed for them is never taken for a town of their name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Territory:
    """An island territory outside the tables: names, towns and islands with their people, and the first digits of ZIP codes."""

    name: str
    also_called: tuple[str, ...]
    people: Mapping[str, int]
    zip_prefixes: tuple[str, ...]
