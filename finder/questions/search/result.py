"""The answer to a search, as values that a page, a file, or the command line can show."""

from dataclasses import dataclass

from finder.access.filters import FilterCount, FilterId
from finder.access.ranking import Option, Unsuited
from finder.domain.mileage import MileageRate
from finder.domain.place import Place
from finder.domain.therapy import Regimen, Therapy
from finder.questions.search.query import SearchQuery
from finder.text import Text
from finder.travel.model import Method


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An option that choices rule out, and which."""

    option: Option
    by: tuple[FilterId, ...]


@dataclass(frozen=True)
class SearchResult:
    """The answer to a search: the place that was understood, ranked options, and what else the reader should know.

    `therapy` has the chosen regimen first. `unsuited` are in reach and no answer, with a sentence for each in
    `why_unsuited`. `within` are the real options inside the radius, `before_filters` those that there
    would be without filters, `filters` what each of these does to them. `nearest`, `nearest_known` (known to give the therapy)
    and `second` (if the first of the list closes) may lie outside the radius; `left_out` is known to give it and nearer than
    `nearest_known`, and choices alone rule it out. `known_notice` says how far `nearest_known` is. `rate` is None
    if the reader set another one.
    """

    query: SearchQuery
    place: Place
    therapy: Therapy | None
    method: Method
    options: tuple[Option, ...]
    unsuited: tuple[Unsuited, ...]
    within: int
    notices: tuple[Text, ...]
    known_notice: Text | None
    why_unsuited: tuple[Text, ...]
    before_filters: int
    filters: tuple[FilterCount, ...]
    nearest: Option | None
    nearest_known: Option | None
    second: Option | None
    left_out: LeftOut | None
    usd_per_mile: float
    rate: MileageRate | None

    @property
    def regimen(self) -> Regimen | None:
        """The regimen that the burden is that of."""
        return self.therapy.regimen if self.therapy else None

    @property
    def all_notices(self) -> tuple[Text, ...]:
        """What the reader should know, in one list, where a page has places of its own for some of it."""
        return (*self.notices, *([self.known_notice] if self.known_notice else []), *self.why_unsuited)

    @property
    def known_farther_mi(self) -> float | None:
        """How many miles farther the nearest place known to give the therapy is than the nearest of any kind."""
        if self.nearest is None or self.nearest_known is None or not self.nearest_known.trip.by_road:
            return None
        if self.nearest.same_area or self.nearest_known.same_area:
            return None
        return self.nearest_known.trip.distance_mi - self.nearest.trip.distance_mi

    @property
    def offers(self) -> tuple[FilterCount, ...]:
        """Filters that a reader may want to give up, least missed first: where they leave no place within the radius those that
        bring some back, and the one that alone rules out a place known to give the therapy."""
        emptied = self.before_filters and not self.within
        county_limits = self.left_out.by if self.left_out and len(self.left_out.by) == 1 else ()
        return tuple(f for f in self.filters if (emptied and f.without) or f.id in county_limits)
