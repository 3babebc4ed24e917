"""Kept answers: each is computed once, whoever asks for it meanwhile waits, and the least recently used one is dropped."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from finder.questions.answers import Answers

THREADS = 10
SECONDS = 20.0


class Slow:
    """A computation that ends when it is told to, and counts how often it ran."""

    def __init__(self, result: Callable[[], Any]) -> None:
        self.started, self.end, self.runs = threading.Event(), threading.Event(), 0
        self._result = result

    def __call__(self) -> Any:
        self.runs += 1
        self.started.set()
        assert self.end.wait(SECONDS)
        return self._result()


def refuse() -> None:
    raise ValueError("no")


def knows(answers: Answers, key: str) -> bool:
    """Whether an answer is kept, which counts as a use of it."""
    try:
        answers.get(key, refuse)
    except ValueError:
        return False
    return True


def ask_at_once(answers: Answers, slow: Slow) -> list[Any]:
    """What many threads get that all ask before the answer is there; an exception as itself."""
    asking = threading.Barrier(THREADS)

    def ask(_: int) -> Any:
        asking.wait(SECONDS)
        try:
            return answers.get("key", slow)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        found = pool.map(ask, range(THREADS))
        assert slow.started.wait(SECONDS)
        slow.end.set()
        return list(found)


def test_many_who_ask_at_once_get_one_computation() -> None:
    answers, slow = Answers(3), Slow(object)
    found = ask_at_once(answers, slow)
    assert slow.runs == 1
    assert {id(answer) for answer in found} == {id(found[0])}
    assert answers.get("key", lambda: pytest.fail("kept")) is found[0]


def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    answers, slow = Answers(3), Slow(refuse)
    # Who asks only after the failure starts anew, and fails by a computation of its own.
    found = ask_at_once(answers, slow)
    assert {type(error) for error in found} == {ValueError}
    assert answers.get("key", lambda: "now it works") == "now it works"


def test_all_who_wait_while_it_is_computed_share_its_failure() -> None:
    answers, slow = Answers(3), Slow(refuse)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "key", slow)
        assert slow.started.wait(SECONDS)
        second = pool.submit(answers.get, "key", lambda: pytest.fail("computed twice"))
        assert not second.done()
        slow.end.set()
        assert first.exception(SECONDS) is second.exception(SECONDS)
    assert slow.runs == 1


def test_a_slow_answer_keeps_nobody_from_another() -> None:
    answers, slow = Answers(3), Slow(object)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(answers.get, "key", slow)
        assert slow.started.wait(SECONDS)
        assert answers.get("other", lambda: "quick") == "quick"
        slow.end.set()
        asked.result(SECONDS)


def test_the_least_recently_used_answer_is_dropped() -> None:
    answers = Answers(2)
    for key in ("a", "b", "a", "c"):
        answers.get(key, lambda: object())
    assert [knows(answers, key) for key in "abc"] == [True, False, True]


def test_a_failure_drops_no_answer() -> None:
    answers = Answers(2)
    for key in "ab":
        answers.get(key, lambda: object())
    with pytest.raises(ValueError, match="no"):
        answers.get("c", refuse)
    assert [knows(answers, key) for key in "ab"] == [True, True]


def test_an_answer_that_is_computed_is_not_dropped_however_many_others_come() -> None:
    answers, slow = Answers(1), Slow(lambda: "slow")
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "key", slow)
        assert slow.started.wait(SECONDS)
        for other in ("a", "b", "c"):
            assert answers.get(other, lambda: "quick") == "quick"
        second = pool.submit(answers.get, "key", lambda: pytest.fail("computed twice"))
        slow.end.set()
        assert (first.result(SECONDS), second.result(SECONDS)) == ("slow", "slow")
    assert [knows(answers, key) for key in ("key", "a", "b", "c")] == [True, False, False, False]
