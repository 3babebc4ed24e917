"""Long lists of cases: all of them, or with `--sample` (`make test`) a few in which every value still occurs.

CI and `make test-all` ask everything. A sample is the same each time, so that a failure can be repeated.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

Case = TypeVar("Case")
_asked = {"sample": False}


def ask_for_samples(asked: bool) -> None:
    """Whether `sample` gives samples, for this run: said before the first file of tests is read."""
    _asked["sample"] = asked


def sampling() -> bool:
    """Whether this run asks for samples."""
    return _asked["sample"]


def of_many(full: int, few: int) -> int:
    """A number of cases that are made up as they are asked: `full`, or in a sample `few`."""
    return few if sampling() else full


def _itself(case: Any) -> Sequence[Hashable]:
    return tuple(case) if isinstance(case, (tuple, list)) else (case,)


def sample(cases: Iterable[Case], by: Callable[[Case], Sequence[Any]] = _itself) -> list[Case]:
    """All cases; in a sample those few in which every value of every dimension stands, in the order they came in.

    `by` says the values of a case: one for each dimension, always as many. A case that brings most new values comes first.
    """
    every = list(cases)
    return covering(every, by) if sampling() else every


def covering(every: Sequence[Case], by: Callable[[Case], Sequence[Any]] = _itself) -> list[Case]:
    """Few of the cases, with every value of every dimension."""
    values = [set(enumerate(by(case))) for case in every]
    missing = set[tuple[int, Hashable]]().union(*values)
    taken = set[int]()
    for most in range(max(map(len, values), default=0), 0, -1):
        for index, own in enumerate(values):
            if len(own & missing) >= most:
                missing -= own
                taken.add(index)
    return [every[index] for index in sorted(taken)]
