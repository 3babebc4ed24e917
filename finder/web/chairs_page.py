"""What stands on the page of chairs within reach."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from flask_babel import gettext

from finder.access.catchment import county_means
from finder.access.supply import ASSUMED
from finder.domain.arrays import Floats
from finder.questions.chairs.result import CatchmentResult

MOST_ROWS = 200
LITTLE = 0.5  # of the average


@dataclass(frozen=True, slots=True)
class CountyChairs:
    """What an average person of a county has within reach; 1 is the country's average. Low and high of other methods."""

    fips: str
    name: str
    population: float
    spar: float
    low: float
    high: float


def chairs_context(result: CatchmentResult) -> dict[str, Any]:
    """Everything on the page. People and counties are those of the state asked about."""
    state, counties, demand = result.query.state, result.demand.counties, result.demand
    mine = np.ones(len(counties.fips), bool) if state is None else counties.state == state
    people = np.where(mine[demand.part_county], demand.part_people, 0.0)

    def short(spar: Floats) -> float | None:
        little = people[spar[demand.part_zip] < LITTLE].sum()
        return float(little / people.sum()) if people.sum() > 0 else None

    words = variant_words()
    rows = _counties(result, mine)
    return {
        "short": short(result.spar),
        "people": float(people.sum()),
        "variants": [(words[name], short(spar)) for name, spar in result.variants.items()],
        "assumed": ASSUMED,
        "shown": rows[:MOST_ROWS],
        "all": len(rows),
    }


def _counties(result: CatchmentResult, mine: Any) -> list[CountyChairs]:
    """Counties with least within reach first."""
    counties, demand = result.demand.counties, result.demand
    mean = county_means(result.spar, demand)
    others = np.array([county_means(spar, demand) for spar in result.variants.values()])
    rows = np.flatnonzero(mine & ~np.isnan(mean))
    ordered = rows[np.lexsort((counties.fips[rows], mean[rows]))]
    return [
        CountyChairs(
            fips=str(counties.fips[c]),
            name=f"{counties.name[c]}, {counties.state[c]}",
            population=float(counties.population[c]),
            spar=float(mean[c]),
            low=float(others[:, c].min()),
            high=float(others[:, c].max()),
        )
        for c in ordered.tolist()
    ]


def variant_words() -> dict[str, str]:
    """Methods in words, by their ids."""
    return {
        "stepped-90": gettext("E2SFCA, three bands of 30, 60 and 90 minutes (as above)"),
        "stepped-60": gettext("E2SFCA, three bands of 20, 40 and 60 minutes"),
        "binary-60": gettext("2SFCA: all within 60 minutes alike"),
        "linear-90": gettext("E2SFCA, weight falling evenly to 90 minutes"),
        "exponential-90": gettext("E2SFCA, weight halved every 30 minutes, to 90"),
        "gaussian-90": gettext("E2SFCA, bell-shaped weight to 90 minutes"),
        "m2sfca": gettext("M2SFCA: far chairs are partly lost"),
        "3sfca": gettext("3SFCA: near places share people between them"),
        "few-chairs": gettext("E2SFCA, half as many chairs where they are not known"),
        "many-chairs": gettext("E2SFCA, twice as many chairs where they are not known"),
    }
