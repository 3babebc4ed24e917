"""The answer to a search, as values that a page, a file, or the command line can show."""

from dataclasses import dataclass, replace
from functools import cached_property

from finder.access.filters import FilterCount
from finder.access.ranking import Option, Ranking, Unsuitable
from finder.domain.mileage import MileageRate
from finder.domain.place import Place
from finder.domain.therapy import Regimen, Therapy
from finder.questions.base import Context
from finder.questions.completeness import Completeness, completeness, completeness_words
from finder.questions.search import words
from finder.questions.search.alternatives import Crossing, RuledOut
from finder.questions.search.query import SearchQuery
from finder.text import Text
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class SearchResult:
    """The place that was understood, the ranking, and what is shown beside the list.

    `therapy` has the chosen regimen first. `ruled_out` is known to give it and nearer than all in the list that are, and only
    the patient's choices rule it out. `travel_notice` says if travel was measured in
    a different way than was asked. `rate` is None if the patient set another cost per mile.
    """

    query: SearchQuery
    context: Context
    place: Place
    therapy: Therapy | None
    method: Method
    ranking: Ranking
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
    def known(self) -> tuple[Option, ...]:
        """The head of the list: the nearest known to give the therapy, however far."""
        return self.options[: self.ranking.known]

    @property
    def others(self) -> tuple[Option, ...]:
        """The rest of the list."""
        return self.options[self.ranking.known :]

    @property
    def at_home(self) -> tuple[Unsuitable, ...]:
        """Who brings the infusion or the drug to the patient, in reach: nobody travels there."""
        return tuple(u for u in self.ranking.unsuitable if not u.point.has_chairs)

    @property
    def unsuitable(self) -> tuple[Unsuitable, ...]:
        """Locations in reach that do not fit."""
        return tuple(u for u in self.ranking.unsuitable if u.point.has_chairs)

    @property
    def completeness(self) -> Completeness:
        """What the list has in reach, and what is known of it."""
        return completeness(self.ranking.in_reach, self.query.on)

    @property
    def completeness_words(self) -> Text:
        """How complete the list is, in a sentence that stands on every answer and in every file."""
        others = any(u.trip.distance_mi <= self.query.within_mi and not u.point.example for u in self.unsuitable)
        narrowed = others or self.ranking.before_filters > self.ranking.within
        return completeness_words(self.completeness, self.therapy, self.query.within_mi, narrowed)

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
            *words.known_notices(self.query, self.therapy, self.known, self.options, self._known_to_others),
            *words.ruled_out_notice(self.query, self.ruled_out),
            *words.crossing_notices(self.crossing),
            *words.border_notices(*self._border, self.options),
        )

    @property
    def _border(self) -> tuple[bool, str]:
        """Whether the only roads from the place lead through another country, and the state, both of the nearest ZIP code."""
        zips = self.context.places.gazetteer.zips
        code = self.place.zip or self.context.places.gazetteer.nearest_zip(self.place.point)[0]
        return code in self.context.reference.beyond_border, str(zips.state[zips.row_of[code]])

    @property
    def _known_to_others(self) -> bool:
        """Whether no location heads the list, though some real one is known to give the therapy."""
        if self.therapy is None or self.known:
            return False
        return self.context.candidates.any_known(self.query.on, self.therapy)

    @property
    def notices(self) -> tuple[Text, ...]:
        """All notices in one list, for a reader without a page that shows each in its own section."""
        return (self.completeness_words, *self.list_notices, *map(words.unsuitable_words, self.ranking.unsuitable))

    def only(self, options: tuple[Option, ...]) -> "SearchResult":
        """The same with some of the options alone."""
        known = sum(o in self.known for o in options)
        return replace(self, ranking=replace(self.ranking, options=options, known=known))
