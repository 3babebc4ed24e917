"""The map of new stops: counties as they are today and with the stops, and the ZIP codes whose people gain."""

from typing import Any

import numpy as np

from finder.access.coverage import Verdicts
from finder.domain.arrays import Mask
from finder.questions.siting.result import SitingResult
from finder.text import Text, text
from finder.web.coverage_drawing import WORDS, counties_drawn, marks, rows_of, thousandths, walked
from finder.wording.writer import Writer


def siting_drawing(result: SitingResult, words: Writer, county_url: str) -> dict[str, Any]:
    """Draw the map of new stops, and collect its data, for the template's `coverage_map_parts`.

    `county_url` is the address of a county's page with `{fips}` in place of the county.
    """
    spots = result.candidates.ends.points
    stops = [(s.rank, float(spots.lat_deg[s.candidate]), float(spots.lon_deg[s.candidate])) for s in result.stops]
    said = {name: words.say(sentence) for name, sentence in {**WORDS, **_WORDS}.items()}
    then = result.verdicts_then
    return counties_drawn(
        result.context.reference,
        result.query.state,
        result.points,
        said,
        county_url=county_url,
        gap_land=None,
        left=_left_out(result, result.verdicts_today),
        then=None if then is None else _left_out(result, then),
        short=_rows(result, result.verdicts_today.judged & ~result.verdicts_today.passes),
        short_then=[] if then is None else _rows(result, then.judged & ~then.passes),
        flips=[],
        one=[],
        gained=_gained(result),
        anchor="stop",
        marks=marks(stops),
    )


def _left_out(result: SitingResult, verdicts: Verdicts) -> list[int | None]:
    """People outside the standard, in thousandths, by county as in the county lines; None where nobody was asked about."""
    lived_in = verdicts.population > 0
    shares = dict(zip(result.everyone.counties.fips[lived_in].tolist(), verdicts.share[lived_in].tolist(), strict=True))
    return [thousandths(shares.get(fips)) for fips in result.context.reference.counties.fips.tolist()]


def _rows(result: SitingResult, marked: Mask) -> list[int]:
    return rows_of(result.context.reference, result.everyone.counties.fips[marked])


def _gained(result: SitingResult) -> list[int]:
    """The ZIP codes with people who gain."""
    rows = np.unique(result.plan.demand.part_zip[result.plan.assigned.gains])
    points = result.plan.demand.points.take(rows)
    return walked(zip(points.lat_deg.tolist(), points.lon_deg.tolist(), strict=True))


_WORDS: dict[str, Text] = {
    "region": text("Stop {rank}: go to its row in the list"),
    "today": text("today, {left}"),
    "then": text("with the new stops, {left}"),
    "comes_to_pass": text("falls short of the rule today, would meet it then"),
}
