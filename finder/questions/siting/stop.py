"""One chosen stop, and what is said of it."""

from dataclasses import dataclass

from finder.access.siting.alternatives import Alternative

# A gain whose largest town has this many people, and no listed location within these miles, is more likely a hole in the list.
LARGE_TOWN, NEAR_MI = 50_000, 30.0


@dataclass(frozen=True, slots=True)
class TownGain:
    """People of one town who gain: how many of them, how many live in the town, and the miles to their nearest location."""

    name: str
    gained: float
    people: int
    nearest_mi: float

    @property
    def check_list(self) -> bool:
        """Whether a location is more likely missing in the list than in life."""
        return self.people >= LARGE_TOWN and self.nearest_mi > NEAR_MI


@dataclass(frozen=True, slots=True)
class NewStop:
    """One chosen stop. `rank` counts from 1, and `candidate` is a row of the candidates.

    `before` are the medians of its people today and `then` with the stop: miles and minutes of driving one way; infinite where
    no road leads. `location` is the row of the location that is nearest for most of them; None without one.
    """

    rank: int
    candidate: int
    name: str
    people: float
    newly_reachable: float
    elsewhere: float | None
    miles_saved: float
    towns: tuple[TownGain, ...]
    before: tuple[float, float]
    then: tuple[float, float]
    location: int | None
    alternatives: tuple[Alternative, ...]

    @property
    def ties(self) -> tuple[Alternative, ...]:
        """Candidates that are worth exactly as much."""
        return tuple(a for a in self.alternatives if a.tie)

    @property
    def check_list(self) -> TownGain | None:
        """The town with most people who gain, if a location there is more likely missing in the list."""
        return self.towns[0] if self.towns and self.towns[0].check_list else None
