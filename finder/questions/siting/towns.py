"""The places where a new stop may be: towns of the gazetteer, or the sites of a planner's own file."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from finder.domain.geography import TownTable
from finder.domain.sites import Sites
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.points import ends_at, nearest_states
from finder.questions.siting.query import SitingQuery
from finder.text import text
from finder.travel.model import TravelEnds

Names = npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates, one a row: an id of their own, a name, a state, and their ends of travel. Shape (candidates,).

    Towns come from the largest to the smallest. `towns` is the gazetteer's table, whether or not they are from it.
    """

    id: Names
    name: Names
    state: Names
    ends: TravelEnds
    towns: TownTable

    def __len__(self) -> int:
        return len(self.id)

    def full_name(self, candidate: int) -> str:
        """The name of a candidate with its state: "Miles, TX"."""
        return f"{self.name[candidate]}, {self.state[candidate]}"

    @cached_property
    def people_of(self) -> dict[str, int]:
        """The people of every town of the gazetteer, by its full name."""
        towns = self.towns
        columns = (towns.name.tolist(), towns.state.tolist(), towns.population.tolist())
        return {f"{name}, {state}": people for name, state, people in zip(*columns, strict=True)}


def candidates(query: SitingQuery, context: Context) -> Candidates:
    """Return the candidates that fit the query. Raises QueryError if they are those of a file that was not given."""
    towns = context.places.gazetteer.towns
    if query.of_file:
        sites = _sites(query, context)
        ids, names, points = np.array(sites.id), np.array(sites.name), sites.points
        states = np.where(np.array(sites.state) == "", nearest_states(points, context), np.array(sites.state))
        fits = np.ones(len(ids), bool)
    else:
        names, states, points = towns.name, towns.state, towns.points
        ids = np.char.add(np.char.add(names, ", "), states)
        fits = towns.population >= query.least_people
    if query.where == "state":
        fits = fits & (states == query.state)
    rows = np.flatnonzero(fits)
    if not query.of_file:
        # Of towns that do as well, the first is chosen: it should be the largest.
        rows = rows[np.argsort(-towns.population[rows], kind="stable")]
    return Candidates(ids[rows], names[rows], states[rows], ends_at(points.take(rows), context), towns)


def _sites(query: SitingQuery, context: Context) -> Sites:
    if context.sites is None or context.sites.fingerprint != query.of_file:
        raise QueryError(
            text("This question is about the candidates of a file, and that file was not given."),
            text("Give it with --candidates."),
        )
    return context.sites
