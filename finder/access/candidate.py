"""A service point as it is on a day: open or closed, with its visits to come."""

from dataclasses import dataclass, field
from datetime import date

from finder.access.burden import Trip
from finder.access.filters import Filters, Verdicts, verdicts
from finder.access.reason import Reason, reason
from finder.access.suitability import undeliverable
from finder.domain.evidence import UNKNOWN_EVIDENCE, TherapyEvidence
from finder.domain.facility import RESIDENTS_ONLY, WITHOUT_CHAIRS, Age, ServicePoint
from finder.domain.schedule import window
from finder.domain.therapy import Therapy


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service point on the day `on`, and its visits from then to the day `until`, if care is given on visits."""

    point: ServicePoint
    on: date
    until: date
    visits: tuple[date, ...] = ()
    _weighed: dict[str, TherapyEvidence] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def closed(self) -> Reason | None:
        """Why nobody is treated here on the day or, where care is given on visits alone, in the weeks after it."""
        listing = self.point.listing
        if not self.point.is_open(self.on):
            if listing.open_until and self.on > listing.open_until:
                return reason("closed_after", day=listing.open_until)
            return reason("opens_on", day=listing.open_from or self.on)
        if listing.only_on_visits and not self.visits:
            return reason("no_visits", days=(self.until - self.on).days)
        return None

    def evidence(self, therapy: Therapy | None) -> TherapyEvidence:
        """What is known of the therapy here on the day, weighed once."""
        if therapy is None or therapy.id not in self.point.statements:
            return UNKNOWN_EVIDENCE
        if therapy.id not in self._weighed:
            self._weighed[therapy.id] = self.point.evidence(therapy.id, self.on)
        return self._weighed[therapy.id]

    @property
    def closing(self) -> date | None:
        """The last day of a service point that is listed as closing by the day `until`."""
        last = self.point.listing.open_until
        return last if last and last <= self.until else None

    def refuses(self, therapy: Therapy | None) -> bool:
        """Whether the therapy is known not to be given here."""
        return therapy is not None and self.evidence(therapy).tier == "not_offered"

    def unsuitable(self, therapy: Therapy | None, age: Age | None = None) -> Reason | None:
        """Why nobody, or nobody of an age, can get the therapy here; None if somebody may."""
        return self._no_place(therapy) or self._turns_away(age)

    def _no_place(self, therapy: Therapy | None) -> Reason | None:
        site = self.point.listing.site_of_care
        if site in WITHOUT_CHAIRS or site in RESIDENTS_ONLY:
            return reason(site)
        if closed := self.closed:
            return closed
        if therapy is None:
            return None
        if self.refuses(therapy):
            return reason("not_offered", therapy=therapy.short_name)
        if self.point.listing.only_on_visits and therapy.regimen is not None:
            return undeliverable(self.point.listing, therapy.regimen, self.visits, self.until)
        return None

    @property
    def limits_age(self) -> Reason | None:
        """What to know of the ages that are treated here; None if all are, or if it is not known."""
        return self._turns_away("adults") or self._turns_away("children")

    def _turns_away(self, age: Age | None) -> Reason | None:
        if age is None or self.point.treats(age) is not False:
            return None
        return reason("children_only" if age == "adults" else "adults_only")

    def gives_first(self, therapy: Therapy | None) -> bool:
        """Whether a first dose can be given here."""
        return therapy is None or self.point.listing.gives_first_dose

    def gives_all(self, therapy: Therapy | None) -> bool:
        """Whether all of the therapy can be given here, its first dose included."""
        return self.gives_first(therapy) and self.unsuitable(therapy) is None

    def verdicts(self, filters: Filters, trip: Trip | None = None) -> Verdicts:
        """What the filters say of it; with a trip, those of minutes too."""
        return verdicts(filters, self.point, trip, self.on, self.until)


def candidate(point: ServicePoint, on: date) -> Candidate:
    """A service point with its visits to come."""
    first, until = window(on)
    return Candidate(point, first, until, point.listing.visits(first, until))
