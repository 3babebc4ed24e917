"""What regimens ask of the weeks of a cycle at one stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.therapy import Regimen

# The cycle of all calendars: what is due every four weeks sets it.
CYCLE_WEEKS = 4
CYCLE_DAYS = 7 * CYCLE_WEEKS
_WEEK_DAYS = 7

# Days of a stay in each of some weeks; 0 in a week without one.
Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a stop must get in a cycle, with doors open for `session_min` minutes a day.

    One stay of `block` days, and a visit of one day in every `step`-th week after it.
    """

    session_min: float
    block: int
    step: int

    @property
    def stop_days(self) -> int:
        """Days of visits in a cycle."""
        return self.block + CYCLE_WEEKS // self.step - 1

    @property
    def lengths(self) -> tuple[int, ...]:
        """The days that a stay can have, the longest first."""
        return (self.block, 1) if self.block > 1 and self.step < CYCLE_WEEKS else (self.block,)

    def patterns(self, every: int) -> tuple[Pattern, ...]:
        """The ways to serve the stop in the weeks of a cycle that are `every` weeks apart. `every` divides its step."""
        weeks = CYCLE_WEEKS // every
        return tuple(dict.fromkeys(self._pattern(first, weeks, self.step // every) for first in range(weeks)))

    def _pattern(self, first: int, weeks: int, step: int) -> Pattern:
        days = [0] * weeks
        for week in range(first, first + weeks, step):
            days[week % weeks] = 1
        days[first] = self.block
        return tuple(days)


def fits_cycle(regimen: Regimen) -> bool:
    """Whether a cycle of four weeks can give a regimen.

    What is evenly spaced must be due no sooner, and what is given in courses after a number of weeks that divides the cycle.
    Weekly courses do not fit: their days must be nearly the same in each week.
    """
    if regimen.days_between is None:
        return 365 / regimen.cycles.low >= CYCLE_DAYS
    weeks, rest = divmod(regimen.days_between, _WEEK_DAYS)
    return not rest and weeks > 1 and CYCLE_WEEKS % weeks == 0


def need(regimens: Sequence[Regimen]) -> Need:
    """What a stop must get for all of some regimens, each of which fits the cycle.

    The stay has the days in a row of what is evenly spaced. Two visits two weeks apart, on any days of their weeks, are 14 to
    20 days apart, from the one to the other or from the other to the one, which comes again after four weeks.
    """
    block = max((int(r.consecutive_days.low) for r in regimens if r.days_between is None), default=1)
    step = min((r.days_between // _WEEK_DAYS for r in regimens if r.days_between is not None), default=CYCLE_WEEKS)
    return Need(60 * max(r.chair_hours.high for r in regimens), block, step)
