"""Reasons in sentences: why a location does not fit, why a day trip may not, and what to know before choosing one."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from finder.access.reason import Reason, ReasonCode, Value
from finder.questions.excluded import EXCLUSION_WORDS
from finder.text import Quantity, Text, as_hours, named, text, text_n

REASON_WORDS: Mapping[ReasonCode, Text] = {
    "closed_after": text("Its last day was %(day)s."),
    "opens_on": text("It opens on %(day)s."),
    "no_visits": text("It has no visits in the next %(days)s days."),
    "not_offered": text("It does not give %(therapy)s."),
    "home_infusion": text("It sends nurses to homes. Ask whether it serves your area."),
    "pharmacy": text("It is a pharmacy. Ask whether it gives infusions on site or at home."),
    "long_term_care": EXCLUSION_WORDS["long_term_care"],
    "residential": EXCLUSION_WORDS["residential"],
    "prison": EXCLUSION_WORDS["prison"],
    "children_only": text("It treats only children."),
    "adults_only": text("It treats only adults."),
    "too_few_days_in_a_row": text_n(
        "It does not come for even %(n)s day.", "It does not come for %(n)s days in a row, as this schedule requires.", 0
    ),
    "too_long_between_visits": text(
        "Up to %(longest_days)s days may pass between its visits. This treatment is due every %(due_days)s days."
    ),
    "no_visits_days_apart": text("No two of its visits are %(days)s days apart, as this treatment requires."),
    "infusion_too_long": text("It can give infusions of up to %(most_hours)s. This treatment takes %(least_hours)s or more."),
    "visits_too_short": text("Its longest visit lasts %(most_hours)s. This treatment takes %(least_hours)s or more."),
    "day_too_long": text(
        "The drive there, the infusion, and the drive back take %(door_to_door_hours)s or more. Plan a night nearby."
    ),
    "day_may_be_too_long": text(
        "The drive there, the infusion, and the drive back take %(door_to_door_hours)s. More than %(most_hours)s is too long "
        "for one day."
    ),
    "hours_unknown": text("Its hours are not known. Ask whether they leave time for %(high_hours)s in the chair."),
    "open_too_short": text("It is open for %(open_hours)s at a time. This treatment takes %(low_hours)s or more."),
    "too_few_open_days_in_a_row": text_n(
        "It is open long enough on only %(n)s day in a row. This treatment needs %(needed_days)s or more.",
        "It is open long enough on only %(n)s days in a row. This treatment needs %(needed_days)s or more.",
        0,
    ),
    "may_be_open_too_short": text(
        "It is open long enough for %(low_hours)s in the chair, but maybe not for %(high_hours)s. Call to ask."
    ),
    "infusion_may_be_too_long": text(
        "Infusions there can take up to %(most_hours)s. This treatment may take %(high_hours)s. Call to ask."
    ),
    "long_drive": text("The drive may take more than 2 hours one way. Plan a break on the way, or a night nearby."),
    "closing_on": text("It is listed as open only until %(day)s. Ask what happens after that."),
    "children_not_known": text("Ask whether it treats children."),
    "only_cancer": text("It treats only people with cancer. Ask whether you can go there."),
    "only_women": text("It treats only women."),
    "only_veterans": text("It treats only veterans and others whom the VA covers."),
    "only_tribal": text("It treats only members of tribes. Ask whether you can go there."),
    "only_own_patients": text("It treats only its own patients. Ask how to become one."),
    "first_dose_elsewhere": text("Your first infusion must be given somewhere else, unless this unit tells you otherwise."),
}


def reason_words(reason: Reason) -> Text:
    """A reason as a sentence."""
    return replace(REASON_WORDS[reason.code], values=tuple((name, _shown(name, value)) for name, value in reason.values))


def _shown(name: str, value: Value) -> int | date | Quantity | Text:
    """A value as it stands in a sentence: hours are a quantity, and a string is a name from our own tables."""
    if isinstance(value, str):
        return named(value)
    if isinstance(value, date):
        return value
    if name == "door_to_door_hours":
        return as_hours(*map(_next_half_hour, value if isinstance(value, tuple) else (value,)))
    if name.endswith("_hours") and isinstance(value, int | float):
        return as_hours(value)
    assert isinstance(value, int)
    return value


def _next_half_hour(hours: float) -> float:
    """Hours rounded up, so that a day that is too long never reads as one that is not."""
    return math.ceil(hours * 2) / 2
