"""What is said of each chosen stop: who gains and where they live, what they do today, and what else could be chosen."""

from collections.abc import Sequence

import numpy as np

from finder.domain.arrays import Ints, weighted_quantile
from finder.questions.siting.result import SitingResult
from finder.questions.siting.stop import NewStop, TownGain


def stops_of(result: SitingResult) -> tuple[NewStop, ...]:
    """All chosen stops, in the order of what each adds to those before it."""
    return tuple(_stop(result, place, candidate) for place, candidate in enumerate(result.plan.choice.chosen))


def _stop(result: SitingResult, place: int, candidate: int) -> NewStop:
    parts = np.flatnonzero(result.plan.assigned.stop == place)
    people, zips, trips = (
        result.plan.demand.part_people[parts],
        result.plan.demand.part_zip[parts],
        result.plan.assigned.trip[parts],
    )
    today, matrix = result.before, result.plan.matrix

    def median(values: np.ndarray) -> float:
        found = weighted_quantile(values, people, 0.5)
        return np.inf if found is None else found

    return NewStop(
        rank=place + 1,
        candidate=candidate,
        name=result.candidates.full_name(candidate),
        people=float(result.stop_people[place]),
        newly_reachable=float(result.newly_reachable[place]),
        elsewhere=None if result.elsewhere is None else float(result.elsewhere[place]),
        miles_saved=float(result.miles_saved[place]),
        towns=_towns(result, parts),
        before=(median(today.miles[zips]), median(today.minutes[zips])),
        then=(median(matrix.distance_mi[trips]), median(matrix.driving_min[trips])),
        location=_most(today.nearest[zips], people),
        alternatives=result.plan.alternatives[place] if result.plan.alternatives else (),
    )


def _most(location: Ints, people: np.ndarray) -> int | None:
    """The location of most people."""
    if not len(location) or (location < 0).all():
        return None
    rows, which = np.unique(location, return_inverse=True)
    return int(rows[np.argmax(np.bincount(which, people))])


def _towns(result: SitingResult, parts: Sequence[int] | Ints) -> tuple[TownGain, ...]:
    """The towns of people who gain, by the names of their ZIP codes, most people first, then hidden ones by size."""
    table = result.context.places.gazetteer.zips
    number: dict[str, int] = {}
    nearest: dict[str, float] = {}
    town = np.full(len(result.plan.demand.part_zip), -1)
    for part in parts:
        zip_row = int(result.plan.demand.part_zip[part])
        row = table.row_of[str(result.plan.demand.zip[zip_row])]
        name = f"{table.city[row]}, {table.state[row]}"
        town[part] = number.setdefault(name, len(number))
        nearest[name] = min(nearest.get(name, np.inf), float(result.before.miles[zip_row]))
    people = result.candidates.people_of
    gained = result.people_by(town, len(number), town >= 0).tolist()
    found = [TownGain(name, gained[row], people.get(name, 0), nearest[name]) for name, row in number.items()]
    known = sorted((t for t in found if not np.isnan(t.gained)), key=lambda t: (-t.gained, t.name))
    return (*known, *sorted((t for t in found if np.isnan(t.gained)), key=lambda t: (-t.people, t.name)))
