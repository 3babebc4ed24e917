"""Therapies and their regimens. The facts are in data/therapies.toml."""

from dataclasses import dataclass, replace
from datetime import date

from finder.errors import QueryError
from finder.text import named, text


@dataclass(frozen=True, slots=True)
class Span:
    """A range with both ends included: 26 to 65 days, 3 to 6 hours."""

    low: float
    high: float

    def __mul__(self, by: "float | Span") -> "Span":
        """Multiply both ends by a number of zero or more, or low by low and high by high of another range."""
        low, high = (by.low, by.high) if isinstance(by, Span) else (by, by)
        return Span(self.low * low, self.high * high)


@dataclass(frozen=True, slots=True)
class Regimen:
    """How often and how long a therapy is given.

    `visit_days` are days in the chair per year. `cycles` are cycles per year, which is the number of trips for someone who
    stays near the center during a cycle. `consecutive_days` are days in one cycle, and `chair_hours` are hours in one day.
    `days_between` is the number of days between two infusions of one course, if courses are far apart (two infusions 2 weeks
    apart, every 6 months); None if cycles are evenly spaced.
    """

    id: str
    label: str
    visit_days: Span
    cycles: Span
    consecutive_days: Span
    chair_hours: Span
    source: str
    source_url: str
    days_between: int | None = None

    @property
    def by_days(self) -> "tuple[Regimen, ...]":
        """One regimen for each number of days that a cycle can take: 2, 3, 4, or 5 days in a row are 26, 39, 52, or 65 a year.

        Only the regimen itself if a cycle is one day.
        """
        least, most = int(self.consecutive_days.low), int(self.consecutive_days.high)
        if most == 1:
            return (self,)
        return tuple(replace(self, visit_days=self.cycles * n, consecutive_days=Span(n, n)) for n in range(least, most + 1))


@dataclass(frozen=True, slots=True)
class Therapy:
    """What is infused. A therapy without a regimen is given as prescribed, and no burden is computed for it.

    `name` is written as in a list, and `short_name` as within a sentence.
    """

    id: str
    name: str
    short_name: str
    about: str
    source: str
    source_url: str
    as_of: date
    regimens: tuple[Regimen, ...] = ()
    also_called: tuple[str, ...] = ()

    @property
    def regimen(self) -> Regimen | None:
        """The usual or chosen regimen, which is the first in the list; None without one."""
        return self.regimens[0] if self.regimens else None

    def with_regimen(self, regimen_id: str) -> "Therapy":
        """Return the therapy with this regimen first. Raises QueryError if it has no regimen of that id."""
        chosen = [r for r in self.regimens if r.id == regimen_id]
        if not chosen:
            raise QueryError(
                text("%(regimen)s is not a schedule known for %(therapy)s.", regimen=repr(regimen_id[:60]), therapy=self.name),
                text("Use one of: %(known)s.", known=", ".join(r.id for r in self.regimens) or "-"),
            )
        return replace(self, regimens=(*chosen, *(r for r in self.regimens if r.id != regimen_id)))

    def with_days(self, days: int) -> "Therapy":
        """Return the therapy with `days` consecutive days in each cycle of its first regimen.

        A therapy whose cycle is always one day is returned unchanged. Raises QueryError for a number of days outside the
        regimen's range.
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
