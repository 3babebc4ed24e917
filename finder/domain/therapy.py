"""What is infused, and what it asks of a patient's calendar. Facts live in data/therapies.toml."""

from dataclasses import dataclass, replace
from datetime import date

from finder.errors import QueryError
from finder.text import named, text


@dataclass(frozen=True, slots=True)
class Span:
    """A range, both ends included: 26 to 65 days, 3 to 6 hours."""

    low: float
    high: float

    def __mul__(self, by: "float | Span") -> "Span":
        """Both ends times a number of zero or more, or times those of another range: least with least, most with most."""
        low, high = (by.low, by.high) if isinstance(by, Span) else (by, by)
        return Span(self.low * low, self.high * high)


@dataclass(frozen=True, slots=True)
class Regimen:
    """How often and how long a therapy is given.

    `visit_days` a year in the chair; `cycles` a year, which is the number of trips for someone who stays near the center
    during a cycle; `consecutive_days` in one cycle; `chair_hours` in one day. `days_between` two infusions of one course,
    where the next course is far off (two infusions 2 weeks apart, every 6 months); None where cycles are evenly spread.
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
    days_between: int | None = None

    @property
    def by_days(self) -> "tuple[Regimen, ...]":
        """The regimen for each number of days that a cycle may take: 2, 3, 4 and 5 days in a row are 26, 39, 52, 65 a year.

        Itself alone if a cycle is one day.
        """
        least, most = int(self.consecutive_days.low), int(self.consecutive_days.high)
        if most == 1:
            return (self,)
        return tuple(replace(self, visit_days=self.cycles * n, consecutive_days=Span(n, n)) for n in range(least, most + 1))


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
        """The usual regimen, or the one that was chosen: the first one listed."""
        return self.regimens[0] if self.regimens else None

    def choosing(self, regimen_id: str) -> "Therapy":
        """The therapy with one of its regimens first. Raises QueryError if it has none of that id."""
        chosen = [r for r in self.regimens if r.id == regimen_id]
        if not chosen:
            raise QueryError(
                text("%(regimen)s is not a schedule known for %(therapy)s.", regimen=repr(regimen_id[:60]), therapy=self.name),
                text("Use one of: %(known)s.", known=", ".join(r.id for r in self.regimens) or "-"),
            )
        return replace(self, regimens=(*chosen, *(r for r in self.regimens if r.id != regimen_id)))

    def taking(self, days: int) -> "Therapy":
        """The therapy with so many days in a row in each cycle of its first regimen; as it is, if a cycle is always one day.

        Raises QueryError for a number that the regimen does not have.
        """
        if self.regimen is None or self.regimen.consecutive_days.high == 1:
            return self
        by_days = {int(r.consecutive_days.low): r for r in self.regimen.by_days}
        if days not in by_days:
            span = self.regimen.consecutive_days
            raise QueryError(
                text(
                    "%(therapy)s takes %(low)s to %(high)s days in a row, not %(days)s.",
                    therapy=named(self.short_name),
                    low=int(span.low),
                    high=int(span.high),
                    days=days,
                ),
                text("Choose one of these numbers."),
            )
        return replace(self, regimens=(by_days[days], *self.regimens[1:]))
