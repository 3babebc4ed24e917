"""Reasons as codes with values. Measures build no sentences: `finder/questions/search/reasons.py` does."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReasonCode = Literal[
    # Why nobody can get a therapy at a service point.
    "closed_after",
    "opens_on",
    "no_visits",
    "not_offered",
    "home_infusion",
    "pharmacy",
    "long_term_care",
    "residential",
    "prison",
    "children_only",
    "adults_only",
    "too_few_days_in_a_row",
    "too_long_between_visits",
    "no_visits_days_apart",
    "infusion_too_long",
    "visits_too_short",
    # Why a day trip may not fit, and what else to plan for.
    "day_too_long",
    "day_may_be_too_long",
    "hours_unknown",
    "open_too_short",
    "too_few_open_days_in_a_row",
    "may_be_open_too_short",
    "infusion_may_be_too_long",
    "long_drive",
    # What to know before choosing a service point.
    "closing_on",
    "first_dose_elsewhere",
    "children_not_known",
    "only_cancer",
    "only_women",
    "only_veterans",
    "only_tribal",
    "only_own_patients",
]
# A pair is a range.
Value = str | int | float | tuple[float, float] | date


@dataclass(frozen=True, slots=True)
class Reason:
    """A code, and the values that its sentence needs. Numbers are raw, with their unit in the name."""

    code: ReasonCode
    values: tuple[tuple[str, Value], ...] = ()


def reason(code: ReasonCode, **values: Value) -> Reason:
    """A reason with its values by name."""
    return Reason(code, tuple(values.items()))
