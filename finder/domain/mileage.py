"""What a mile of driving to care is taken to cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MileageRate:
    """What a mile of driving to care is reckoned to cost, in US dollars, in one year."""

    year: int
    usd_per_mile: float
    source: str
