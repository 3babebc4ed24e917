"""Where a listing is: an address whose parts agree, and a point that does not contradict it.

ZIP code, city, state, and point are witnesses. Where they contradict each other, the place on which most of them agree is used,
with a notice; where no two agree, none.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from finder.directory.cells import Cells, shown
from finder.domain.facility import Address, Position
from finder.domain.geo import Point, miles_between
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES, state_code
from finder.domain.zip_code import is_plain, read_zip
from finder.places.gazetteer import Gazetteer
from finder.places.names import city_key
from finder.text import Text, as_miles, text

# A point farther than this from the middle of its ZIP or city is considered a mistake.
_MAX_OFFSET_MI = 50.0
# A city that is not a name of the ZIP code's mail may be a neighbor: some miles beyond the ZIP code's own radius.
_NEIGHBOR_MI, _NEIGHBOR_RADII = 10.0, 1.5
# Misspelled, but still the city of the ZIP code.
_ALIKE = 85.0
# A city unknown in its state is taken for another one only if its name has one bearer: so many people, of all of that name.
_WELL_KNOWN, _WELL_KNOWN_SHARE = 100_000, 0.9


def address_and_position(cells: Cells, gazetteer: Gazetteer) -> tuple[Address, Position | None]:
    """The address, with its ZIP and state in one form, and the position; None if nothing says where, or if that is disputed."""
    area, state, written = _zip(cells, gazetteer), _state(cells), cells.point("lat", "lon")
    address = Address(cells["street"], cells["city"], state, area.zip if area else cells["zip"])
    point = written if written and gazetteer.on_land(written) else None
    said = _Said(gazetteer, address, area, point)
    address, middle, is_settled = _settled(cells, said) if said.is_disputed else (address, area or said.town, True)
    if written and not point:
        _note_at_sea(cells, middle)
    return address, _position(cells, point, middle) if is_settled else None


@dataclass(frozen=True)
class _Said:
    """What a row says of where it is: its address, and its ZIP code's area and its point, if known."""

    gazetteer: Gazetteer
    address: Address
    area: Place | None
    point: Point | None

    @cached_property
    def town(self) -> Place | None:
        """The city of that name in the state. Looked up only where it matters, which takes a while."""
        return self.gazetteer.city_place(self.address.city, self.address.state)

    @property
    def state(self) -> str:
        """The state's code; empty if it is none."""
        return self.address.state if self.address.state in STATE_NAMES else ""

    @property
    def is_disputed(self) -> bool:
        """Whether two witnesses contradict each other (a point that is far from an undisputed middle is not used, anyway)."""
        if self.area:
            return not self.state_holds(self.area) or self.city_is_elsewhere(self.area)
        return bool(
            self.point
            and self.state
            and not self.town
            and self.has_city_nearby(self.point)
            and not self.gazetteer.in_state(self.point, self.state)
        )

    def state_holds(self, area: Place) -> bool:
        """Whether a ZIP code is in the state, or reaches into it; also without a state."""
        return self.state in ("", area.state) or self.gazetteer.reaches_into(area.zip, self.state)

    def city_holds(self, area: Place) -> bool:
        """Whether a ZIP code is in the city, goes by its name, or is next to it."""
        if self.address.city == area.city:  # as most addresses are written
            return bool(area.city)
        key = city_key(self.address.city)
        if not key or key == city_key(area.city):
            return bool(key)
        names = [city_key(name) for name in self.gazetteer.goes_by(area.zip)]
        if any(_is_alike(key, name) for name in names):
            return True
        return any(miles_between(p, area.point) <= self._reach_mi(area) for p in self._points(key, area.state))

    def city_is_elsewhere(self, area: Place) -> bool:
        """Whether the city is known to be somewhere else than the ZIP code; a name that is unknown here says nothing."""
        if self.city_holds(area):
            return False
        key = city_key(self.address.city)
        if not key:
            return False
        if self.town or self._points(key, area.state):
            return True
        people = [cities[0].population for cities in self.gazetteer.cities_called(key).values()]
        return max(people, default=0) >= max(_WELL_KNOWN, _WELL_KNOWN_SHARE * sum(people))

    def is_near(self, place: Place) -> bool:
        """Whether there is a point that may belong to a place."""
        return bool(self.point and miles_between(self.point, place.point) <= _MAX_OFFSET_MI)

    def has_city_nearby(self, point: Point) -> bool:
        """Whether a city of that name is near a point, in any state."""
        cities = self.gazetteer.cities_called(self.address.city).values()
        return any(miles_between(point, city.point) <= _MAX_OFFSET_MI for found in cities for city in found)

    def _points(self, key: str, state: str) -> list[Point]:
        return self.gazetteer.city_points(key, state) or self.gazetteer.city_points(_joined(key), state)

    def _reach_mi(self, area: Place) -> float:
        extent = self.gazetteer.zips.extent_of_zip(area.zip)
        return _NEIGHBOR_MI + _NEIGHBOR_RADII * math.sqrt((extent.land_sqmi if extent else 0.0) / math.pi)


def _is_alike(key: str, name: str) -> bool:
    """Whether a city may be meant by a misspelled name, or by its first words: "Bossier" for "Bossier City"."""
    if _joined(key) == _joined(name) or name.startswith(f"{key} "):
        return True
    # Imported for the few cities that are not a name of their ZIP code.
    from rapidfuzz.fuzz import ratio

    return ratio(key, name) >= _ALIKE


def _joined(key: str) -> str:
    """A name without its spaces: "De Witt" is "DeWitt"."""
    return key.replace(" ", "")


def _settled(cells: Cells, said: _Said) -> tuple[Address, Place | None, bool]:
    """The address and the middle on which most witnesses agree, and whether any two do."""
    area, town, address = said.area, said.town, said.address
    city_holds = bool(area and said.city_holds(area))
    # Votes; then, of equals: a ZIP code has the name of its city by no accident, but many states have a city of that name; and
    # a digit of a ZIP code is sooner wrong than a city.
    votes = {"zip": (0, 0), "city": (0, 0), "point": (0, 0)}
    if area:
        in_state = bool(said.state) and said.state_holds(area)
        votes["zip"] = (1 + in_state + city_holds + said.is_near(area), 2 * city_holds)
    if town:
        votes["city"] = (2 + said.is_near(town), 1)
    if said.point and not any(place and said.is_near(place) for place in (area, town)):
        in_state = bool(said.state) and said.gazetteer.in_state(said.point, said.state)
        votes["point"] = (1 + in_state + said.has_city_nearby(said.point), 0)
    best = max(votes, key=votes.__getitem__)
    if votes[best][0] < 2:
        _note_dispute(cells, said, area)
        return address, None, False
    if best == "zip" and area:
        return _by_zip(cells, said, area, city_holds), area, True
    if area:
        cells.note("zip", _contradicted(area, town) if best == "city" and town else _far_from_point(area))
        address = replace(address, zip="")
    elif said.state:
        cells.note(
            "state", text("the point and the city are not in %(state)s; the point is used", state=STATE_NAMES[said.state])
        )
        address = replace(address, state="")
    return address, town if best == "city" else None, True


def _by_zip(cells: Cells, said: _Said, area: Place, city_holds: bool) -> Address:
    """The address with the state and city of its ZIP code, which are right."""
    address = said.address
    if not said.state_holds(area):
        cells.note("state", _zip_is_used(area, STATE_NAMES[said.state]))
        address = replace(address, state=area.state)
    if address.city and not city_holds and said.city_is_elsewhere(area):
        cells.note("city", _zip_is_used(area, shown(address.city)))
        address = replace(address, city=area.city)
    return address


def _name(place: Place) -> str:
    return f"{place.city}, {STATE_NAMES[place.state]}"


def _contradicted(area: Place, town: Place) -> Text:
    return text(
        "ZIP code %(zip)s is in %(place)s, not in %(other)s, which is used instead",
        zip=area.zip, place=_name(area), other=_name(town),
    )  # fmt: skip


def _far_from_point(area: Place) -> Text:
    return text("ZIP code %(zip)s is in %(place)s, far from the point, which is used instead", zip=area.zip, place=_name(area))


def _zip_is_used(area: Place, other: str) -> Text:
    return text(
        "ZIP code %(zip)s is in %(place)s, not in %(other)s; the ZIP code is used", zip=area.zip, place=_name(area), other=other
    )


def _note_dispute(cells: Cells, said: _Said, area: Place | None) -> None:
    if area:
        other = said.address.city if said.state_holds(area) else STATE_NAMES[said.state]
        reason = text(
            "ZIP code %(zip)s is in %(place)s, not in %(other)s, and nothing says which is right; the location is listed, but "
            "travel to it is not measured",
            zip=area.zip, place=_name(area), other=other,
        )  # fmt: skip
        cells.note("zip", reason)


def _note_at_sea(cells: Cells, middle: Place | None) -> None:
    if middle is None:
        cells.note("lat", text("the point is not on land of the 50 states, DC, or Puerto Rico; treated as unknown"))
        return
    used = _kind(middle)
    cells.note(
        "lat", text("the point is not on land of the 50 states, DC, or Puerto Rico; its %(used)s is used instead", used=used)
    )


def _position(cells: Cells, point: Point | None, middle: Place | None) -> Position | None:
    """The coordinates given; without them the middle of the ZIP or city."""
    if point is None and middle is None:
        cells.note(
            "lat", text("no usable coordinates, ZIP code, or city; the location is listed, but travel to it is not measured")
        )
        return None
    if point and (middle is None or _is_near(cells, point, middle)):
        return Position(point, "address")
    return Position(middle.point, middle.precision, middle) if middle else None


def _is_near(cells: Cells, point: Point, middle: Place) -> bool:
    """Whether a point may belong to its ZIP or city; if not, a notice says what is used instead."""
    if miles_between(point, middle.point) <= _MAX_OFFSET_MI:
        return True
    far = as_miles(_MAX_OFFSET_MI)
    used = _kind(middle)
    cells.note("lat", text("the point is more than %(far)s from its %(used)s, which is used instead", far=far, used=used))
    return False


def _kind(middle: Place) -> Text:
    return text("ZIP code") if middle.precision == "zip" else text("city")


def _zip(cells: Cells, gazetteer: Gazetteer) -> Place | None:
    """The middle of the ZIP code if it is known. What a spreadsheet made of it is repaired, with a notice."""
    written = cells["zip"]
    if not written:
        return None
    code = read_zip(written)
    area = gazetteer.zip_place(code)
    if area is None:
        cells.note("zip", text("%(zip)s is not a known ZIP code", zip=shown(written)))
    elif code != written and not is_plain(written):
        cells.note("zip", text("%(zip)s is interpreted as %(code)s", zip=shown(written), code=code))
    return area


def _state(cells: Cells) -> str:
    """The two letters of a state, also for its name; anything else is kept as written, with a notice."""
    written = cells["state"]
    code = written if written in STATE_NAMES else state_code(written)
    if written and not code:
        cells.note("state", text("%(state)s is not a state, DC, or Puerto Rico", state=shown(written)))
    return code or written
