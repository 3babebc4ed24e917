"""Who serves which stops in which weeks, with the fewest miles: set partitioning over the rounds of all units, by HiGHS.

With x[u, r] how often units of kind u make round r, and z[s] whether stop s is left out:

    minimize   sum of (miles[r] + TOUR_MI tours[r]) x[u, r] + price sum of z[s]
    subject to sum over u and the rounds r with s of x[u, r] + z[s] = 1 for every stop s,
               sum over r of x[u, r] <= slots of u, and x integer, z binary.

Units that can make the same rounds are of one kind, and have as many slots as all of them have groups of weeks that belong
together. The price of a stop left out is more than all miles together, so as many stops as possible are served.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.calendar.crew import Tour
from finder.access.calendar.needs import Need
from finder.access.calendar.tours import Round
from finder.access.siting.program import Program, minimize

# What a tour costs beside its miles, so that of equals the plan with fewer tours is chosen.
TOUR_MI = 1e-3


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be planned: the needs of the stops, and the rounds that each unit can make, each in `every` groups of weeks.

    `twins` has, for each unit, the first one that can make the same rounds.
    """

    needs: tuple[Need, ...]
    rounds: tuple[Sequence[Round], ...]
    twins: tuple[int, ...]
    every: int

    @cached_property
    def stop_days(self) -> int:
        """Days of visits that all stops need in a cycle."""
        return sum(need.stop_days for need in self.needs)

    @cached_property
    def hopeless(self) -> tuple[int, ...]:
        """The stops that no unit can serve."""
        served = {stop for some in self.rounds for r in some for stop in r.stops}
        return tuple(stop for stop in range(len(self.needs)) if stop not in served)


@dataclass(frozen=True, slots=True)
class Turn:
    """A tour that a unit makes in a week of the cycle, counted from 0."""

    unit: int
    week: int
    tour: Tour


@dataclass(frozen=True, eq=False)
class Plan:
    """The turns of a cycle, and the stops that are left out.

    `proven` says that no plan serves more stops, and none as many in fewer miles. `bound_mi` are miles that no plan of all
    stops is below; None if stops are left out.
    """

    turns: tuple[Turn, ...]
    left_out: tuple[int, ...]
    proven: bool
    bound_mi: float | None = None

    @property
    def miles(self) -> float:
        """Miles of a cycle, all units together."""
        return sum(turn.tour.miles for turn in self.turns)


def plan(task: Task, most_days: int, seconds: float) -> Plan:
    """Plan a cycle: all stops if they can be served, otherwise as many as can. All units have `most_days` working days."""
    if task.stop_days <= most_days and not task.hopeless:
        found = _solve(task, seconds, leaves_out=False)
        if found:
            return found
    quick = _greedy(task)
    found = _solve(task, seconds, leaves_out=True) if quick.left_out else None
    if found and found.proven:
        return found
    return min([quick, *([found] if found else [])], key=lambda some: (len(some.left_out), some.miles))


def _greedy(task: Task) -> Plan:
    """A plan at once, without proof: again and again the round with most stops that are not served yet, then fewest miles."""
    left, slots = set(range(len(task.needs))), {kind: task.every * task.twins.count(kind) for kind in set(task.twins)}
    made = list[tuple[int, Round]]()
    while any(slots.values()):
        open_rounds = [
            (kind, r) for kind, n in sorted(slots.items()) if n for r in task.rounds[kind] if left.issuperset(r.stops)
        ]
        if not open_rounds:
            break
        kind, best = min(open_rounds, key=lambda some: (-len(some[1].stops), some[1].miles))
        made.append((kind, best))
        slots[kind] -= 1
        left.difference_update(best.stops)
    return Plan(_turns(task, made), tuple(sorted(left)), proven=False)


def _solve(task: Task, seconds: float, leaves_out: bool) -> Plan | None:
    """The best plan; None if there is none, or none was found in time."""
    from scipy.sparse import csr_array

    kinds = sorted(set(task.twins))
    columns = [(row, r) for row, kind in enumerate(kinds) for r in task.rounds[kind]]
    stops, n = len(task.needs), len(columns) + (len(task.needs) if leaves_out else 0)
    if not n:
        return None
    at = [(stop, column) for column, (_, r) in enumerate(columns) for stop in r.stops]
    at += [(stops + row, column) for column, (row, _) in enumerate(columns)]
    at += [(stop, len(columns) + stop) for stop in range(n - len(columns))]
    slots = np.array([task.every * task.twins.count(kind) for kind in kinds], float)
    cost = np.array([r.miles + TOUR_MI * r.count for _, r in columns])
    # No unit has more slots than this, so no plan costs more.
    price = 1.0 + float(slots.sum()) * float(cost.max(initial=0.0))
    row, column = np.array(at, np.intp).T
    outcome = minimize(
        Program(
            cost=np.concatenate([cost, np.full(n - len(columns), price)]),
            matrix=csr_array((np.ones(len(at)), (row, column)), shape=(stops + len(kinds), n)),
            low=np.concatenate([np.ones(stops), np.zeros(len(kinds))]),
            high=np.concatenate([np.ones(stops), slots]),
            integer=np.ones(n, np.intp),
            most=np.ones(n),
        ),
        seconds,
    )
    if outcome.point is None:
        return None
    chosen = np.flatnonzero(outcome.point[: len(columns)] > 0.5).tolist()
    turns = _turns(task, [(kinds[columns[c][0]], columns[c][1]) for c in chosen])
    left_out = tuple(np.flatnonzero(outcome.point[len(columns) :] > 0.5).tolist())
    bound = outcome.bound - TOUR_MI * len(turns)
    return Plan(turns, left_out, outcome.optimal, None if left_out or not np.isfinite(bound) else max(bound, 0.0))


def _turns(task: Task, made: Sequence[tuple[int, Round]]) -> tuple[Turn, ...]:
    """Rounds, each of a kind of unit, given to the units of their kind, the longest first."""
    turns, used = list[Turn](), dict.fromkeys(range(len(task.twins)), 0)
    for kind, r in sorted(made, key=lambda some: (-some[1].miles, some[1].stops)):
        unit = min((u for u, twin in enumerate(task.twins) if twin == kind), key=used.__getitem__)
        weeks = range(used[unit], len(r.tours) * task.every, task.every)
        turns += [Turn(unit, week, tour) for week, tour in zip(weeks, r.tours, strict=True) if tour]
        used[unit] += 1
    return tuple(sorted(turns, key=lambda turn: (turn.unit, turn.week)))
