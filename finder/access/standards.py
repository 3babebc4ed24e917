"""Rules of the form "within M miles and T minutes, for S% of people", which may differ by type of county."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES


@dataclass(frozen=True)
class Standard:
    """Limits by county type, in the order of COUNTY_TYPES. Both limits are inclusive, and both must hold.

    An absent limit is infinite; an absent `required_share` is NaN: the rule sets no pass mark. `label` is empty for a standard
    that has no name but its limits. `pediatric_hospitals` is whether these count.
    """

    id: str
    max_mi: tuple[float, ...]
    max_min: tuple[float, ...]
    required_share: tuple[float, ...]
    label: str = ""
    source: str = ""
    source_url: str = ""
    as_of: str = ""
    note: str = ""
    pediatric_hospitals: bool = True

    @cached_property
    def required(self) -> Floats:
        return np.array(self.required_share)

    @property
    def uniform_mi(self) -> float | None:
        """The one limit in miles, if the rule is that and nothing else; such a rule can be drawn as circles."""
        return self.max_mi[0] if len(set(self.max_mi)) == 1 and min(self.max_min) == math.inf else None

    @property
    def by_type(self) -> bool:
        """Whether the limits differ by type of county."""
        return len(set(self.max_mi)) > 1 or len(set(self.max_min)) > 1

    def county_limits(self, type_index: Ints) -> "CountyLimits":
        """The limits that hold in each county, from the types of counties (rows of COUNTY_TYPES)."""
        max_mi, max_min = np.array(self.max_mi)[type_index], np.array(self.max_min)[type_index]
        return CountyLimits(self, type_index, max_mi, max_min, self.required[type_index])

    def rules(self) -> list[dict[str, object]]:
        """The limits as plain values, one row a county type; None where there is none."""
        rows = zip(COUNTY_TYPES, self.max_mi, self.max_min, self.required_share, strict=True)
        return [
            {"county_type": t, "max_mi": _finite(mi), "max_min": _finite(mins), "required_share": _finite(share)}
            for t, mi, mins, share in rows
        ]


@dataclass(frozen=True, eq=False)
class CountyLimits:
    """A standard as it holds county by county: arrays of shape (counties,), `type_index` in rows of COUNTY_TYPES."""

    standard: Standard
    type_index: Ints
    max_mi: Floats
    max_min: Floats
    required: Floats

    @cached_property
    def classes(self) -> tuple[Floats, Ints]:
        """The different pairs of limits (miles, minutes), shape (classes, 2), and the class of each county."""
        pairs, which = np.unique(np.column_stack([self.max_mi, self.max_min]), axis=0, return_inverse=True)
        return pairs, which.ravel()

    @property
    def miles_alone(self) -> "CountyLimits":
        """The same without its minutes; where it has no miles, nobody is within."""
        no_miles = np.where(np.isfinite(self.max_mi), self.max_mi, -1.0)
        return replace(self, max_mi=no_miles, max_min=np.full(len(no_miles), math.inf))

    def overridden(self, listed: npt.NDArray[np.bool_], type_index: Ints, max_mi: Floats, max_min: Floats) -> "CountyLimits":
        """The same with the types and limits of an official list in the counties that it lists."""
        types = np.where(listed, type_index, self.type_index)
        return CountyLimits(
            standard=self.standard,
            type_index=types,
            max_mi=np.where(listed, max_mi, self.max_mi),
            max_min=np.where(listed, max_min, self.max_min),
            required=self.standard.required[types],
        )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def uniform_standard(miles: float | None, minutes: float | None) -> Standard:
    """The same limits everywhere, and no pass mark."""
    parts = {"miles": miles, "minutes": minutes}
    n = len(COUNTY_TYPES)
    return Standard(
        id="+".join(f"{unit}:{value:g}" for unit, value in parts.items() if value),
        max_mi=(miles or math.inf,) * n,
        max_min=(minutes or math.inf,) * n,
        required_share=(math.nan,) * n,
    )
