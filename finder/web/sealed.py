"""What a reader asked, sealed into an address: it cannot be read there, and only this server opens it, for half an hour.

A form with a place is posted, and answered by a redirect to such an address. So Back, Reload, and the choice of a language
work as on any other page, also without script, and nothing is kept on this machine. The key is made when the server starts and
is never written down. Method: Fernet, https://github.com/fernet/spec.
"""

import json
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from finder.errors import QueryError
from finder.text import text
from finder.web.forget import FIELD, forgotten, sitting

KEPT_MIN = 30
# Longer than any field that is understood, so that a field that is too long is still refused as such.
_LONGEST_VALUE = 2_100
# The length of what is sealed says little about a place if it only comes in steps.
_STEP_BYTES = 128


class AnswerGone(QueryError):
    """Raised for an address that was sealed too long ago, or not by this server, or whose search was to be forgotten."""

    status = 410


class Seal:
    """Closes and opens sealed addresses."""

    def __init__(self) -> None:
        self._fernet = Fernet(Fernet.generate_key())

    def close(self, fields: Iterable[tuple[str, str]]) -> str:
        """The fields as one word of letters, digits, hyphens, and underscores."""
        written = json.dumps([(name, value[:_LONGEST_VALUE]) for name, value in fields]).encode()
        padded = written.ljust(-(-len(written) // _STEP_BYTES) * _STEP_BYTES)
        return self._fernet.encrypt(padded).decode().rstrip("=")

    def open(self, sealed: str) -> MultiDict[str, str]:
        """The fields. Raises AnswerGone."""
        token = sealed.encode() + b"=" * (-len(sealed) % 4)
        try:
            return MultiDict(json.loads(self._fernet.decrypt(token, ttl=KEPT_MIN * 60)))
        except InvalidToken as unknown:
            raise AnswerGone(
                text("This page was kept for %(minutes)s minutes and is gone.", minutes=KEPT_MIN), text("Search again.")
            ) from unknown


def register(app: Flask) -> None:
    """Make the key of this app."""
    app.extensions["seal"] = Seal()


def answer_at(endpoint: str, fields: Iterable[tuple[str, str]]) -> Response:
    """A redirect to the page that answers these fields, in the language that was chosen with them."""
    sealed = _seal().close([*fields, (FIELD, sitting())])
    return redirect(url_for(endpoint, sealed=sealed, lang=request.args.get("lang")), 303)


def opened(sealed: str) -> MultiDict[str, str]:
    """The fields of a sealed address, which the page then goes on from. Raises AnswerGone."""
    fields = _seal().open(sealed)
    number = fields.pop(FIELD)
    if number in forgotten():
        raise AnswerGone(text("This search is forgotten, as you asked."), text("Search again."))
    g.sitting = number
    return fields


def _seal() -> Seal:
    seal: Seal = current_app.extensions["seal"]
    return seal
