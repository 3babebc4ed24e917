"""Searches that readers asked to forget, and what a request leaves behind in the process.

All addresses of one sitting (a search, and the lists, sheets, and comparisons made of it) hold one random number. The button
"Forget this search" sends it, and from then on none of these addresses opens, as if its time were up.
"""

import mmap
import re
import secrets
import urllib.parse

from flask import Flask, current_app, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

FIELD = "sitting"
_NUMBER = re.compile(r"[0-9a-f]{32}")
_BYTES = 16
_SLOTS = 1 << 18


class Forgotten:
    """Numbers of forgotten sittings, in 4 MB of memory that processes share if they are forked after it is made.

    Each number has one place, and a later one of the same place takes it: of a thousand sittings forgotten within the half hour
    that an address opens, about two open again. Nothing is cleared: an address whose time is up does not open anyway.
    """

    def __init__(self) -> None:
        self._slots = mmap.mmap(-1, _SLOTS * _BYTES)

    def add(self, sitting: str) -> None:
        """Forget a sitting."""
        at, number = _place(sitting)
        self._slots[at : at + _BYTES] = number

    def __contains__(self, sitting: str) -> bool:
        at, number = _place(sitting)
        return self._slots[at : at + _BYTES] == number


def register(app: Flask) -> None:
    """Add the button's address, and forget what Python keeps of each request."""
    app.extensions["forgotten"] = Forgotten()
    app.jinja_env.globals.update(sitting_field=sitting_field)
    app.add_url_rule("/forget", "forget", forget, methods=["POST"])
    # The server and Flask split addresses, sealed ones and pasted ones too, and urllib keeps the last ones that it split.
    app.teardown_request(lambda _error: urllib.parse.clear_cache())  # type: ignore[attr-defined]


def forget() -> AnyResponse:
    """Forget the sitting that the form names, and ask the browser to clear what it keeps of this site."""
    if _NUMBER.fullmatch(sitting := request.form.get(FIELD, "")):
        forgotten().add(sitting)
    response = redirect(url_for("patient.start", forgotten="yes", lang=request.args.get("lang")), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def forgotten() -> Forgotten:
    """The sittings that this app has forgotten."""
    known: Forgotten = current_app.extensions["forgotten"]
    return known


def sitting() -> str:
    """The number of the sitting that the request belongs to; a new one if it begins one."""
    if "sitting" not in g:
        sent = request.form.get(FIELD, "")
        known = _NUMBER.fullmatch(sent) and sent not in forgotten()
        g.sitting = sent if known else secrets.token_hex(_BYTES)
    number: str = g.sitting
    return number


def sitting_field() -> Markup:
    """The hidden field of a form that goes on with the sitting; empty on a page that belongs to none."""
    if "sitting" not in g:
        return Markup()
    # A page has a form for each way to go on.
    if "sitting_field" not in g:
        g.sitting_field = Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.sitting)
    field: Markup = g.sitting_field
    return field


def _place(sitting: str) -> tuple[int, bytes]:
    number = bytes.fromhex(sitting)
    return int.from_bytes(number[:8], "big") % _SLOTS * _BYTES, number
