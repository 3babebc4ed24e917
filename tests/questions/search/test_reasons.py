"""Every reason has a sentence that takes its values."""

from datetime import date
from typing import get_args

import pytest

from finder.access.reason import Reason, ReasonCode, reason
from finder.questions.search.reasons import REASON_WORDS, reason_words
from finder.wording.writer import ENGLISH

DAY = date(2026, 11, 24)
SAID = [
    (reason("closed_after", day=DAY), "Its last day was November 24, 2026."),
    (reason("opens_on", day=DAY), "It opens on November 24, 2026."),
    (reason("no_visits", days=60), "It has no visits in the next 60 days."),
    (reason("not_offered", therapy="IVIG"), "It does not give IVIG."),
    (reason("home_infusion"), "It sends nurses to homes. Ask whether it serves your area."),
    (reason("pharmacy"), "It is a pharmacy. Ask whether it gives infusions on site or at home."),
    (reason("long_term_care"), "It treats only people who stay there for a long time."),
    (reason("residential"), "It treats only people who live there."),
    (reason("prison"), "It treats only people who are held there."),
    (reason("children_only"), "It treats only children."),
    (reason("adults_only"), "It treats only adults."),
    (reason("children_not_known"), "Ask whether it treats children."),
    (reason("only_cancer"), "It treats only people with cancer. Ask whether you can go there."),
    (reason("only_women"), "It treats only women."),
    (reason("only_veterans"), "It treats only veterans and others whom the VA covers."),
    (reason("only_tribal"), "It treats only members of tribes. Ask whether you can go there."),
    (reason("only_own_patients"), "It treats only its own patients. Ask how to become one."),
    (reason("too_few_days_in_a_row", n=2), "It does not come for 2 days in a row, as this schedule requires."),
    (
        reason("too_long_between_visits", longest_days=36, due_days=28),
        "Up to 36 days may pass between its visits. This treatment is due every 28 days.",
    ),
    (reason("no_visits_days_apart", days=14), "No two of its visits are 14 days apart, as this treatment requires."),
    (
        reason("infusion_too_long", most_hours=4.0, least_hours=4.5),
        "It can give infusions of up to 4 hours. This treatment takes 4.5 hours or more.",
    ),
    (
        reason("visits_too_short", most_hours=179 / 60, least_hours=3),
        "Its longest visit lasts 2.98 hours. This treatment takes 3 hours or more.",
    ),
    (
        reason("day_too_long", door_to_door_hours=12.003),
        "The drive there, the infusion, and the drive back take 12.5 hours or more. Plan a night nearby.",
    ),
    (
        reason("day_may_be_too_long", door_to_door_hours=(9.003, 12.003), most_hours=12),
        "The drive there, the infusion, and the drive back take 9.5 to 12.5 hours. More than 12 hours is too long for one day.",
    ),
    (reason("hours_unknown", high_hours=6), "Its hours are not known. Ask whether they leave time for 6 hours in the chair."),
    (
        reason("open_too_short", open_hours=2.5, low_hours=3),
        "It is open for 2.5 hours at a time. This treatment takes 3 hours or more.",
    ),
    (
        reason("too_few_open_days_in_a_row", n=1, needed_days=2),
        "It is open long enough on only 1 day in a row. This treatment needs 2 or more.",
    ),
    (
        reason("may_be_open_too_short", low_hours=3, high_hours=6),
        "It is open long enough for 3 hours in the chair, but maybe not for 6 hours. Call to ask.",
    ),
    (
        reason("infusion_may_be_too_long", most_hours=5, high_hours=6),
        "Infusions there can take up to 5 hours. This treatment may take 6 hours. Call to ask.",
    ),
    (
        reason("long_drive"),
        "The drive may take more than 2 hours one way. Plan a break on the way, or a night nearby.",
    ),
    (reason("closing_on", day=DAY), "It is listed as open only until November 24, 2026. Ask what happens after that."),
    (
        reason("first_dose_elsewhere"),
        "Your first infusion must be given somewhere else, unless this unit tells you otherwise.",
    ),
]


@pytest.mark.parametrize(("why", "sentence"), SAID, ids=[why.code for why, _ in SAID])
def test_a_reason_in_words(why: Reason, sentence: str) -> None:
    assert ENGLISH.say(reason_words(why)) == sentence


def test_no_reason_is_without_words() -> None:
    assert set(get_args(ReasonCode)) == set(REASON_WORDS) == {why.code for why, _ in SAID}


def test_what_is_too_long_for_a_day_never_reads_as_what_is_not() -> None:
    for minutes_over in (0.001, 0.5, 29.9):
        sentence = ENGLISH.say(reason_words(reason("day_too_long", door_to_door_hours=12 + minutes_over / 60)))
        assert "12.5 hours" in sentence
