"""The breaker: who may ask a service that failed, and when."""

import threading

import pytest

from finder.services.breaker import MOST_FAILURES, PAUSE_S, Breaker, Late, NoAnswer, NotAsked


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def attempt(breaker: Breaker, error: type[Exception] | None = None) -> bool:
    """Whether the service was asked."""
    asked = False
    try:
        with breaker.attempt():
            asked = True
            if error:
                raise error
    except (NoAnswer, ValueError):
        pass
    return asked


def test_a_service_is_asked_until_it_failed_several_times_in_a_row(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(3):
        assert all(attempt(breaker, NoAnswer) for _ in range(MOST_FAILURES - 1))
        assert attempt(breaker)
    assert all(attempt(breaker, NoAnswer) for _ in range(MOST_FAILURES))
    assert not attempt(breaker)


def test_one_wait_in_vain_is_enough(clock: Clock) -> None:
    breaker = Breaker(clock)
    assert attempt(breaker, Late)
    assert not attempt(breaker)


@pytest.mark.parametrize("error", [ValueError, NotAsked])
def test_what_says_nothing_about_the_service_does_not_count(clock: Clock, error: type[Exception]) -> None:
    breaker = Breaker(clock)
    assert all(attempt(breaker, error) for _ in range(10))


def test_after_a_pause_one_caller_tries_and_its_luck_counts(clock: Clock) -> None:
    breaker = Breaker(clock)
    attempt(breaker, Late)
    clock.now += PAUSE_S - 0.1
    assert not attempt(breaker)
    clock.now += 0.2
    assert attempt(breaker, NoAnswer)
    assert not attempt(breaker)
    clock.now += PAUSE_S + 0.1
    assert attempt(breaker)
    assert all(attempt(breaker) for _ in range(5))


def test_only_one_tries_at_a_time_and_an_unrelated_error_lets_the_next_one_try(clock: Clock) -> None:
    breaker, inside, leave = Breaker(clock), threading.Event(), threading.Event()
    attempt(breaker, Late)
    clock.now += PAUSE_S + 0.1

    def stay() -> None:
        try:
            with breaker.attempt():
                inside.set()
                leave.wait(5)
                raise ValueError
        except ValueError:
            pass

    first = threading.Thread(target=stay)
    first.start()
    inside.wait(5)
    assert not attempt(breaker)
    leave.set()
    first.join()
    assert attempt(breaker)
