"""What can be asked of a Finder, and what it answers: values that any edge (pages, command line, files) can show."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from finder.access.coverage import Coverage
from finder.access.ranking import Option, Unsuited
from finder.errors import QueryError
from finder.facility import Directory, ServicePoint
from finder.geo import Place
from finder.reference import STATE_NAMES
from finder.text import Text, text
from finder.therapy import Therapy
from finder.travel.model import Method

EvidenceFilter = Literal["any", "listed", "confirmed"]
EVIDENCE_FILTERS: tuple[EvidenceFilter, ...] = ("any", "listed", "confirmed")
DEFAULT_WITHIN_MI = 60.0
FARTHEST_WITHIN_MI = 500.0
DEFAULT_LIMIT = 25
DEFAULT_STANDARD = "miles:60"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a patient asks. `on` is the day from which visits of mobile units count: today, unless said."""

    place: str
    therapy: str | None = None
    within_mi: float = DEFAULT_WITHIN_MI
    limit: int = DEFAULT_LIMIT
    on: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        if not 0 < self.within_mi <= FARTHEST_WITHIN_MI:
            raise QueryError(
                text("The distance must be over 0 and at most %(most)s miles.", most=f"{FARTHEST_WITHIN_MI:g}"),
                text("Try 60."),
            )
        if self.limit < 1:
            raise QueryError(text("The number of places to show must be 1 or more."), text("Try 25."))


@dataclass(frozen=True)
class SearchResult:
    """The answer to a search: the place that was understood, ranked options, and what else the reader should know.

    `unsuited` are stops in reach whose visits cannot deliver the therapy, with a sentence for each in `why_unsuited`.
    """

    query: SearchQuery
    place: Place
    therapy: Therapy | None
    method: Method
    options: tuple[Option, ...]
    unsuited: tuple[Unsuited, ...]
    within: int
    notices: tuple[Text, ...]
    why_unsuited: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """What a planner asks. `evidence`: which places count for the therapy; `state`: whose people are asked about."""

    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: EvidenceFilter = "any"
    on: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
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
        """Whether what is known of the therapy at a place is enough for it to count."""
        if self.evidence == "any":
            return point.evidence_for(self.therapy).evidence != "not_offered"
        if self.evidence == "listed":
            return point.known_to_give(self.therapy)
        return point.evidence_for(self.therapy).evidence == "confirmed"


@dataclass(frozen=True)
class CoverageResult:
    """Coverage, with the service points that were counted (rows that gaps refer to) and what the reader should know."""

    query: CoverageQuery
    coverage: Coverage
    points: tuple[ServicePoint, ...]
    directory: Directory
    notices: tuple[Text, ...]
