"""Match two lists, or one with itself; put rows that are surely one location together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from finder.directory.matching.blocks import pairs_of
from finder.directory.matching.model import Match, Reason, Record, Verdict
from finder.directory.matching.prepared import Prepared, identifiers_differ, prepare
from finder.directory.matching.rivals import Candidate, Rivals
from finder.directory.matching.rules import evidence, finding, known_apart, reasons

# Rows that are the same as one row, and are linked through it; more of them are a company's, not a location's.
_MOST_THROUGH_ONE = 20


@dataclass(frozen=True, slots=True)
class Matching:
    """Matches in the order of their ids, and the sizes of groups of rows that were too large to compare in whole."""

    matches: tuple[Match, ...]
    cut: tuple[int, ...] = ()


def match(left: Sequence[Record], right: Sequence[Record]) -> Matching:
    """Match the records of two lists."""
    records = [prepare(r) for r in (*left, *right)]
    border = len(left)
    return _matching(records, lambda a, b: (a < border) != (b < border), within=False)


def match_within(records: Sequence[Record]) -> Matching:
    """Match a list with itself: each pair once, its ids in order."""
    return _matching([prepare(r) for r in sorted(records, key=lambda r: r.id)], lambda _a, _b: True, within=True)


def _matching(records: Sequence[Prepared], wanted: Callable[[int, int], bool], within: bool) -> Matching:
    pairs = pairs_of(records, wanted)
    candidates = []
    for a, b in pairs.pairs:
        compared = evidence(records[a], records[b])
        found = finding(compared, within)
        if found != "no":
            candidates.append(Candidate(a, b, found, compared))
    rivals = Rivals(records, candidates)
    matches = [m for c in candidates if (m := _decided(c, rivals, records, within))]
    if within:
        matches = _with_thirds(matches, {r.record.id: r for r in records})
    return Matching(tuple(sorted(matches, key=lambda m: (m.left, m.right))), pairs.cut)


def _with_thirds(matches: Iterable[Match], records: Mapping[str, Prepared]) -> list[Match]:
    """The matches, and two rows that are both surely the same as a third one, unless something tells them apart."""
    found = {(m.left, m.right): m for m in matches}
    same: dict[str, list[str]] = defaultdict(list)
    for (left, right), m in found.items():
        if m.verdict == "same":
            same[left].append(right)
            same[right].append(left)
    for third in sorted(same):
        rows = sorted(same[third])[:_MOST_THROUGH_ONE]
        for pair in combinations(rows, 2):
            known = found.get(pair)
            if (known is None or known.verdict == "review") and not known_apart(*(records[at] for at in pair)):
                why = known.why if known else ()
                found[pair] = Match(*pair, "same", (*why, Reason("through", third)))
    return list(found.values())


def _decided(c: Candidate, rivals: Rivals, records: Sequence[Prepared], within: bool) -> Match | None:
    """The match that a candidate is, once the others of both records are known."""
    if c.found == "perhaps_alone" and rivals.at_the_door(c):
        return None
    competes = c.found == "alone" and rivals.any(c)
    if c.found == "sure":
        competes = rivals.contradict(c) or (not within and rivals.tie(c))
    verdict: Verdict = "same" if c.found in ("sure", "alone") and not competes else "review"
    why = (*reasons(c.evidence), Reason("competes")) if competes else reasons(c.evidence)
    return Match(records[c.a].record.id, records[c.b].record.id, verdict, why)


def groups(records: Sequence[Record], matches: Iterable[Match]) -> tuple[tuple[str, ...], ...]:
    """Ids of records that are the same by sure matches, two or more each, in order.

    Never joins two records whose identifiers of one kind differ, through whatever others they may be linked.
    """
    prepared = {r.id: prepare(r) for r in records}
    group = {r.id: [r.id] for r in records}
    for m in sorted(matches, key=lambda m: (m.left, m.right)):
        one, other = group[m.left], group[m.right]
        if m.verdict != "same" or one is other:
            continue
        if any(identifiers_differ(prepared[a], prepared[b]) for a in one for b in other):
            continue
        joined = sorted([*one, *other])
        group.update(dict.fromkeys(joined, joined))
    return tuple(sorted({tuple(g) for g in group.values() if len(g) > 1}))
