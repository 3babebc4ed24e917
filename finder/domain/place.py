"""A place, which is what a patient typed resolved to a point, and the errors for text that cannot be resolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from finder.domain.geo import Point
from finder.errors import InputError
from finder.text import Text, text

Precision = Literal["address", "zip", "city", "device"]


@dataclass(frozen=True, slots=True)
class Spread:
    """What is not known of a spot: what is meant is probably within `radius_mi` of its point, or of `town`, or between the two.

    `town` is the middle of the town, if that is farther from the point than the radius.
    """

    radius_mi: float
    town: Point | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a patient typed, resolved to a point.

    `precision` is how exactly the point is known, and never finer than that. `label` is for display only: `zip`, `city`,
    `county` ("Nassau County"), and `state` (two letters) have its parts, if known; those of a device's point are the nearest
    ones. `note` tells the reader when only a part of the text was used, for example when a street could not be looked up, or
    when other places have the same name: `alternatives` are these, the most populous first. What is neither a city nor a ZIP
    code has most of its people `within_mi` of its point.
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
    county: str = ""
    alternatives: tuple["Place", ...] = ()
    within_mi: float = 0.0

    @property
    def search_text(self) -> str:
        """What to type, or to send in a form, to get this place again."""
        if self.precision == "device":
            return self.point.written
        return self.zip or self.label


class PlaceNotFound(InputError):
    """Raised when no place matches the text. `suggestions` are places with a similar spelling, best match first."""

    def __init__(self, what: Text, advice: Text, suggestions: Sequence["Place"] = ()) -> None:
        super().__init__(what, advice)
        self.suggestions = tuple(suggestions)


class PlaceAmbiguous(InputError):
    """Raised when several places have the same name, or nearly so. `candidates` are all of them: first those whose name is
    exactly as typed, and of these the most populous."""

    exit_code = 1

    def __init__(self, query: str, candidates: Sequence["Place"]) -> None:
        super().__init__(
            text("“%(query)s” could mean %(n)s places.", n=len(candidates), query=query),
            text("Choose one, or add the state or a ZIP code."),
        )
        self.query = query
        self.candidates = tuple(candidates)
