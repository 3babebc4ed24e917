"""Counties whose people come within the standard by the new stops, and those that come to meet the rule."""

import numpy as np

from finder.domain.arrays import Ints
from finder.questions.base import Row
from finder.questions.before_after import county_row
from finder.questions.siting.result import SitingResult


def counties_that_gain(result: SitingResult) -> Ints:
    """Rows of the counties with people who come within the standard, most people first, then by FIPS code."""
    if result.verdicts_then is None:
        return np.zeros(0, np.intp)
    gained = result.verdicts_then.covered - result.verdicts_today.covered
    rows = np.flatnonzero(gained > 0)
    return rows[np.lexsort((result.everyone.counties.fips[rows], -gained[rows]))]


def counties_that_pass(result: SitingResult) -> list[str]:
    """The names of the counties that fall short of the rule today and would meet it, in the order of `counties_that_gain`."""
    rows = counties_that_gain(result)
    if result.verdicts_then is None or not len(rows):
        return []
    passing = rows[result.verdicts_then.passes[rows] & ~result.verdicts_today.passes[rows]]
    return [result.everyone.counties.full_names[row] for row in passing]


def county_rows(result: SitingResult) -> list[Row]:
    """One row for each county with people who gain."""
    counties, before, then = result.everyone.counties, result.verdicts_today, result.verdicts_then
    return [county_row(counties, before, then, row) for row in counties_that_gain(result).tolist()] if then else []
