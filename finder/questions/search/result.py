"""The answer to a search, as values that a page, a file, or the command line can show."""

from dataclasses import dataclass, replace
from functools import cached_property

from finder.access.filters import FilterCount
from finder.access.ranking import Option, Ranking
from finder.domain.mileage import MileageRate
from finder.domain.place import Place
from finder.domain.therapy import Regimen, Therapy
from finder.questions.base import Context
from finder.questions.search import words
from finder.questions.search.alternatives import Crossing, RuledOut
from finder.questions.search.query import SearchQuery
from finder.text import Text
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class SearchResult:
    """The place that was understood, the ranking, and what is shown beside the list.

    `therapy` has the chosen regimen first. `nearest_known` (known to give the therapy) may lie outside the radius. `ruled_out`
    is known to give it and nearer, and only the patient's choices rule it out. `travel_notice` says if travel was measured in
    a different way than was asked. `rate` is None if the patient set another cost per mile.
    """

    query: SearchQuery
    context: Context
    place: Place
    therapy: Therapy | None
    method: Method
    ranking: Ranking
    nearest_known: Option | None
    ruled_out: RuledOut | None
    crossing: Crossing | None
    travel_notice: Text | None
    usd_per_mile: float
    rate: MileageRate | None

    @property
    def options(self) -> tuple[Option, ...]:
        """The list, in order."""
        return self.ranking.options

    @property
    def regimen(self) -> Regimen | None:
        """The regimen that the burden is worked out for."""
        return self.therapy.regimen if self.therapy else None

    @property
    def known_farther_mi(self) -> float | None:
        """How many miles farther the nearest option known to give the therapy is than the nearest of any kind."""
        nearest, known = self.ranking.nearest, self.nearest_known
        if nearest is None or known is None or not known.trip.by_road or nearest.same_area or known.same_area:
            return None
        return known.trip.distance_mi - nearest.trip.distance_mi

    @property
    def offers(self) -> tuple[FilterCount, ...]:
        """Choices that a patient may want to drop, the easiest to do without first: if they leave nothing within the radius,
        those that would bring something back; and one that alone rules out a location known to give the therapy."""
        emptied = self.ranking.before_filters and not self.ranking.within
        alone = self.ruled_out.by if self.ruled_out and len(self.ruled_out.by) == 1 else ()
        return tuple(f for f in self.ranking.filters if (emptied and f.without) or f.id in alone)

    @cached_property
    def list_notices(self) -> tuple[Text, ...]:
        """What the list cannot say by itself."""
        first = (said for said in (self.place.note, self.travel_notice) if said)
        return (
            *first,
            *words.list_notices(self.query, self.ranking),
            *words.ruled_out_notice(self.query, self.ruled_out),
            *words.crossing_notices(self.crossing),
        )

    @cached_property
    def known_notice(self) -> Text | None:
        """How far the nearest option known to give the therapy is, unless the list says it."""
        return words.known_notice(self.query, self.therapy, self.nearest_known, self.ranking)

    @property
    def notices(self) -> tuple[Text, ...]:
        """All notices in one list, for a reader without a page that shows each in its own section."""
        known = [self.known_notice] if self.known_notice else []
        return (*self.list_notices, *known, *map(words.unsuitable_words, self.ranking.unsuitable))

    def only(self, options: tuple[Option, ...]) -> "SearchResult":
        """The same with some of the options alone."""
        return replace(self, ranking=replace(self.ranking, options=options))
