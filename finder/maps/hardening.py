"""Protection against text that becomes part of a map.

Folium and branca compile rendered text as Jinja templates a second time. The maps here receive no text (see `base.py`). If text
ever gets into an element anyway, its template can't reach a Python object.
"""

import branca.element
import jinja2
from jinja2.sandbox import SandboxedEnvironment


class _SandboxedTemplate(jinja2.Template):
    environment_class = SandboxedEnvironment


def harden() -> None:
    """Make branca compile all elements of this process in a sandbox. Each map calls this before it is made."""
    branca.element.Template = _SandboxedTemplate  # type: ignore[attr-defined]
