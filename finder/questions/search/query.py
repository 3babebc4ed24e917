"""What a patient asks."""

from dataclasses import dataclass, field
from datetime import date

from finder.access.filters import NO_FILTERS, Filters
from finder.errors import QueryError
from finder.text import text

DEFAULT_WITHIN_MI = 60.0
FARTHEST_WITHIN_MI = 500.0
MOST_USD_PER_MILE = 5.0
DEFAULT_LIMIT = 25


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a patient asks. `on` is the day from which visits of mobile units count: today, unless said.

    `regimen` is the id of one of the therapy's (the usual one unless given), `usd_per_mile` what a mile of driving costs (the
    IRS medical rate of the year unless given).
    """

    place: str
    therapy: str | None = None
    within_mi: float = DEFAULT_WITHIN_MI
    limit: int = DEFAULT_LIMIT
    on: date = field(default_factory=date.today)
    regimen: str | None = None
    days: int | None = None
    usd_per_mile: float | None = None
    filters: Filters = NO_FILTERS

    def __post_init__(self) -> None:
        if not 0 < self.within_mi <= FARTHEST_WITHIN_MI:
            raise QueryError(
                text("The distance must be over 0 and at most %(most)s miles.", most=f"{FARTHEST_WITHIN_MI:g}"),
                text("Try 60."),
            )
        if self.limit < 1:
            raise QueryError(text("The number of places to show must be 1 or more."), text("Try 25."))
        if self.regimen is not None and self.therapy is None:
            raise QueryError(text("A schedule is that of a treatment, and none was chosen."), text("Choose a treatment too."))
        if self.usd_per_mile is not None and not 0 <= self.usd_per_mile <= MOST_USD_PER_MILE:
            raise QueryError(
                text("The cost of a mile must be 0 to %(most)s dollars.", most=f"{MOST_USD_PER_MILE:g}"), text("Try 0.21.")
            )
