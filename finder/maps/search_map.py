"""The small map below a list of results, with the patient's place and each option by its number."""

import folium
from folium.template import Template

from finder.access.ranking import Option
from finder.domain.place import Place
from finder.maps.base import BESIDE_ZOOM_PX, FinderMap, MapFragment, PageMap
from finder.maps.base_layer import BaseMap, View
from finder.maps.bounds import Bounds, west

_MARGIN_DEG = 0.15


class Pin(folium.MacroElement):
    """A numbered pin. Its name and the text of its popup come from row `row` of the list on the page."""

    _template = Template(
        """{% macro script(this, kwargs) %}
finderMap.pin({{ this._parent.get_name() }}, {{ this.row }}, {{ this.lat }}, {{ this.lon }}, "{{ this.kind }}");
{% endmacro %}"""
    )

    def __init__(self, row: int, lat: float, lon: float, kind: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if kind not in {"center", "stop", "here"}:
            raise ValueError(kind)
        self.row, self.lat, self.lon, self.kind = int(row), float(lat), west(float(lon)), kind


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
    towns = (base.town_of(o.point.address, o.point.position.point) for o in options if o.point.position)
    return View(bounds, tuple(dict.fromkeys([base.place_town(place), *(t for t in towns if t)])))


def search_map(place: Place, options: tuple[Option, ...], bounds: Bounds) -> MapFragment:
    """Draw the map of one answer, fitted to the bounds of its view."""
    drawn = FinderMap(bounds, BESIDE_ZOOM_PX)
    PageMap("finderMap.showOptions").add_to(drawn)
    Pin(0, place.point.lat_deg, place.point.lon_deg, "here").add_to(drawn)
    for option in options:
        if option.point.position:
            point = option.point.position.point
            Pin(option.rank, point.lat_deg, point.lon_deg, option.point.kind).add_to(drawn)
    return drawn.fragment()
