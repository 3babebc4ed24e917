"""What a planner asks about coverage."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from finder.domain.facility import ServicePoint
from finder.domain.states import STATE_NAMES
from finder.errors import QueryError
from finder.text import text

ComparedId = Literal["any", "listed", "confirmed", "centers", "stops"]
EvidenceFilter = Literal["any", "listed", "confirmed"]
MobileFilter = Literal["include", "exclude", "only"]
MOBILE_FILTERS: tuple[MobileFilter, ...] = ("include", "exclude", "only")
EVIDENCE_FILTERS: tuple[EvidenceFilter, ...] = ("any", "listed", "confirmed")
DEFAULT_STANDARD = "miles:60"


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """What a planner asks. `evidence`: which places count for the therapy; `state`: whose people are asked about."""

    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: EvidenceFilter = "any"
    mobile: MobileFilter = "include"
    on: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        if self.mobile not in MOBILE_FILTERS:
            raise QueryError(
                text("%(mobile)s is not a way to count mobile stops.", mobile=repr(str(self.mobile)[:60])),
                text("Use include, exclude or only."),
            )
        if self.state is not None and self.state not in STATE_NAMES:
            raise QueryError(
                text("%(state)s is not a state.", state=repr(self.state[:60])), text("Use two letters, like MT, DC or PR.")
            )
        if self.evidence not in EVIDENCE_FILTERS:
            raise QueryError(
                text("%(evidence)s is not a degree of evidence.", evidence=repr(str(self.evidence)[:60])),
                text("Use any, listed or confirmed."),
            )
        if self.evidence != "any" and self.therapy is None:
            raise QueryError(text("Evidence is about a therapy, and none was chosen."), text("Choose a therapy too."))

    def accepts(self, point: ServicePoint) -> bool:
        """Whether a place counts: by its kind, and by what is known of the therapy there."""
        return self.counts_kind(point) and enough(point, self.therapy, self.evidence)

    def counts_kind(self, point: ServicePoint) -> bool:
        """Whether places of that kind count."""
        return self.mobile == "include" or (point.kind == "stop") == (self.mobile == "only")


def enough(point: ServicePoint, therapy: str | None, evidence: EvidenceFilter) -> bool:
    """Whether what is known of a therapy at a place is enough."""
    if evidence == "any":
        return point.evidence_for(therapy).evidence != "not_offered"
    if evidence == "listed":
        return point.known_to_give(therapy)
    return point.evidence_for(therapy).evidence == "confirmed"
