"""The answer to the question of coverage."""

from dataclasses import dataclass

from finder.access.coverage import Coverage, Verdicts
from finder.access.equity import Distribution, Equity
from finder.access.gap_regions import Region
from finder.access.reach import Reach
from finder.access.robustness import Robustness
from finder.access.standards import CountyLimits, Standard
from finder.domain.arrays import Floats
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.evidence import KNOWN_LEVEL
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Therapy
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.coverage.query import ComparedId, CoverageQuery
from finder.questions.excluded import Exclusion
from finder.questions.standard import standard_label
from finder.text import Text
from finder.travel.model import Method, TravelMatrix


@dataclass(frozen=True, eq=False)
class Compared:
    """Coverage if other service points counted: `id` says which ones, and `locations` how many there are."""

    id: ComparedId
    locations: int
    verdicts: Verdicts

    @property
    def covered(self) -> float:
        """People within the standard."""
        return self.verdicts.people_within

    @property
    def share(self) -> float | None:
        """The share of people within the standard; None if nobody lives there."""
        return self.covered / self.verdicts.everyone if self.verdicts.everyone else None


@dataclass(frozen=True, eq=False)
class CoverageResult:
    """Coverage, and what it was computed from.

    `points` are the service points counted, whose rows gaps, regions, and verdicts refer to; those `excluded` never count.
    `matrix` is the travel to them from the ZIP codes of `demand`, and `reach` has its trips within the standard. `hsd` is the
    HSD file whose limits were used, if one was. `travel` and `second` are the minutes of people to their quickest and second
    quickest service point. `near_but_slow` is the number of people within the miles of the standard but not its minutes. Shape
    of `people_within` and `people_only_here`: (points,). A number of people is NaN where it is hidden.
    """

    query: CoverageQuery
    context: Context
    coverage: Coverage
    points: tuple[ServicePoint, ...]
    excluded: tuple[Exclusion, ...]
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
    people_within: Floats
    people_only_here: Floats

    @property
    def standard(self) -> Standard:
        """The rule."""
        return self.county_limits.standard

    @property
    def standard_label(self) -> Text:
        """What the rule is called."""
        return standard_label(self.standard)

    @property
    def method(self) -> Method:
        """How travel was measured."""
        return self.matrix.method

    @property
    def directory(self) -> Directory:
        """The listings."""
        return self.context.directory

    @property
    def therapy(self) -> Therapy | None:
        """The therapy that was asked about, if one was."""
        return self.context.therapy(self.query.therapy)

    @property
    def known(self) -> Compared | None:
        """Coverage if only service points known to give the therapy counted; None if no therapy was chosen."""
        return next((c for c in self.compared if c.id == KNOWN_LEVEL), None)

    def point_id(self, row: int | None) -> str | None:
        """The id of the service point in a row; None if there is none (None or -1)."""
        return None if row is None or row < 0 else self.points[row].id

    def county_name(self, fips: str) -> str:
        """The name of a county with its state: "Elko, NV"."""
        return self.demand.counties.full_name(fips)
