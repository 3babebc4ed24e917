"""A Folium map that loads nothing from other sites and receives only numbers and our own literals.

Folium and branca compile rendered text as Jinja templates a second time, so a name from a listing would run as code on the
server. Names are in a JSON element of the page instead, and the page's script inserts them as plain text.
"""

import json
from dataclasses import dataclass
from typing import ClassVar

import branca.element
import folium
from folium.template import Template

from finder.maps.bounds import Bounds
from finder.maps.hardening import harden

MIN_ZOOM, MAX_ZOOM = 3, 13
_PADDING_PX = 12
BESIDE_ZOOM_PX = 80  # The zoom buttons on the left, and half a pin.


@dataclass(frozen=True, slots=True)
class MapFragment:
    """The HTML element of a map, and the script that fills it (for a script element with a nonce)."""

    html: str
    script: str


class FinderMap(folium.Map):
    """A map without tiles. The page's own script draws the base from bundled boundaries.

    It opens on the bounds, if there are any; without, a script has to fit it (see `fitted`).
    """

    # These replace the lists that all Folium maps share, because the page loads its own copy of Leaflet.
    default_js: ClassVar[list[tuple[str, str]]] = []  # type: ignore[misc]
    default_css: ClassVar[list[tuple[str, str]]] = []  # type: ignore[misc]

    def __init__(self, bounds: Bounds | None = None) -> None:
        harden()
        # No animation: readers may be ill, and a moving map is hard to follow with a screen magnifier.
        super().__init__(
            tiles=None,
            prefer_canvas=True,
            world_copy_jump=False,
            zoom_animation=False,
            fade_animation=False,
            marker_zoom_animation=False,
            inertia=False,
        )
        self.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom_snap=0.25)
        if bounds:
            self.fit_bounds(bounds, padding=(_PADDING_PX, _PADDING_PX))

    def fragment(self) -> MapFragment:
        """Return the map's element and script, without the head that would load files from four other hosts."""
        root = self.get_root()
        assert isinstance(root, branca.element.Figure)
        root.render()
        return MapFragment(root.html.render(), root.script.render())


def fitted(name: str, bounds: Bounds) -> str:
    """Return the script that fits a map to bounds, beside its zoom buttons. `name` is that of the map, made by Folium."""
    padding = {"paddingTopLeft": [BESIDE_ZOOM_PX, _PADDING_PX], "paddingBottomRight": [_PADDING_PX, _PADDING_PX]}
    corners = [[float(lat), float(lon)] for lat, lon in bounds]
    return f"{name}.fitBounds({json.dumps(corners)}, {json.dumps(padding)});"


class PageMap(folium.MacroElement):
    """A script that passes the Leaflet map to a function of one of the page's own scripts."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call }}({{ this._parent.get_name() }});{% endmacro %}")

    def __init__(self, call: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if call != "coverageMap.show":
            raise ValueError(call)
        self.call = call
