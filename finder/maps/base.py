"""A Folium map that loads nothing from elsewhere and is given nothing but numbers and our own literals.

Folium and branca compile rendered text as Jinja templates a second time, so a name from a listing would be run as code
on the server. Names travel in a JSON element of the page instead, and the page's script puts them in as plain text.
"""

from dataclasses import dataclass
from typing import ClassVar

import branca.element
import folium
import jinja2
from folium.template import Template
from jinja2.sandbox import SandboxedEnvironment

MIN_ZOOM, MAX_ZOOM = 3, 13
_PADDING_PX = 12
BESIDE_ZOOM_PX = 80  # the zoom buttons at the left, and half a pin
Bounds = tuple[tuple[float, float], tuple[float, float]]


class _SandboxedTemplate(jinja2.Template):
    environment_class = SandboxedEnvironment


# Should text ever slip into an element all the same, its template reaches no Python object.
branca.element.Template = _SandboxedTemplate


@dataclass(frozen=True, slots=True)
class MapFragment:
    """What a page needs of a map: the element, and the script that fills it (to stand in a script with a nonce)."""

    html: str
    script: str


class FinderMap(folium.Map):
    """A map of the United States without tiles; the page's own script draws the base from bundled boundaries.

    It opens on the bounds, with `left_px` pixels free at its left.
    """

    # Shadow the lists that all folium maps share: the page loads its vendored Leaflet itself.
    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []

    def __init__(self, bounds: Bounds, left_px: int = _PADDING_PX) -> None:
        # No motion: readers may be ill, and a moving map is hard to follow with a screen magnifier.
        still = {"zoom_animation": False, "fade_animation": False, "marker_zoom_animation": False, "inertia": False}
        super().__init__(tiles=None, prefer_canvas=True, world_copy_jump=False, **still)
        self.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom_snap=0.25)
        self.fit_bounds(bounds, padding_top_left=(left_px, _PADDING_PX), padding_bottom_right=(_PADDING_PX, _PADDING_PX))

    def fragment(self) -> MapFragment:
        """The map's element and script, without the head that folium would load from four other hosts."""
        root = self.get_root()
        root.render()
        return MapFragment(root.html.render(), root.script.render())


class PageMap(folium.MacroElement):
    """Hands the Leaflet map to a function of one of the page's own scripts."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call }}({{ this._parent.get_name() }});{% endmacro %}")

    def __init__(self, call: str) -> None:
        super().__init__()
        if call not in {"finderMap.showOptions", "coverageMap.show"}:
            raise ValueError(call)
        self.call = call
