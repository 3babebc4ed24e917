"""CSV text as records that know their line, and strictly as rows."""

import csv
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.errors import QueryError
from finder.files.csv_rows import Record, records, separator_of, strict_rows
from finder.text import Text, text


def refusal(what: Text) -> QueryError:
    return QueryError(what, text("Give another."))


def test_records_know_the_line_they_start_on_and_broken_ones_are_kept_apart() -> None:
    lines = ["a,b", "", '1,"two', 'lines"', '2,"open', "3,x"]
    assert list(records(lines)) == [
        Record(1, ["a", "b"]),
        Record(3, ["1", "two\nlines"]),
        Record(5, None, '2,"open'),
        Record(6, ["3", "x"]),
    ]


@pytest.mark.parametrize(
    ("written", "separator"),
    [("a,b", ","), ("a;b", ";"), ("a\tb", "\t"), ("a", ","), ("", ","), ("a;b\n1,5;2,5\n", ";"), ("x, y\na;b\n1;2\n", ";")],
)
def test_the_separator_is_found(written: str, separator: str) -> None:
    assert separator_of(written) == separator


def test_a_broken_quote_is_refused_with_its_line_after_the_rows_before_it() -> None:
    rows = strict_rows('a,b\n1,2\n3,"x"y\n', "a.csv", refusal)
    assert [next(rows), next(rows)] == [["a", "b"], ["1", "2"]]
    with pytest.raises(QueryError, match=r"a\.csv cannot be read as CSV after line 3\. Give another\."):
        next(rows)


def read_slowly(lines: Sequence[str]) -> Iterator[Record]:
    """Lines without quotes, each through a reader of its own."""
    for number, line in enumerate(lines, 1):
        cells = next(csv.reader([line], strict=True), [])
        if any(c.strip() for c in cells):
            yield Record(number, cells)


# What a line may hold besides quotes, with white space and ends of lines that only Unicode knows.
UNQUOTED = st.lists(
    st.sampled_from(["a", "1", ",", ",", " ", "\t", "'", ";", "\\", "\x0b", "\x0c", "\x85", "\u2028", "\xa0", "ñ", "🚐"]),
    max_size=12,
).map("".join)


@given(st.lists(UNQUOTED, max_size=8))
@example([""])
@example([",,", " , "])
def test_lines_without_quotes_are_read_as_the_csv_reader_reads_them(lines: list[str]) -> None:
    assert list(records(lines)) == list(read_slowly(lines))


@given(st.lists(st.text(st.characters(exclude_characters='\n\r\0"', exclude_categories=["Cs"]), max_size=20), max_size=5))
def test_any_line_without_quotes_is_read_as_the_csv_reader_reads_it(lines: list[str]) -> None:
    assert list(records(lines)) == list(read_slowly(lines))


@given(st.lists(UNQUOTED.map(lambda line: f"x,{line}"), min_size=1, max_size=4), st.integers(0, 3))
def test_a_quoted_line_changes_no_other(lines: list[str], at: int) -> None:
    quoted = [*lines[:at], '"one","two"', *lines[at:]]
    found = {record.line: record.cells for record in records(quoted)}
    row = min(at, len(lines)) + 1
    assert found.pop(row) == ["one", "two"]
    assert list(found.values()) == [record.cells for record in records(lines)]
