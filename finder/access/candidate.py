"""A service point as it is on a day: open or closed, with its visits to come."""

from dataclasses import dataclass
from datetime import date

from finder.access.burden import Trip
from finder.access.filters import Filters, Verdicts, kept, verdicts
from finder.access.suitability import why_unsuited
from finder.domain.facility import ServicePoint, Stop
from finder.domain.schedule import window
from finder.domain.therapy import Therapy
from finder.text import Text, named, text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service point on the day `on`, and its visits from then to the day `until` (none for a center)."""

    point: ServicePoint
    on: date
    until: date
    visits: tuple[date, ...] = ()

    @property
    def closed(self) -> Text | None:
        """Why nobody is treated here on the day or, at a stop, in the weeks after it; None if somebody may be."""
        listing = self.point.listing
        if isinstance(listing, Stop):
            days = (self.until - self.on).days
            return None if self.visits else text("It has no visits in the coming %(days)s days.", days=days)
        if listing.is_open(self.on):
            return None
        if listing.open_until and self.on > listing.open_until:
            return text("It closed after %(day)s.", day=listing.open_until)
        return text("It opens on %(day)s.", day=listing.open_from)

    @property
    def closing(self) -> date | None:
        """The last day of a center that is listed as closing by the day `until`."""
        listing = self.point.listing
        last = None if isinstance(listing, Stop) else listing.open_until
        return last if last and last <= self.until else None

    def refuses(self, therapy: Therapy | None) -> bool:
        """Whether the therapy is known not to be given here."""
        return therapy is not None and self.point.evidence_for(therapy.id).evidence == "not_offered"

    def unsuited(self, therapy: Therapy | None) -> Text | None:
        """Why nobody can get the therapy here; None if somebody may."""
        if closed := self.closed:
            return closed
        if therapy is not None and self.refuses(therapy):
            return text("It does not give %(therapy)s.", therapy=named(therapy.short_name))
        listing = self.point.listing
        if isinstance(listing, Stop) and therapy is not None and therapy.regimen is not None:
            return why_unsuited(listing, therapy.regimen, self.visits, self.until)
        return None

    def gives_first(self, therapy: Therapy | None) -> bool:
        """Whether a first dose can be given here: at a stop only if its unit says so."""
        listing = self.point.listing
        return therapy is None or not isinstance(listing, Stop) or listing.unit.first_dose

    def gives_all(self, therapy: Therapy | None) -> bool:
        """Whether all of the therapy can be given here, its first dose included."""
        return self.gives_first(therapy) and self.unsuited(therapy) is None

    def verdicts(self, filters: Filters, trip: Trip | None = None) -> Verdicts:
        """What the filters say of it, with a trip those of minutes too."""
        return verdicts(filters, self.point, trip, self.on, self.until)

    def counts(self, therapy: Therapy | None, filters: Filters) -> bool:
        """Whether it is real, can deliver the therapy, and nothing known of the place speaks against it."""
        return not self.point.example and self.unsuited(therapy) is None and kept(self.verdicts(filters))


def candidate(point: ServicePoint, on: date) -> Candidate:
    """A service point and, for a stop, its visits to come."""
    first, until = window(on)
    return Candidate(point, first, until, point.listing.visits(first, until) if isinstance(point.listing, Stop) else ())
