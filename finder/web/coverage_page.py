"""What the planner's pages show: rows in the order asked for, words, and marks."""

from collections.abc import Callable
from typing import Any

import numpy as np

from finder.access.coverage import Area, by_state
from finder.access.gap_regions import Region
from finder.domain.arrays import Mask
from finder.domain.evidence import LEVELS
from finder.questions.coverage.findings import findings, judged_and_short
from finder.questions.coverage.regions import region_name
from finder.questions.coverage.result import Compared, CoverageResult
from finder.questions.coverage.tables import zip_rows
from finder.web.charts import minutes_chart
from finder.wording.vocabulary import COMPARED_WORDS, COMPASS_WORDS, GROUP_WORDS

MOST_ROWS, MOST_REGIONS = 200, 25
# Columns that the table of counties can be sorted by, with their sort keys. The first is the default.
ORDERS: dict[str, Callable[[Area], Any]] = {
    "left_out": lambda a: a.covered - a.population,
    "share": lambda a: (a.share is None, a.share),
    "population": lambda a: -a.population,
    "name": lambda a: (a.name, a.state),
    "passes": lambda a: (a.passes is None, a.passes),
    "miles": lambda a: -(a.nearest_mi_median or 0.0),
    "type": lambda a: a.type,
}


def coverage_context(result: CoverageResult, order: str) -> dict[str, Any]:
    """Everything on the page of the country or a state except its map and form. `order` is one of ORDERS."""
    areas = result.coverage.areas
    by_row = _marks(result)
    ordered = sorted(areas, key=lambda a: (ORDERS[order](a), a.fips))
    shown = [a for a in ordered if result.query.state or a.covered < a.population][:MOST_ROWS]
    totals, robust = result.coverage.totals, result.robustness
    return {
        "findings": list(findings(result)),
        # Rounded so that the people within and outside add up to all people on the page.
        "outside": round(totals.population) - round(totals.covered),
        "marked": any(a.passes is not None for a in areas),
        "order": order,
        "shown_areas": shown,
        "short_areas": sum(a.covered < a.population for a in areas),
        "marks": by_row,
        "regions": result.regions[:MOST_REGIONS],
        "region_words": region_words(result),
        "compass": COMPASS_WORDS,
        "chart": minutes_chart(result.travel),
        "group_words": GROUP_WORDS,
        "compared": [_compared(c) for c in result.compared],
        "states_table": by_state(areas),
        "flips": by_state_names(result, robust.flips),
        "flips_count": int(robust.flips.sum()),
        "resting": by_state_names(result, robust.sole >= 0),
        "rests_on": resting(result),
    }


def county_context(result: CoverageResult, area: Area) -> dict[str, Any]:
    """Everything on the page of one county: its ZIP codes, and the locations that serve it."""
    row = int(np.searchsorted(result.demand.counties.fips, area.fips))
    mine = result.demand.part_county == row
    people = result.reach.people_within_of(np.where(mine, result.demand.part_people, 0.0))
    places = sorted((j for j in np.flatnonzero(people > 0).tolist()), key=lambda j: (-people[j], j))
    robust, known = result.robustness, result.known
    return {
        "area": area,
        "zips": sorted((z for z in zip_rows(result) if z["fips"] == area.fips), key=lambda z: (-z["people"], z["zip"])),
        "serving": [(result.points[j], float(people[j])) for j in places],
        "low": _share(robust.high.share[row]),
        "high": _share(robust.low.share[row]),
        "flips": bool(robust.flips[row]),
        "rests_on": result.points[robust.sole[row]] if robust.sole[row] >= 0 else None,
        "known_share": _share(known.verdicts.share[row]) if known else None,
        "max_mi": float(result.county_limits.max_mi[row]),
        "max_min": float(result.county_limits.max_min[row]),
    }


def _compared(compared: Compared) -> dict[str, Any]:
    """One row of the comparison: which locations count, and what they cover."""
    _, short = judged_and_short(compared.verdicts)
    words = COMPARED_WORDS[compared.id]
    # No source says so of any location, but some may give it.
    if not compared.locations and compared.id in LEVELS:
        return {"words": words, "locations": 0, "covered": None, "share": None, "short": None}
    return {
        "words": words,
        "locations": compared.locations,
        "covered": compared.covered,
        "share": compared.share,
        "short": short,
    }


def _share(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _marks(result: CoverageResult) -> dict[str, tuple[bool, bool]]:
    """For each county by its FIPS code: whether its verdict flips, and whether it depends on one location."""
    fips, robust = result.demand.counties.fips.tolist(), result.robustness
    return dict(zip(fips, zip(robust.flips.tolist(), (robust.sole >= 0).tolist(), strict=True), strict=True))


def by_state_names(result: CoverageResult, rows: Mask) -> list[tuple[str, list[tuple[str, str]]]]:
    """Counties (FIPS code, name) grouped by state."""
    counties = result.demand.counties
    found: dict[str, list[tuple[str, str]]] = {}
    for r in sorted(np.flatnonzero(rows).tolist(), key=lambda r: (counties.state[r], counties.name[r])):
        found.setdefault(str(counties.state[r]), []).append((str(counties.fips[r]), str(counties.name[r])))
    return list(found.items())


def resting(result: CoverageResult) -> dict[str, int]:
    """Counties that pass only as long as one location stays open: FIPS code, and the row of that location."""
    on = result.robustness.sole
    rows = np.flatnonzero(on >= 0)
    return dict(zip(result.demand.counties.fips[rows].tolist(), on[rows].tolist(), strict=True))


def region_words(result: CoverageResult) -> Callable[[Region], Any]:
    """The name of a region."""
    return lambda region: region_name(region, result)
