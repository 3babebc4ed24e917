"""Matches that compete for one record: which of them leave a match uncertain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from finder.directory.matching.prepared import Prepared
from finder.directory.matching.rules import Evidence, Finding, known_apart

# By so much a match must be better than another that contradicts it, to stay.
_CLEARLY = 0.15


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records, by their positions, and what follows from the two alone."""

    a: int
    b: int
    found: Finding
    evidence: Evidence


class Rivals:
    """For each record, the other matches that it may have."""

    def __init__(self, records: Sequence[Prepared], candidates: Iterable[Candidate]) -> None:
        self._same: dict[int, int] = defaultdict(int)
        self._door: dict[int, int] = defaultdict(int)
        # Equal records are one rival: the best score of each kind of record that a record is surely the same as.
        self._sure: dict[int, dict[int, float]] = defaultdict(dict)
        self._equal: dict[tuple[int, int], int] = defaultdict(int)
        kinds: dict[object, int] = {}
        self._kind = [kinds.setdefault(_essence(r), at) for at, r in enumerate(records)]
        for c in candidates:
            for at, other in ((c.a, c.b), (c.b, c.a)):
                self._same[at] += c.found in ("sure", "alone")
                self._door[at] += c.evidence.streets == "door"
                if c.found == "sure":
                    best = self._sure[at]
                    best[self._kind[other]] = max(c.evidence.score, best.get(self._kind[other], 0.0))
                    self._equal[at, self._kind[other]] += 1

        @cache
        def apart(one: int, other: int) -> bool:
            return known_apart(records[one], records[other])

        self._apart = apart

    def at_the_door(self, c: Candidate) -> bool:
        """Whether one of its records has another match at one door."""
        itself = c.evidence.streets == "door"
        return max(self._door[c.a], self._door[c.b]) > itself

    def any(self, c: Candidate) -> bool:
        """Whether another match makes one uncertain that is certain only if there is no other."""
        itself = c.found in ("sure", "alone")
        if max(self._same[c.a], self._same[c.b]) > itself:
            return True
        return c.evidence.streets == "door" and self.at_the_door(c)

    def tie(self, c: Candidate) -> bool:
        """Whether a hospital of one list is the same as two equal rows of the other, which may be two hospitals' numbers."""
        pairs = ((c.a, c.b), (c.b, c.a))
        return c.evidence.hospitals and any(self._equal[at, self._kind[other]] > 1 for at, other in pairs)

    def contradict(self, c: Candidate) -> bool:
        """Whether one of its records is as surely the same as a third one, which cannot be the same as the other."""
        least = c.evidence.score - _CLEARLY
        return any(
            score >= least and self._apart(kind, self._kind[other])
            for at, other in ((c.a, c.b), (c.b, c.a))
            for kind, score in self._sure[at].items()
        )


def _essence(record: Prepared) -> object:
    """What decides whether a record can be the same as another: equal ones are told apart from the same records."""
    return record.address, record.name, tuple(sorted(record.record.identifiers.items()))
