"""The best tour of a crew for a set of stays, and all sets of stops that it can serve in the weeks that belong together.

Weeks belong together if what happens in one decides what must happen in the other: with visits every two weeks, the first and
the third, and the second and the fourth. Without such visits, each week stands by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from finder.access.calendar.crew import Part, Roster, Stay, Tour
from finder.access.calendar.needs import CYCLE_WEEKS, Need, Pattern

# More sets than this take too long to choose from.
MOST_ROUNDS = 25_000
# Stays of a week, by their stops.
Stays = tuple[Stay, ...]


class TooManyRounds(Exception):
    """More sets of stops than can be chosen from."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a unit does in the weeks that belong together: one tour a week (None for a week at the base), and whom it serves."""

    tours: tuple[Tour | None, ...]
    stops: tuple[int, ...]

    @property
    def miles(self) -> float:
        """Miles of all its tours."""
        return sum(tour.miles for tour in self.tours if tour)

    @property
    def count(self) -> int:
        """How many tours it has."""
        return sum(tour is not None for tour in self.tours)


def weeks_apart(needs: Sequence[Need]) -> int:
    """How many weeks apart the weeks are that belong together: a divisor of the cycle."""
    return min((need.step for need in needs), default=CYCLE_WEEKS)


def rounds(roster: Roster, needs: Sequence[Need], every: int) -> list[Round]:
    """The round with the fewest miles for each set of stops that a crew can serve in weeks that are `every` weeks apart.

    Raises TooManyRounds.
    """
    patterns = [need.patterns(every) for need in needs]
    best_of, best = _BestTours(roster), dict[tuple[int, ...], Round]()
    able = [stop for stop, some in enumerate(patterns) if any(best_of.round(((stop, p),)) for p in some)]
    if sum(1 for _ in islice(_sets(able, patterns, roster.crew.week_days), MOST_ROUNDS + 1)) > MOST_ROUNDS:
        raise TooManyRounds
    for chosen in _sets(able, patterns, roster.crew.week_days):
        found = best_of.round(chosen)
        if found and (found.stops not in best or found.miles < best[found.stops].miles):
            best[found.stops] = found
    return list(best.values())


Chosen = tuple[tuple[int, Pattern], ...]


def _sets(able: Sequence[int], patterns: Sequence[Sequence[Pattern]], week_days: int) -> Iterator[Chosen]:
    """All sets of stops, each with one of its patterns, whose days fit in their weeks."""
    weeks = len(patterns[able[0]][0]) if able else 0

    def longer(chosen: Chosen, left: Pattern, start: int) -> Iterator[Chosen]:
        for n in range(start, len(able)):
            # Weeks that belong together are alike, so the first stop has its first pattern.
            for pattern in patterns[able[n]] if chosen else patterns[able[n]][:1]:
                rest = tuple(days - needed for days, needed in zip(left, pattern, strict=True))
                if min(rest) >= 0:
                    following = (*chosen, (able[n], pattern))
                    yield following
                    yield from longer(following, rest, n + 1)

    return longer((), (week_days,) * weeks, 0)


class _BestTours:
    """The best tour of each set of stays, worked out once."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._tours: dict[Stays, Tour | None] = {}
        self._parts: dict[tuple[Stays, Stay], list[Part]] = {}

    def round(self, chosen: Chosen) -> Round | None:
        """The round of stops with their patterns; None if the crew cannot make it."""
        tours = list[Tour | None]()
        for week in range(len(chosen[0][1])):
            stays = tuple(Stay(stop, pattern[week]) for stop, pattern in chosen if pattern[week])
            tour = self._tour(stays) if stays else None
            if stays and tour is None:
                return None
            tours.append(tour)
        return Round(tuple(tours), tuple(stop for stop, _ in chosen))

    def _tour(self, stays: Stays) -> Tour | None:
        """The tour with the fewest miles, then on the fewest days."""
        if stays not in self._tours:
            self._tours[stays] = self._overnight(stays) if self._roster.crew.overnight else self._roster.day_trips(stays)
        return self._tours[stays]

    def _overnight(self, stays: Stays) -> Tour | None:
        parts = [part for last in stays for part in self._parts_to(stays, last)]
        ends = [(found, part) for part in parts if (found := self._roster.whole(part))]
        return self._roster.tour(min(ends, key=itemgetter(0))[1]) if ends else None

    def _parts_to(self, stays: Stays, last: Stay) -> list[Part]:
        """Tours so far of all of some stays that end with one of them, without those that another one beats."""
        key = (stays, last)
        if key not in self._parts:
            others = tuple(stay for stay in stays if stay != last)
            before = [part for other in others for part in self._parts_to(others, other)] if others else [Part()]
            kept: list[Part] = []
            for part in before:
                for new in self._roster.extended(part, last):
                    if not any(known.beats(new) for known in kept):
                        kept = [known for known in kept if not new.beats(known)] + [new]
            self._parts[key] = kept
        return self._parts[key]
