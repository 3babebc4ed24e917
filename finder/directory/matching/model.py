"""What is matched, and what the answer is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Verdict = Literal["same", "review"]
# What speaks for a match, or against it; each is a sentence of `words.py`.
Code = Literal[
    "identifier", "identifiers_differ", "door", "one_unit", "door_in_part", "other_type", "building",
    "no_street", "other_street", "neighbor", "other_city", "phone", "phones_differ", "name_equal", "name_alike",
    "name_in_part", "name_differs", "kinds_differ", "competes", "through",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list, as written. `identifiers` are in one form, by kind (`identifiers.py`)."""

    id: str
    name: str
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    identifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the value that its sentence shows, such as the identifier or how alike the names are (0 to 1)."""

    code: Code
    value: str | float = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two rows, by their ids, that are the same location, or that a person should look at."""

    left: str
    right: str
    verdict: Verdict
    why: tuple[Reason, ...]
