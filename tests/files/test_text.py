"""Bytes as text: what encoding they are in, and what had to be repaired."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.errors import QueryError
from finder.files.text import Line, decode, decode_lines
from finder.text import Text, text


def refusal(what: Text) -> QueryError:
    return QueryError(what, text("Save it again."))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_in_any_of_three_encodings_is_the_same(encoding: str) -> None:
    assert decode("Doña Ana".encode(encoding), "a.csv", refusal) == "Doña Ana"
    assert [line.written for line in decode_lines("Doña\r\nAna".encode(encoding), "a.csv", refusal)] == ["Doña", "Ana"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused_where_its_mark_says_so(encoding: str) -> None:
    mark = {"utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}[encoding]
    content = (mark + "a,b\n").encode(encoding)
    with pytest.raises(QueryError, match=r"a\.csv is in UTF-16, not UTF-8\. Save it again\."):
        decode(content, "a.csv", refusal)
    with pytest.raises(QueryError, match="UTF-16"):
        decode_lines(content, "a.csv", refusal)


def test_only_the_damaged_line_is_read_in_another_encoding() -> None:
    content = "Peña\n".encode("cp1252") + "Muñoz\n".encode() + b"a\x00b\xe2\x80\xaec\n\xe2\x80\x8bd"
    assert decode_lines(content, "a.csv", refusal) == [
        Line("Peña", is_utf8=False),
        Line("Muñoz"),
        Line("a bc", had_controls=True, had_invisible=True),
        Line("d", had_invisible=True),
    ]


@pytest.mark.parametrize(
    "mark",
    [
        *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u034f", "\ufe0f", "\u3164", "\U000e0020"),
        *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff\ufeff"),
    ],
)
def test_a_mark_that_nobody_sees_is_taken_out(mark: str) -> None:
    content = f"na{mark}me\nñ\n{mark}".encode()
    seen = [Line("name", had_invisible=True), Line("ñ"), Line("", had_invisible=True)]
    assert decode_lines(content, "a.csv", refusal) == seen
    # One byte order mark belongs at the start of a file.
    assert decode_lines(b"\xef\xbb\xbf" + content, "a.csv", refusal) == seen


# Whole characters, cut ones, controls, marks that turn the direction of writing, and ends of lines.
PIECES = st.sampled_from(
    [
        *(b"a", b",", b'"', b"\n", b"\r\n", b"\r", b"\xc3", b"\xb1", b"\xff", b"\xf0\x9f", b"\x00", b"\x0b", b"\x85", b"\x7f"),
        *(c.encode() for c in "ñ🚐\u202e\u2028\u200b\u034f"),
    ]
)


@given(st.lists(PIECES, max_size=12).map(b"".join) | st.binary(max_size=40))
@example(b"")
@example(b"\n")
def test_an_undamaged_text_is_read_at_once_as_it_is_line_by_line(content: bytes) -> None:
    """A damaged line before it makes every line be read by itself."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    at_once = decode_lines(content, "a.csv", refusal)
    damaged, *one_by_one = decode_lines(b"\xff\n" + content, "a.csv", refusal)
    assert not damaged.is_utf8
    assert at_once == one_by_one
