"""Centers that a directory lists twice, by the rules of `finder match`."""

from collections.abc import Iterable

from finder.directory.matching.identifiers import identifier
from finder.directory.matching.matching import groups, match_within
from finder.directory.matching.model import Record
from finder.domain.facility import ServicePoint


def listed_twice(centers: Iterable[ServicePoint]) -> tuple[tuple[tuple[str, ...], ...], int]:
    """Ids of centers that are surely one, and the number of pairs that a person should look at."""
    records = [_record(center) for center in centers]
    matches = match_within(records).matches
    return groups(records, matches), sum(m.verdict == "review" for m in matches)


def _record(center: ServicePoint) -> Record:
    known = {kind: value for kind, written in center.listing.identifiers if (value := identifier(kind, written))}
    at = center.address
    return Record(center.id, center.name, at.street, at.city, at.state, at.zip, center.phone, known)
