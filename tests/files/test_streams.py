"""A long CSV file is read as a stream: the same records as at once, in any encoding but UTF-16, however its lines end."""

from pathlib import Path

import pytest

from finder.errors import QueryError
from finder.files import streams
from finder.files.csv_rows import records
from finder.files.streams import CsvStream, open_stream
from finder.text import Text, text


def refusal(what: Text) -> QueryError:
    return QueryError(what, text("Give another."))


def stream(folder: Path, content: bytes) -> CsvStream:
    path = folder / "list.csv"
    path.write_bytes(content)
    return open_stream(path, refusal)


def cells(read: CsvStream) -> list[list[str] | None]:
    return [record.cells for record in read.records()]


@pytest.mark.parametrize(
    "content",
    [
        b"id,zip\n1,59718\n\n2,59715\n",
        b"id,zip\r\n1,59718\r\n2,59715",
        b"id,zip\r1,59718\r2,59715\r",
        b"\xef\xbb\xbfid,zip\n1,59718\n2,59715\n",
        b"id;zip\n1;59718\n2;59715\n",
        b'\n"id"\tzip\n1\t"59718"\n2\t59715\n',
    ],
)
def test_marks_separators_and_ends_of_lines_are_no_part_of_a_cell(tmp_path: Path, content: bytes) -> None:
    read = stream(tmp_path, content)
    assert (read.headings, read.rows, read.not_utf8) == (("id", "zip"), 2, 0)
    assert cells(read) == [["1", "59718"], ["2", "59715"]]
    assert cells(read) == cells(read)


def test_each_line_has_its_own_encoding(tmp_path: Path) -> None:
    read = stream(tmp_path, "id,place\n1,Cañon City\n".encode() + "2,Cañon City\n".encode("latin-1"))
    assert cells(read) == [["1", "Cañon City"], ["2", "Cañon City"]]
    assert read.not_utf8 == 1


def test_a_record_may_run_over_the_lines_that_are_held(tmp_path: Path) -> None:
    lines = [f'{n},"a\n{n}"' if n % 7 == 0 else f"{n},b" for n in range(2_000)]
    written = "\n".join(["id,note", *lines])
    read = stream(tmp_path, written.encode())
    assert read.rows == 2_000
    assert cells(read) == [[str(n), f"a\n{n}" if n % 7 == 0 else "b"] for n in range(2_000)]
    numbers = [record.line for record in read.records()]
    assert numbers == [record.line for record in records(written.split("\n"))][1:]
    assert numbers == sorted(set(numbers))


def test_an_open_quote_costs_its_own_row_alone(tmp_path: Path) -> None:
    read = stream(tmp_path, b'id,note\n1,"open\n2,b\n3,c\n')
    assert cells(read) == [None, ["2", "b"], ["3", "c"]]
    assert next(read.records()).broken == '1,"open'


@pytest.mark.parametrize(
    ("content", "about"),
    [
        (b"", "is empty"),
        (b"\n\r\n  \n", "is empty"),
        ("id,zip\n1,59718\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 and so on", "is a workbook"),
        (b"\xd0\xcf\x11\xe0 and so on", "is a workbook"),
        (b"id\n" + b"x" * (streams.LONGEST_LINE + 1), "line 2: longer than 100000 characters"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, about: str) -> None:
    with pytest.raises(QueryError, match=about):
        stream(tmp_path, content)


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    for path, about in ((tmp_path, "not a file"), (tmp_path / "none.csv", "cannot be read")):
        with pytest.raises(QueryError, match=about):
            open_stream(path, refusal)
