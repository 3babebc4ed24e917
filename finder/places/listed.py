"""Hospitals and other centers of the directory as places: who was treated there once may type its name."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from finder.domain.facility import ServicePoint
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.names import city_key
from finder.places.spreads import Spreads


class ListedPlaces:
    """The centers of a directory by name, alone or followed by the city, the state, or both.

    `points` is called for the first text that may be such a name.
    """

    def __init__(self, points: Callable[[], Sequence[ServicePoint]]) -> None:
        self._points = points

    def find(self, query: str, spreads: Spreads) -> list[Place]:
        """The centers of this whole name, each address once."""
        found = (_place(query, point, spreads) for point in self._by_key.get(city_key(query), ()))
        return list({place.label: place for place in found}.values())

    @cached_property
    def _by_key(self) -> dict[str, list[ServicePoint]]:
        by_key: dict[str, list[ServicePoint]] = {}
        for point in self._points():
            if point.position and not point.example and point.address.state in STATE_NAMES:
                for key in _keys(point):
                    by_key.setdefault(key, []).append(point)
        return by_key


def _keys(point: ServicePoint) -> Iterator[str]:
    address, name = point.address, city_key(point.name)
    states = (address.state, STATE_NAMES[address.state])
    yield name
    for state in states:
        yield f"{name} {city_key(state)}"
    if address.city:
        yield f"{name} {city_key(address.city)}"
        for state in states:
            yield f"{name} {city_key(address.city)} {city_key(state)}"


def _place(query: str, point: ServicePoint, spreads: Spreads) -> Place:
    position, address = point.position, point.address
    assert position
    name = f"{point.name}, {address.city}" if address.city else point.name
    label = f"{name}, {STATE_NAMES[address.state]}"
    if position.precision == "address":
        return Place(query, label, position.point, "address", city=address.city, state=address.state)
    spread = spreads.of_listing(point)
    within_mi = spread.radius_mi if spread else 0.0
    return Place(query, label, position.point, "city", city=name, state=address.state, within_mi=within_mi)
