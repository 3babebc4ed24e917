"""What the page on chairs within reach shows."""

from dataclasses import dataclass
from typing import Any

from finder.access.supply import ASSUMED
from finder.questions.chairs.result import ChairsResult
from finder.questions.chairs.words import headline
from finder.wording.vocabulary import CATCHMENT_VARIANT_WORDS

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class CountyChairs:
    """What an average person in a county has within reach, relative to the national average; low and high by other methods."""

    fips: str
    name: str
    population: float
    ratio: float
    low: float
    high: float


def chairs_context(result: ChairsResult) -> dict[str, Any]:
    """Everything on the page. People and counties are those of the state that was asked about."""
    variants = result.variants.items()
    return {
        "headline": headline(result),
        "variants": [(CATCHMENT_VARIANT_WORDS[name], result.share_with_little(ratio)) for name, ratio in variants],
        "assumed": ASSUMED,
        "shown": _counties(result),
        "all": len(result.least_first),
    }


def _counties(result: ChairsResult) -> list[CountyChairs]:
    """The counties with the least within reach."""
    counties, others = result.demand.counties, result.county_variants
    return [
        CountyChairs(
            fips=str(counties.fips[c]),
            name=counties.full_names[c],
            population=float(counties.population[c]),
            ratio=float(result.county_ratio[c]),
            low=float(others[:, c].min()),
            high=float(others[:, c].max()),
        )
        for c in result.least_first[:MOST_ROWS].tolist()
    ]
