"""Small numbers of people, hidden together with whatever would reveal them.

People are put together in *pools*. A number is shown only if it counts all people of some pools and nobody of any other, so
all that is shown is made of the sums of pools. A pool is safe if its sum does not tell its people apart: it is one ZIP code
with more than LARGEST people, or has at least two ZIP codes whose people all lie in it, and so many that each of these could
have LARGEST people more or fewer. Of two sets of people in the same pool, the one can then have one person more and the other
one fewer without any change to what is shown. What is hidden beside a small number is hidden only so that the small one can't
be had by subtraction: complementary suppression.

Pools are made of people of one county and one side (such as within a standard, or outside it), and only where that doesn't do,
of one state and side, of one side, or of all.
"""

from collections.abc import Sequence

import numpy as np

from finder.domain.arrays import Floats, Ints, Mask, group_sums

# Numbers of people from 1 to this one are hidden.
LARGEST = 10
# A part of a ZIP code's people may be no whole number: this one is still written as one that is hidden.
_ROUNDED = LARGEST + 0.5


class Pools:
    """Pools of the parts of demand points. `pool` is the pool of each part, and `safe` whether sums of a pool may be shown."""

    def __init__(self, people: Floats, zip_of_part: Ints, parts_of_zip: Ints, groups: Sequence[Ints]) -> None:
        """Make the pools of parts, all with people.

        `parts_of_zip` is how many parts each ZIP code has, here and elsewhere. `groups` are labels of parts, from the finest to
        the coarsest; each label of one lies in one label of the next.
        """
        self.people = people
        self._private = parts_of_zip[zip_of_part] == 1
        least = np.full(len(parts_of_zip), np.inf)
        np.minimum.at(least, zip_of_part, people)
        is_open = least[zip_of_part] > _ROUNDED
        # A part that is large in a ZIP code whose parts are all large is a pool of its own; others start as one of their group.
        label = np.where(is_open, np.arange(len(people)), len(people) + groups[0])
        _, self.pool = np.unique(label, return_inverse=True)
        self._open = np.zeros(self.pool.max(initial=-1) + 1, bool)
        self._open[self.pool[is_open]] = True
        large = group_sums(groups[0], people, int(groups[0].max(initial=-1)) + 1)[groups[0]]
        for group in groups:
            self._join(group, large)
        self.size = np.bincount(self.pool, minlength=len(self.safe))

    @property
    def safe(self) -> Mask:
        """Which pools are safe. Shape (pools,)."""
        n = len(self._open)
        mine = self.pool[self._private]
        count, total = np.bincount(mine, minlength=n), group_sums(mine, self.people[self._private], n)
        safe: Mask = self._open | ((count >= 2) & (total > LARGEST + count))
        return safe

    def sums(self, part: Ints, cell: Ints, cells: int) -> Floats:
        """Return the people of each cell, to whole people; NaN for a cell that is hidden. Shape (cells,).

        `part` and `cell` are pairs: a part, and a cell that it counts in. No pair is given twice.
        """
        pair, found = np.unique(self.pool[part] * cells + cell, return_counts=True)
        pool, of_cell = pair // cells, pair % cells
        total = np.round(group_sums(cell, self.people[part], cells))
        total[of_cell[(found < self.size[pool]) | ~self.safe[pool]]] = np.nan
        return total

    def by(self, cell: Ints, cells: int, among: Mask | None = None) -> Floats:
        """Return the people of each cell, of all parts or of some, by the one cell that each part is in."""
        part = np.arange(len(self.pool)) if among is None else np.flatnonzero(among)
        return self.sums(part, cell[part], cells)

    def sum(self, among: Mask) -> float:
        """Return the people of some parts, or NaN."""
        return float(self.by(np.zeros(len(among), np.intp), 1, among)[0])

    def _join(self, group: Ints, large: Floats) -> None:
        """Join the pools that are not safe with others of their group, as few and as small ones as will do.

        All of a group that are not safe become one. `large` are the people of the finest group of each part: those of a large
        one are joined last, because its sum will be hidden.
        """
        group_of_pool = np.zeros(len(self._open), np.intp)
        group_of_pool[self.pool] = group
        unsafe = ~self.safe
        people = group_sums(self.pool, self.people, len(unsafe))
        mine = group_sums(self.pool, self.people * self._private, len(unsafe))
        beside = np.zeros(len(unsafe))
        np.maximum.at(beside, self.pool, large)
        into = np.arange(len(unsafe))
        for label in np.unique(group_of_pool[unsafe]).tolist():
            members = np.flatnonzero(group_of_pool == label)
            joined = members[unsafe[members]]
            others = members[~unsafe[members] & (mine[members] > 0)]
            into[joined] = joined[0]
            self._take(into, joined[0], others[np.lexsort((people[others], beside[others]))])
        self._relabel(into)

    def _take(self, into: Ints, first: int, others: Ints) -> None:
        """Join pools to one until it is safe."""
        inside = self._private & (into[self.pool] == first)
        count, total = float(inside.sum()), float(self.people[inside].sum())
        for other in others.tolist():
            if count >= 2 and total > LARGEST + count:
                return
            of_other = self._private & (self.pool == other)
            count, total = count + float(of_other.sum()), total + float(self.people[of_other].sum())
            into[other] = first

    def _relabel(self, into: Ints) -> None:
        alone = np.bincount(into, minlength=len(into)) == 1
        kept, self.pool = np.unique(into[self.pool], return_inverse=True)
        self._open = (self._open & alone)[kept]
