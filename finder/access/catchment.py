"""Floating catchment areas: how much of the supply of chairs each person can reach, shared with all others who reach it.

Unlike "how far is the nearest", these count that a center near many people has less for each of them. All are stated in

    i, k   origins, where people live                 j, l   destinations: service points
    P_i    people of an origin                        S_j    supply of a destination, chair-hours a week
    t_ij   minutes of driving one way                 f      a decay: what weight a trip of so many minutes has, 0 to 1
    D_j    people who draw on j, by weight            R_j    ratio S_j / D_j, 0 if D_j = 0
    A_i    score: chair-hours a week for one person

Every decay ends at a cutoff, and the travel matrix must reach as far. Where no road leads, minutes are infinite: no weight.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from finder.domain.arrays import Floats, Ints, group_sums
from finder.domain.demand import DemandPoints
from finder.travel.model import NO_DESTINATION, TravelMatrix

# Minutes to weights, element by element; 0 for infinite minutes.
Decay = Callable[[Floats], Floats]


def stepped(steps: Mapping[float, float]) -> Decay:
    """The weight of the first edge, in minutes, that is no less than t; 0 beyond the last: {30: 1, 60: 0.68, 90: 0.22}.

    Raises ValueError unless edges are positive and weights lie between 0 and 1.
    """
    edges = sorted(steps)
    weights = np.array([*(steps[edge] for edge in edges), 0.0])
    _positive(*edges)
    if not np.all((weights >= 0) & (weights <= 1)):
        raise ValueError("the weights of a decay must be between 0 and 1")

    def decay(minutes: Floats) -> Floats:
        # Twice as fast as a binary search.
        passed = sum((minutes > edge for edge in edges), np.zeros(minutes.shape, np.intp))
        found: Floats = weights[passed]
        return found

    return decay


def binary(cutoff_min: float) -> Decay:
    """f(t) = 1 if t <= cutoff, else 0. Raises ValueError unless the cutoff is positive."""
    return stepped({cutoff_min: 1.0})


def linear(cutoff_min: float) -> Decay:
    """f(t) = 1 - t / cutoff, 0 beyond it. Raises ValueError unless the cutoff is positive."""
    _positive(cutoff_min)
    return lambda minutes: np.maximum(1 - minutes / cutoff_min, 0.0)


def exponential(half_min: float, cutoff_min: float) -> Decay:
    """f(t) = 2 ** (-t / half) if t <= cutoff, else 0: half the weight for every `half_min` minutes more.

    Raises ValueError unless both are positive.
    """
    _positive(half_min, cutoff_min)
    return lambda minutes: np.exp2(-minutes / half_min) * (minutes <= cutoff_min)


def gaussian(cutoff_min: float) -> Decay:
    """f(t) = (exp(-(t / cutoff)^2 / 2) - exp(-1 / 2)) / (1 - exp(-1 / 2)), 0 beyond the cutoff.

    From Dai (2010), doi:10.1016/j.healthplace.2010.06.012. Raises ValueError unless the cutoff is positive.
    """
    _positive(cutoff_min)
    end = np.exp(-0.5)
    return lambda minutes: np.maximum((np.exp(-((minutes / cutoff_min) ** 2) / 2) - end) / (1 - end), 0.0)


def _positive(*minutes: float) -> None:
    """Raises ValueError if one is not positive."""
    if not all(0 < m < math.inf for m in minutes):
        raise ValueError("the minutes of a decay must be more than 0")


# People travel farther for infusion than for the primary care that Luo & Qi (2009) had in mind: their weights, on bands
# three times as wide (10, 20 and 30 minutes).
INFUSION = stepped({30: 1.0, 60: 0.68, 90: 0.22})
# What a result is held against: no decay is known to be the true one. None reaches beyond REACH_MIN.
DECAYS: Mapping[str, Decay] = {
    "stepped-90": INFUSION,
    "stepped-60": stepped({20: 1.0, 40: 0.68, 60: 0.22}),
    "binary-60": binary(60),
    "linear-90": linear(90),
    "exponential-90": exponential(30, 90),
    "gaussian-90": gaussian(90),
}
REACH_MIN = 90.0


@dataclass(frozen=True, eq=False)
class Catchments:
    """What people can reach, and who draws on what; in the symbols of this module.

    `score` is A, shape (origins,); `demand` is D and `ratio` is R, each of shape (destinations,).
    """

    score: Floats
    demand: Floats
    ratio: Floats


def e2sfca(matrix: TravelMatrix, people: Floats, supply: Floats, decay: Decay = INFUSION) -> Catchments:
    """Enhanced 2SFCA, for `people` of shape (origins,) and `supply` of shape (destinations,).

        R_j = S_j / sum_k P_k f(t_kj)                       A_i = sum_j R_j f(t_ij)

    People times score adds up to the supply of all destinations that anybody reaches.
    Luo & Qi (2009), doi:10.1016/j.healthplace.2009.06.002.
    """
    pairs = _pairs(matrix, decay)
    return pairs.scored(people, supply, pairs.weight, pairs.weight)


def m2sfca(matrix: TravelMatrix, people: Floats, supply: Floats, decay: Decay = INFUSION) -> Catchments:
    """Modified 2SFCA, for `people` of shape (origins,) and `supply` of shape (destinations,).

        R_j = S_j / sum_k P_k f(t_kj)                       A_i = sum_j R_j f(t_ij)^2

    Supply that lies far from everybody is partly lost, where E2SFCA hands out all of it whatever the distance.
    Delamater (2013), doi:10.1016/j.healthplace.2013.07.012.
    """
    pairs = _pairs(matrix, decay)
    return pairs.scored(people, supply, pairs.weight, pairs.weight**2)


def three_sfca(matrix: TravelMatrix, people: Floats, supply: Floats, decay: Decay = INFUSION) -> Catchments:
    """Three-step floating catchment area, for `people` of shape (origins,) and `supply` of shape (destinations,).

        G_ij = f(t_ij) / sum_l f(t_il)                      the share of its people that an origin sends to j
        R_j = S_j / sum_k P_k G_kj f(t_kj)                  A_i = sum_j R_j G_ij f(t_ij)

    Destinations near one another share the people there instead of each counting them whole.
    Wan, Zou & Sternberg (2012), doi:10.1080/13658816.2011.624987.
    """
    pairs = _pairs(matrix, decay)
    chosen = pairs.weight * pairs.share
    return pairs.scored(people, supply, chosen, chosen)


def spar(score: Floats, people: Floats) -> Floats:
    """Spatial access ratio: the score over its mean among `people`, both of shape (origins,); 0 where nobody has any.

    So results can be compared whatever the unit of supply, and across decays, though a decay still shows in them.
    Wan, Zhan, Zou & Chow (2012), doi:10.1016/j.apgeog.2011.05.001.
    """
    held = float((score * people).sum())
    return score * (float(people.sum()) / held) if held > 0 else np.zeros(len(score))


def spar_by_decay(
    matrix: TravelMatrix, people: Floats, supply: Floats, decays: Mapping[str, Decay] = DECAYS
) -> dict[str, Floats]:
    """The spatial access ratio by E2SFCA under several decays: what of a result is due to the choice of one."""
    return {name: spar(e2sfca(matrix, people, supply, decay).score, people) for name, decay in decays.items()}


def county_means(values: Floats, demand: DemandPoints) -> Floats:
    """The mean of values of ZIPs, shape (zips,), among the people of each county; NaN where nobody lives. Shape (counties,)."""
    n = len(demand.counties.fips)
    people = group_sums(demand.part_county, demand.part_people, n)
    held = group_sums(demand.part_county, demand.part_people * values[demand.part_zip], n)
    means: Floats = np.divide(held, people, out=np.full(n, np.nan), where=people > 0)
    return means


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Trips with their weights, three columns of shape (trips,). `slot` is the destination counted from 1; 0 is nowhere."""

    origin: Ints
    slot: Ints
    weight: Floats
    origins: int
    destinations: int

    @property
    def share(self) -> Floats:
        """The weight of each trip among all of its origin. Shape (trips,)."""
        whole = group_sums(self.origin, self.weight, self.origins)
        return _over(self.weight, whole[self.origin])

    def scored(self, people: Floats, supply: Floats, drawing: Floats, reaching: Floats) -> Catchments:
        """Both steps: people draw on destinations by the weights of `drawing`, and reach them by those of `reaching`."""
        if people.shape != (self.origins,) or supply.shape != (self.destinations,):
            raise ValueError(f"people {people.shape}, supply {supply.shape}: not ({self.origins},), ({self.destinations},)")
        demand = group_sums(self.slot, people[self.origin] * drawing, self.destinations + 1)[1:]
        ratio = _over(supply, demand)
        score = group_sums(self.origin, np.append(0.0, ratio)[self.slot] * reaching, self.origins)
        return Catchments(score, demand, ratio)


def _pairs(matrix: TravelMatrix, decay: Decay) -> _Pairs:
    slot = matrix.destination - NO_DESTINATION
    return _Pairs(matrix.origin, slot, decay(matrix.driving_min), matrix.origins, matrix.destinations)


def _over(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
