"""ZIP codes as places, and what is said of one that is not known."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from finder.domain.arrays import Ints
from finder.domain.geo import Point, PointSet
from finder.domain.geography import ZipTable
from finder.domain.place import Place, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.places.grammar import WHAT_TO_TRY
from finder.places.names import city_key
from finder.places.territories import Territories
from finder.text import Text, text

MOST_SUGGESTED = 5


class ZipPlaces:
    """The ZIP codes of a table. `states_across_lines` is called for the first ZIP code that is typed with another state."""

    def __init__(
        self, table: ZipTable, territories: Territories, states_across_lines: Callable[[], Mapping[str, frozenset[str]]]
    ) -> None:
        self.table, self._territories, self._across = table, territories, states_across_lines

    def row(self, code: str) -> int | None:
        """The row of a ZIP code; None if it is not known."""
        return self.table.row_of.get(code)

    def is_known(self, code: str) -> bool:
        """Whether there is such a ZIP code."""
        return code in self.table.row_of

    def state(self, row: int) -> str:
        """The state of a ZIP code's mail."""
        return str(self.table.state[row])

    def point(self, row: int) -> Point:
        """The middle of a ZIP code."""
        return Point(float(self.table.points.lat_deg[row]), float(self.table.points.lon_deg[row]))

    def place(self, query: str, row: int, note: Text | None = None, city: str = "") -> Place:
        """A ZIP code as a place, under the usual name of its city or another."""
        t = self.table
        code, city, state = str(t.zip[row]), city or str(t.city[row]), self.state(row)
        label = f"{code}, {city}, {STATE_NAMES[state]}"
        return Place(query, label, self.point(row), "zip", code, int(t.population[row]), note, city, state)

    def nearest(self, point: Point) -> tuple[int, float]:
        """The row of the ZIP code with people whose middle is nearest to a point, and the miles to it.

        One without people is a box or a building, and its point may be that of its town.
        """
        rows, points = self._with_people
        pairs = points.nearest(PointSet.of([point]), 1)
        return int(rows[pairs.destination[0]]), float(pairs.straight_mi[0])

    @cached_property
    def _with_people(self) -> tuple[Ints, PointSet]:
        rows = np.flatnonzero(self.table.population > 0)
        rows = rows if len(rows) else np.arange(len(self.table.population))
        return rows, self.table.points.take(rows)

    def reaches_into(self, row: int, state: str) -> bool:
        """Whether people of a ZIP code live in a state: that of its mail, or another across a state line."""
        return state == self.state(row) or state in self._across().get(str(self.table.zip[row]), ())

    def mail_name(self, row: int, words: Sequence[str]) -> str:
        """The city name at the end of what was typed, if mail to the ZIP code is accepted under it; otherwise empty."""
        written = f" {city_key(' '.join(words))}"
        return next((name for name in self.mail_names(row) if written.endswith(f" {city_key(name)}")), "")

    def mail_names(self, row: int) -> tuple[str, ...]:
        """The city names under which mail to a ZIP code is accepted, the usual one first."""
        return str(self.table.city[row]), *self.table.alias_city[self.table.alias_row == row].tolist()

    def elsewhere(self, code: str) -> PlaceNotFound | None:
        """The refusal of a ZIP code of an island territory or of the military overseas; None for any other."""
        if code[:2] == "09" or code[:3] in {"340", "962", "963", "964", "965", "966"}:
            return PlaceNotFound(text("ZIP code %(zip)s is a military address overseas.", zip=code), WHAT_TO_TRY)
        return self._territories.of_zip(code)

    def unknown(self, code: str) -> PlaceNotFound:
        """Why a ZIP code is not known."""
        what = text("We couldn't find ZIP code %(zip)s.", zip=code)
        return self.elsewhere(code) or PlaceNotFound(what, WHAT_TO_TRY, self._one_slip_away(code))

    def _one_slip_away(self, code: str) -> list[Place]:
        """ZIP codes that differ by one digit or by two swapped neighbors, the most populous first."""
        swaps = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(4)}
        changes = {code[:i] + d + code[i + 1 :] for i in range(5) for d in "0123456789"}
        row_of = self.table.row_of
        rows = [row_of[c] for c in (swaps | changes) if c in row_of]
        rows.sort(key=lambda r: (-int(self.table.population[r]), r))
        return [self.place(str(self.table.zip[r]), r) for r in rows[:MOST_SUGGESTED]]
