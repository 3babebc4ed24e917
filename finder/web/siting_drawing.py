"""The map of new stops: counties as they are today and with the stops, and the ZIP codes whose people gain."""

from typing import Any

import numpy as np

from finder.access.coverage import Verdicts
from finder.domain.arrays import Mask
from finder.domain.demand import Counties
from finder.questions.siting.result import SitingResult
from finder.reference.reference import Reference
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
    return counties_drawn(
        result.context.reference,
        result.query.state,
        result.points,
        said,
        county_url=county_url,
        gap_land=None,
        **before_and_after(result.context.reference, result.everyone.counties, result.verdicts_today, result.verdicts_then),
        gained=_gained(result),
        anchor="stop",
        marks=marks(stops),
    )


def before_and_after(reference: Reference, counties: Counties, before: Verdicts, then: Verdicts | None) -> dict[str, Any]:
    """The layers of a map of counties as they are, and as they would be, if that is known."""

    def rows(marked: Mask) -> list[int]:
        return rows_of(reference, counties.fips[marked])

    return {
        "left": _left_out(reference, counties, before),
        "then": None if then is None else _left_out(reference, counties, then),
        "short": rows(before.judged & ~before.passes),
        "short_then": [] if then is None else rows(then.judged & ~then.passes),
        "flips": [],
        "one": [],
    }


def _left_out(reference: Reference, counties: Counties, verdicts: Verdicts) -> list[int | None]:
    """People outside the standard, in thousandths, by county as in the county lines; None where nobody was asked about."""
    lived_in = verdicts.population > 0
    shares = dict(zip(counties.fips[lived_in].tolist(), verdicts.share[lived_in].tolist(), strict=True))
    return [thousandths(shares.get(fips)) for fips in reference.counties.fips.tolist()]


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
