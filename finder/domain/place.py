"""A place: what a patient typed, resolved to a point; and the errors raised when it cannot be resolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from finder.domain.geo import Point
from finder.errors import InputError
from finder.text import Text, text

Precision = Literal["address", "zip", "city", "device"]


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed, resolved. `precision` says how exact the point is, and is never finer than what was known.

    `label` is only shown: what it says is also in `zip`, `city`, and `state` (two letters), as far as it is known. `note` tells
    the reader if only a part of what was typed was used, for example if a street could not be looked up.
    """

    query: str
    label: str
    point: Point
    precision: Precision
    zip: str = ""
    population: int = 0
    note: Text | None = None
    city: str = ""
    state: str = ""


class PlaceNotFound(InputError):
    """No place matches what was typed. `suggestions` are places with a similar spelling, the best first."""

    def __init__(self, what: Text, advice: Text, suggestions: Sequence["Place"] = ()) -> None:
        super().__init__(what, advice)
        self.suggestions = tuple(suggestions)


class PlaceAmbiguous(InputError):
    """Several places have this name. `candidates` are all of them, the most populous first."""

    exit_code = 1

    def __init__(self, query: str, candidates: Sequence["Place"]) -> None:
        super().__init__(
            text("“%(query)s” could mean %(n)s places.", n=len(candidates), query=query),
            text("Choose one, or add the state or a ZIP code."),
        )
        self.candidates = tuple(candidates)
