"""What a patient needs, and from where."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from finder.access.filters import NO_FILTERS, Filters
from finder.access.own_area import NO_OWN_AREA, OwnArea
from finder.domain.facility import Age
from finder.domain.ferry import FerryTrip
from finder.domain.place import Place, Spread
from finder.domain.therapy import Therapy


@dataclass(frozen=True, slots=True)
class Need:
    """What a patient needs: a therapy, what the filters ask for, and travel from a place at a cost per mile.

    `age` is the patient's, None if not said; `own` is travel inside the patient's own ZIP code and town; `spread` is how far
    from the point of the place the patient may be, None if the point is exact; `ferries` are ways to service points that
    no road leads to, by their ids.
    """

    therapy: Therapy | None = None
    filters: Filters = NO_FILTERS
    usd_per_mile: float = 0.0
    place: Place | None = None
    age: Age | None = None
    own: OwnArea = NO_OWN_AREA
    spread: Spread | None = None
    ferries: Mapping[str, FerryTrip] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def wherever(self) -> "Need":
        """The same, however long the drive."""
        return replace(self, filters=self.filters.without_travel)
