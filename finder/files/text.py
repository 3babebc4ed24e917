"""The bytes of a text file as text: UTF-8 with or without a byte order mark, or else Windows-1252. UTF-16 is refused.

Marks that nobody sees would make two equal names differ, and those that turn the direction of writing would mirror our own
words around a name.
"""

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from finder.errors import FinderError
from finder.text import Text, text

# Makes the refusal of a file out of the sentence that says what is wrong with it.
Refusal = Callable[[Text], FinderError]

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
# The property Default_Ignorable_Code_Point of Unicode, for a class of a pattern: soft hyphens, zero-width spaces and joiners,
# marks of direction, byte order marks, variation selectors, fillers, and tags.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{UNSEEN}]")


class Line(NamedTuple):
    """A line of text without its end, and what had to be repaired to read it."""

    written: str
    is_utf8: bool = True
    had_controls: bool = False
    had_invisible: bool = False


def decode(content: bytes, label: str, refusal: Refusal) -> str:
    """The whole text: in UTF-8 if all of it is, and in Windows-1252 otherwise. Raises `refusal` for UTF-16."""
    written = _without_mark(content, label, refusal)
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp1252", errors="replace")


def decode_lines(content: bytes, label: str, refusal: Refusal) -> list[Line]:
    """The text line by line, so that one damaged line costs no other.

    Control characters become spaces, and invisible marks nothing. Lines end in LF, CRLF or CR. Raises `refusal` for UTF-16.
    """
    written = _without_mark(content, label, refusal).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _undamaged(written) or [read_line(raw) for raw in written.split(b"\n")]


def _undamaged(content: bytes) -> list[Line] | None:
    """All lines at once, where none of them is damaged; otherwise None."""
    try:
        written = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # In UTF-8, the byte of a control character is nothing else.
    if len(content.translate(None, _CONTROL_BYTES)) < len(content):
        return None
    lines = written.split("\n")
    hidden = any(_INVISIBLE.search(line) for line in lines if not line.isascii())
    return None if hidden else [Line(line) for line in lines]


def _without_mark(content: bytes, label: str, refusal: Refusal) -> bytes:
    if content.startswith(UTF16_MARKS):
        raise refusal(text("%(file)s is in UTF-16, not UTF-8.", file=label))
    return content.removeprefix(codecs.BOM_UTF8)


def read_line(raw: bytes) -> Line:
    """One line: in UTF-8, or else in Windows-1252. Control characters become spaces, and invisible marks nothing."""
    try:
        written, is_utf8 = raw.decode("utf-8"), True
    except UnicodeDecodeError:
        written, is_utf8 = raw.decode("cp1252", errors="replace"), False
    seen = _INVISIBLE.sub("", written)
    cleaned = _CONTROL.sub(" ", seen)
    return Line(cleaned, is_utf8, had_controls=cleaned != seen, had_invisible=seen != written)
