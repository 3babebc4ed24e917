"""Listings that are known by ZIP code or town only, and where they really are, for tests and benchmarks.

433 rows of `tests/starter` have no coordinates. Where sites_2022 has a row at the same door (number and street, in the same ZIP
code or town), its coordinates are the truth. No number of the method was chosen on them; `others` are the sites of 2022 that
stand for none of them.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from finder.directory.folder import load_folder
from finder.directory.matching.address import address_key, compare_streets
from finder.domain.facility import Address, ServicePoint
from finder.domain.geo import Point
from tests.world import GAZETTEER, STARTER, TODAY, reader


@dataclass(frozen=True)
class Spots:
    """Listings with their true points, and sites that are none of them."""

    found: tuple[tuple[ServicePoint, Point], ...]
    others: tuple[ServicePoint, ...]


def known_spots(shared_data: Path) -> Spots:
    """Read both lists, and match them."""
    sites = [p for p in load_folder(shared_data / "sites_2022", reader(GAZETTEER), TODAY).points if _is_exact(p)]
    near: dict[object, list[ServicePoint]] = defaultdict(list)
    for site in sites:
        for area in _areas(site.address):
            near[area].append(site)
    found: list[tuple[ServicePoint, Point]] = []
    taken: set[str] = set()
    for point in load_folder(STARTER, reader(GAZETTEER), TODAY).centers:
        same = [s for area in _areas(point.address) for s in near[area] if _same_door(point.address, s.address)]
        if same and same[0].position:
            found.append((point, same[0].position.point))
            taken.update(s.id for s in same)
    return Spots(tuple(found), tuple(s for s in sites if s.id not in taken))


def _is_exact(point: ServicePoint) -> bool:
    return point.position is not None and point.position.precision == "address"


def _areas(address: Address) -> tuple[object, ...]:
    """Where an address is looked for: its ZIP code, then its town."""
    return (address.zip or None, (address.city.lower(), address.state))


def _same_door(one: Address, other: Address) -> bool:
    return compare_streets(address_key(one.street, one.city), address_key(other.street, other.city)) == "door"
