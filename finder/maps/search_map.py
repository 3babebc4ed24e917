"""The small map below a list of results, with the patient's place and each option by its number."""

from dataclasses import dataclass
from functools import cache

from finder.access.ranking import Option
from finder.domain.place import Place
from finder.maps.base import FinderMap, MapFragment, fitted
from finder.maps.base_layer import BaseMap, View
from finder.maps.bounds import Bounds, west

_MARGIN_DEG = 0.15


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered pin. Its name and the text of its popup come from row `row` of the list on the page."""

    row: int
    lat: float
    lon: float
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in {"center", "stop", "here"}:
            raise ValueError(self.kind)

    def script(self, name: str) -> str:
        """Return the script that draws it on a map of this name."""
        lat, lon = float(self.lat), west(float(self.lon))
        return f'finderMap.pin({name}, {int(self.row)}, {lat}, {lon}, "{self.kind}");'


def search_view(place: Place, options: tuple[Option, ...], base: BaseMap, known: int = 0) -> View:
    """Return the bounds of the place and the options, with a margin, and their towns, the patient's own first.

    The first `known` options may be hundreds of miles away, so they set the bounds only if there are no others.
    """
    points = [place.point, *(o.point.position.point for o in options[known:] or options if o.point.position)]
    lat, lon = [p.lat_deg for p in points], [west(p.lon_deg) for p in points]
    bounds = (
        (min(lat) - _MARGIN_DEG, min(lon) - _MARGIN_DEG),
        (max(lat) + _MARGIN_DEG, max(lon) + _MARGIN_DEG),
    )
    towns = (base.listed_town(o.point) for o in options)
    return View(bounds, tuple(dict.fromkeys([base.place_town(place), *(t for t in towns if t)])))


def search_map(place: Place, options: tuple[Option, ...], bounds: Bounds) -> MapFragment:
    """Draw the map of one answer, fitted to the bounds of its view."""
    name, empty = _empty_map()
    placed = ((o.rank, o.point.position.point, o.point.kind) for o in options if o.point.position)
    pins = [Pin(rank, at.lat_deg, at.lon_deg, kind).script(name) for rank, at, kind in ((0, place.point, "here"), *placed)]
    script = "\n".join([empty.script, fitted(name, bounds), f"finderMap.showOptions({name});", *pins])
    return MapFragment(empty.html, script)


@cache
def _empty_map() -> tuple[str, MapFragment]:
    """Return the name of a map and its fragment, without bounds and pins.

    Made once: Folium compiles every element as a template, which takes longer than the rest of the page. A page has one map,
    so the same name will do for all.
    """
    drawn = FinderMap()
    return drawn.get_name(), drawn.fragment()
