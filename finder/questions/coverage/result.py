"""The answer to a question of coverage, and what lies behind it."""

from dataclasses import dataclass

from finder.access.coverage import Coverage, Verdicts
from finder.access.equity import Distribution, Equity
from finder.access.gap_regions import Region
from finder.access.reach import Reach
from finder.access.robustness import Robustness
from finder.access.standards import CountyLimits, Standard
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.hsd.reference_file import HsdFile
from finder.questions.coverage.query import ComparedId, CoverageQuery
from finder.text import Text
from finder.travel.model import Method, TravelMatrix


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
