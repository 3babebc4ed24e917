"""A condition that is treated with infusions, and how many people live with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """People with a condition per 100,000, and who says so."""

    per_100_000: float
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with a low, a middle, and a high rate.

    `at_65` is how many times the rate of all ages the rate at 65 and older is; None if no source says so. It has the source of
    `at_65_source`.
    """

    id: str
    name: str
    rates: tuple[Rate, Rate, Rate]
    at_65: float | None = None
    at_65_source: str = ""
