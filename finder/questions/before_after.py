"""A county before a change and after it, as a row of a table."""

from finder.access.coverage import Verdicts
from finder.domain.demand import Counties
from finder.questions.base import Row
from finder.questions.rounding import share, tenth

COUNTY_COLUMNS = (
    *("fips", "name", "state", "population", "covered", "covered_then"),
    *("share", "share_then", "passes", "passes_then"),
)


def county_row(counties: Counties, before: Verdicts, then: Verdicts, row: int) -> Row:
    """The columns COUNTY_COLUMNS of one county, which is a row of `counties` and of both verdicts."""
    return {
        "fips": str(counties.fips[row]),
        "name": str(counties.name[row]),
        "state": str(counties.state[row]),
        "population": tenth(float(before.population[row])),
        "covered": tenth(float(before.covered[row])),
        "covered_then": tenth(float(then.covered[row])),
        "share": share(float(before.share[row])),
        "share_then": share(float(then.share[row])),
        "passes": bool(before.passes[row]) if before.judged[row] else None,
        "passes_then": bool(then.passes[row]) if before.judged[row] else None,
    }
