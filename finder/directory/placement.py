"""Where a listing is: its address, and a point that its ZIP code or city does not contradict."""

from finder.directory.cells import Cells, shown
from finder.domain.facility import Address, Position
from finder.domain.geo import Point, miles_between
from finder.domain.place import Place
from finder.domain.states import state_code
from finder.places.gazetteer import Gazetteer
from finder.places.spreads import Spreads
from finder.text import as_miles, text

# A point farther than this from the middle of its ZIP or city is considered a mistake.
_MAX_OFFSET_MI = 50.0


def address_and_position(cells: Cells, gazetteer: Gazetteer) -> tuple[Address, Position | None]:
    """The address as written, with its ZIP and state in one form, and the position; None if nothing known says where."""
    area, state = _zip(cells, gazetteer), _state(cells)
    address = Address(cells["street"], cells["city"], state, area.zip if area else cells["zip"])
    middle = area or gazetteer.city_place(address.city, state)
    return address, _position(cells, middle, gazetteer.spreads, address.city)


def _position(cells: Cells, middle: Place | None, spreads: Spreads, city: str) -> Position | None:
    """The coordinates given; without them the middle of the ZIP or city, with what is not known of the spot."""
    point = cells.point("lat", "lon")
    if point is None and middle is None:
        cells.note(
            "lat", text("no usable coordinates, ZIP code, or city; the location is listed, but travel to it is not measured")
        )
        return None
    if point and (middle is None or _is_near(cells, point, middle)):
        return Position(point, "address")
    return Position(middle.point, middle.precision, spreads.of(middle, city)) if middle else None


def _is_near(cells: Cells, point: Point, middle: Place) -> bool:
    """Whether a point may belong to its ZIP or city; if not, a notice says what is used instead."""
    if miles_between(point, middle.point) <= _MAX_OFFSET_MI:
        return True
    used = text("ZIP code") if middle.precision == "zip" else text("city")
    far = as_miles(_MAX_OFFSET_MI)
    cells.note("lat", text("the point is more than %(far)s from its %(used)s, which is used instead", far=far, used=used))
    return False


def _zip(cells: Cells, gazetteer: Gazetteer) -> Place | None:
    """The middle of the ZIP code if it is known. A spreadsheet drops leading zeros: they are restored."""
    if not cells["zip"]:
        return None
    written = cells["zip"].split("-")[0]
    code = written.zfill(5) if len(written) in (3, 4) else written
    area = gazetteer.zip_place(code)
    if area is None:
        cells.note("zip", text("%(zip)s is not a known ZIP code", zip=shown(cells["zip"])))
    elif code != written:
        cells.note("zip", text("%(zip)s is interpreted as %(code)s", zip=shown(written), code=code))
    return area


def _state(cells: Cells) -> str:
    """The two letters of a state, also for its name; anything else is kept as written, with a notice."""
    written = cells["state"]
    code = state_code(written)
    if written and not code:
        cells.note("state", text("%(state)s is not a state, DC, or Puerto Rico", state=shown(written)))
    return code or written
