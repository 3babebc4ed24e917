"""What can be asked of a Finder, and what it answers: values that any edge (pages, command line, files) can show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from finder.access.coverage import Coverage, Verdicts
from finder.access.equity import Distribution, Equity
from finder.access.filters import NO_FILTERS, FilterCount, FilterId, Filters
from finder.access.gap_regions import Region
from finder.access.ranking import Option, Unsuited
from finder.access.reach import Reach
from finder.access.robustness import Robustness
from finder.access.standards import CountyLimits, Standard
from finder.access.supply import Supply
from finder.domain.arrays import Floats
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.mileage import MileageRate
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Regimen, Therapy
from finder.errors import QueryError
from finder.hsd.reference_file import HsdFile
from finder.text import Text, text
from finder.travel.model import Method, TravelMatrix

ComparedId = Literal["any", "listed", "confirmed", "centers", "stops"]
EvidenceFilter = Literal["any", "listed", "confirmed"]
MobileFilter = Literal["include", "exclude", "only"]
MOBILE_FILTERS: tuple[MobileFilter, ...] = ("include", "exclude", "only")
EVIDENCE_FILTERS: tuple[EvidenceFilter, ...] = ("any", "listed", "confirmed")
DEFAULT_WITHIN_MI = 60.0
FARTHEST_WITHIN_MI = 500.0
MOST_USD_PER_MILE = 5.0
DEFAULT_LIMIT = 25
DEFAULT_STANDARD = "miles:60"


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


@dataclass(frozen=True, eq=False)
class Compared:
    """What coverage would be, were other places counted: `id` says which ones, `places` how many they are."""

    id: ComparedId
    places: int
    verdicts: Verdicts


@dataclass(frozen=True, eq=False)
class CoverageResult:
    """Coverage, and what lies behind it.

    `points` are the service points that were counted (rows that gaps, regions and verdicts refer to), `matrix` the travel
    to them from the ZIPs of `demand`, `reach` the trips of it within the standard, `hsd` the official list of limits if one
    was used. `travel` and `second` are the minutes of people to their quickest and their second quickest place.
    """

    query: CoverageQuery
    coverage: Coverage
    points: tuple[ServicePoint, ...]
    directory: Directory
    notices: tuple[Text, ...]
    demand: DemandPoints
    county_limits: CountyLimits
    hsd: HsdFile | None
    matrix: TravelMatrix
    reach: Reach
    travel: Distribution
    second: Distribution
    equity: Equity
    robustness: Robustness
    compared: tuple[Compared, ...]
    regions: tuple[Region, ...]
    near_but_slow: float

    @property
    def standard(self) -> Standard:
        """The rule."""
        return self.county_limits.standard

    @property
    def method(self) -> Method:
        """How travel was measured."""
        return self.matrix.method

    @property
    def known(self) -> Compared | None:
        """Only places known to give the therapy, if one was chosen."""
        return next((c for c in self.compared if c.id == "listed"), None)


@dataclass(frozen=True, eq=False)
class CatchmentResult:
    """How the chairs within reach are shared, for every ZIP of the country whatever state is asked about.

    `score` is chair-hours a week for one person, `spar` that over its mean; `variants` the same ratio by other methods,
    decays and assumptions. All of shape (zips,). `supply` says what of the chair-hours of `points` was assumed.
    """

    query: CoverageQuery
    points: tuple[ServicePoint, ...]
    directory: Directory
    demand: DemandPoints
    supply: Supply
    method: Method
    score: Floats
    spar: Floats
    variants: Mapping[str, Floats]
