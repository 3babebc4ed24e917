"""Protects the process from text that becomes part of a map.

Folium and branca compile rendered text as Jinja templates a second time. The maps here are given no text (see `base.py`).
If text ever gets into an element anyway, its template can't reach a Python object.
"""

import branca.element
import jinja2
from jinja2.sandbox import SandboxedEnvironment


class _SandboxedTemplate(jinja2.Template):
    environment_class = SandboxedEnvironment


def harden() -> None:
    """Make branca compile its elements in a sandbox from now on, in the whole process. Called when the app is made."""
    branca.element.Template = _SandboxedTemplate  # type: ignore[attr-defined]
