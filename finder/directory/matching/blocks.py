"""Which pairs are compared at all: those that share a block. Blocks are bounded, so that no list takes quadratic time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from finder.directory.matching.prepared import Prepared

# Records of one block that are all compared with one another.
MOST_IN_A_BLOCK = 400
# In a larger block, records are put in the order of their names, and each is compared with so many after it.
_WINDOW = 15
_STREET_LETTERS = 3

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Positions of records to compare, the lower first, and the sizes of blocks too large to compare in whole."""

    pairs: frozenset[Pair]
    cut: tuple[int, ...]


def pairs_of(records: Sequence[Prepared], wanted: Callable[[int, int], bool]) -> Pairs:
    """The pairs of records that share a block, of those that are `wanted` (from two lists, say)."""
    stateless = any(not r.state for r in records)
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for key in _keys(record, stateless):
            blocks[key].append(at)
    found: set[Pair] = set()
    cut: list[int] = []
    for key, members in blocks.items():
        if len(members) < 2:
            continue
        if len(members) > MOST_IN_A_BLOCK:
            # A common word in a large city says nothing; a door or a phone number does.
            if not key.startswith("name"):
                cut.append(len(members))
            members = sorted(members, key=lambda at: _order(records[at]))
            chosen = _neighbors(members)
        else:
            chosen = ((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
        found.update((min(p), max(p)) for p in chosen if wanted(*p))
    return Pairs(frozenset(found), tuple(sorted(cut)))


def _neighbors(members: Sequence[int]) -> Iterator[Pair]:
    for i, a in enumerate(members):
        for b in members[i + 1 : i + 1 + _WINDOW]:
            yield a, b


def _order(record: Prepared) -> tuple[str, ...]:
    unit = " ".join(sorted(number for _, number in record.address.units))
    return (record.name.words, unit, record.zip, record.phone, record.record.id)


def _keys(record: Prepared, stateless: bool) -> Iterable[str]:
    """The blocks of a record. By state only where every record has one: the others would meet nobody."""
    state = "" if stateless else record.state
    address = record.address
    keys = {f"{kind}:{value}" for kind, value in record.record.identifiers.items()}
    if address.is_known:
        keys |= {f"door {n} {address.core[:_STREET_LETTERS]} {state}" for n in address.numbers}
        keys |= {f"door {n} {record.zip}" for n in address.numbers if record.zip}
        keys |= {f"street {address.core} {record.zip} {word}" for word in record.name.core if record.zip}
    if record.phone:
        keys.add(f"phone {record.phone[-7:]}")
    words = record.name.core | {" ".join(sorted(part)) for part in record.name.parts}
    keys |= {f"name {word} {where}" for word in words for where in (record.zip, record.city) if where}
    return keys
