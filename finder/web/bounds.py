"""What one request may ask. One that asks for more is refused at once, in words, before any work is done for it."""

from collections import Counter
from io import BytesIO

from flask import Flask, Request, request
from werkzeug.exceptions import HTTPException

from finder.text import Text, text
from finder.web.forms import MOST_SHOWN

# A form with every field, and every location of the longest list checked, has fewer fields.
MOST_FIELDS = MOST_SHOWN + 60
# No more locations can be chosen than a page shows.
MOST_CHOSEN = MOST_SHOWN
# More than there are kinds of locations, the other field that a form may send several times.
MOST_REPEATED = 16
# Paths that take a list of the reader's own, and the most bytes of it.
UPLOADS = frozenset({"/planner/distances", "/planner/calendar", "/planner/scenarios"})
MOST_UPLOAD_BYTES = 2_000_000
# What a form puts around a list: its fields, and the lines between them. A part that is read at a time (64 kB) counts as a
# field at first.
_AROUND_BYTES, _FORM_BYTES = 50_000, 200_000
TOO_LARGE = (
    text("The list is larger than %(mb)s MB.", mb=MOST_UPLOAD_BYTES // 1_000_000),
    text("Give a part of it, or use the command finder distances, which takes lists of any length."),
)
TOO_MUCH, TOO_BUSY = 422, 503
RETRY_AFTER_S = 30


class InMemory(Request):
    """A request whose files are never written to disk, however large they are."""

    def _get_file_stream(self, *_about: object, **_more: object) -> BytesIO:
        return BytesIO()


class Refused(HTTPException):
    """A request that is not answered: why, what to do, and after how many seconds it may be asked again, if ever."""

    def __init__(self, status: int, what: Text, advice: Text, retry_after_s: int | None = None) -> None:
        super().__init__()
        self.code, self.what, self.advice, self.retry_after_s = status, what, advice, retry_after_s


def too_busy() -> Refused:
    """The refusal of a request that would have to wait too long."""
    return Refused(TOO_BUSY, text("Too many people are asking at once."), text("Try again in half a minute."), RETRY_AFTER_S)


def register(app: Flask) -> None:
    """Check the fields of every request, those of its address and those of its body."""

    app.request_class = InMemory

    @app.before_request
    def _check_fields() -> None:
        if request.path in UPLOADS:
            request.max_content_length = MOST_UPLOAD_BYTES + _AROUND_BYTES
            request.max_form_memory_size = _FORM_BYTES
        for fields in (request.args, request.form):
            _check(Counter(name for name, _ in fields.items(multi=True)))


def _check(sent: Counter[str]) -> None:
    """Raises Refused for more fields than a page of ours can send."""
    if sent["id"] > MOST_CHOSEN:
        raise Refused(
            TOO_MUCH,
            text("You can choose at most %(most)s locations.", most=MOST_CHOSEN),
            text("Choose fewer, or download the whole list."),
        )
    repeated = max((n for name, n in sent.items() if name != "id"), default=0)
    if sent.total() > MOST_FIELDS or repeated > MOST_REPEATED:
        raise Refused(
            TOO_MUCH, text("This request asks for too much at once."), text("Go back to the home page and search from there.")
        )
