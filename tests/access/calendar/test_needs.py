"""What regimens ask of a stop: read from the therapies that the program knows."""

import pytest

from finder.access.calendar.needs import CYCLE_DAYS, Need, fits_cycle, need
from finder.domain.therapy import Regimen
from tests.world import REFERENCE


def regimen(therapy: str, chosen: str | None = None) -> Regimen:
    """The usual regimen of a therapy, or another one."""
    known = REFERENCE.therapies[therapy]
    found = (known.with_regimen(chosen) if chosen else known).regimen
    assert found
    return found


def test_ivig_needs_one_stay_of_two_days_every_four_weeks() -> None:
    assert need([regimen("ivig")]) == Need(session_min=360, block=2, step=4)
    assert need([regimen("ivig")]).patterns(4) == ((2,),)
    assert need([regimen("ivig")]).patterns(2) == ((2, 0), (0, 2))


@pytest.mark.parametrize("days", [2, 3, 4, 5])
def test_a_stay_is_as_long_as_the_cycle_that_was_chosen(days: int) -> None:
    found = REFERENCE.therapies["ivig"].with_days(days).regimen
    assert found
    assert need([found]).block == need([found]).stop_days == days


def test_rituximab_needs_a_visit_every_two_weeks() -> None:
    assert need([regimen("rituximab")]) == Need(session_min=360, block=1, step=2)
    assert need([regimen("rituximab")]).patterns(2) == ((1, 1),)
    assert need([regimen("rituximab")]).patterns(1) == ((1, 0, 1, 0), (0, 1, 0, 1))


def test_a_stay_for_one_is_a_visit_for_the_other() -> None:
    both = need([regimen("ivig"), regimen("rituximab")])
    assert both.patterns(2) == ((2, 1), (1, 2))
    assert both.patterns(1) == ((2, 0, 1, 0), (0, 2, 0, 1), (1, 0, 2, 0), (0, 1, 0, 2))
    assert (both.stop_days, both.lengths) == (3, (2, 1))


def test_the_longest_session_counts() -> None:
    assert need([regimen("natalizumab"), regimen("infliximab")]).session_min == 120
    assert need([regimen("natalizumab"), regimen("ivig")]).session_min == 360


def test_every_usual_regimen_fits_a_cycle_of_four_weeks() -> None:
    usual = [t.regimen for t in REFERENCE.therapies.values() if t.regimen]
    assert all(fits_cycle(r) for r in usual)
    assert all(365 / r.cycles.low >= CYCLE_DAYS for r in usual if r.days_between is None)


def test_weekly_courses_do_not_fit() -> None:
    assert not fits_cycle(regimen("rituximab", "weekly_4"))
