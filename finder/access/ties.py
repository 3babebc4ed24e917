"""Items that cannot be told apart by distance, put in another order."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def surest_of_tied(items: Sequence[T], tied: Callable[[T, T], bool], doubt: Callable[[T], Any]) -> list[T]:
    """Return items with each run of those that are tied with its first item sorted by doubt; a run ends at one that is not.

    Between runs the order stays. Ties are not transitive, so all are judged by the first of their run.
    """
    runs: list[list[T]] = []
    for item in items:
        if runs and tied(runs[-1][0], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [item for run in runs for item in sorted(run, key=doubt)]
