"""CSV text as records that know their line, and strictly as rows."""

import pytest

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
        Record(5, None),
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
