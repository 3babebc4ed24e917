"""What is infused, and what it asks of a patient's calendar. Facts live in data/therapies.toml."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A range, both ends included: 26 to 65 days, 3 to 6 hours."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Regimen:
    """How often and how long a therapy is given.

    `visit_days` a year in the chair; `cycles` a year, which is the number of trips for someone who stays near the center
    during a cycle; `consecutive_days` in one cycle; `chair_hours` in one day.
    """

    id: str
    label: str
    visit_days: Span
    cycles: Span
    consecutive_days: Span
    chair_hours: Span
    source: str
    source_url: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Therapy:
    """What is infused. A therapy without regimen is given as prescribed: nothing is computed for it."""

    id: str
    name: str
    short_name: str
    about: str
    source: str
    source_url: str
    as_of: date
    regimens: tuple[Regimen, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def regimen(self) -> Regimen | None:
        """The usual regimen: the first one listed."""
        return self.regimens[0] if self.regimens else None
