"""Rows of a damaged file: what is broken is reported, and what is good stays."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from finder.directory.table import MAX_CELL_LENGTH, Table, read_table
from finder.errors import DirectoryError
from finder.wording.writer import ENGLISH

COLUMNS = ("id", "name", "note")
ReadTable = Callable[[str | bytes], Table]


@pytest.fixture
def read(tmp_path: Path) -> ReadTable:
    def make(content: str | bytes) -> Table:
        path = tmp_path / "centers.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(path, ("id", "name"), COLUMNS)

    return make


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.cell(c) for c in COLUMNS) for row in table.rows]


def ids(table: Table) -> list[str]:
    return [row.cell("id") for row in table.rows]


def notices(table: Table) -> list[str]:
    return [ENGLISH.say(n.sentence) for n in table.notices]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_line_ends_and_byte_order_mark_change_nothing(read: ReadTable, end: str, mark: bytes, last: bool) -> None:
    lines = ["id,name,note", "a,A,x", 'b,"B, Inc.","say ""hi"""']
    table = read(mark + (end.join(lines) + (end if last else "")).encode())
    assert cells(table) == [("a", "A", "x"), ("b", "B, Inc.", 'say "hi"')]
    assert [row.line for row in table.rows] == [2, 3]
    assert table.notices == ()


def test_columns_come_in_any_order_and_case_and_may_be_missing(read: ReadTable) -> None:
    assert cells(read(" NAME ,Id\nA,a\n")) == [("a", "A", "")]


def test_columns_that_mean_nothing_are_named_and_unnamed_ones_are_not(read: ReadTable) -> None:
    table = read("id,name,color,,\na,A,red,,\n")
    assert cells(table) == [("a", "A", "")]
    assert notices(table) == ["centers.csv, line 1: unknown columns ignored: color"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "lacks these columns in its first line: id, name"),
        ("\n\n,,\n", "lacks these columns in its first line: id, name"),
        ("id;name;note\na;A;x\n", "lacks these columns in its first line: id, name"),
        ("id,title\na,A\n", "lacks these columns in its first line: name"),
        ("id,name,name\na,A,A\n", "two columns of the same name"),
        ('id,"name,note\na,A,x\n', "lacks these columns in its first line: id, name"),
        ("id,name\na,A\n".encode("utf-16"), "UTF-16"),
        ("id,name\na,A\n".encode("utf-16-le"), "lacks these columns in its first line: id, name"),
        (b"\0" * 5000, "lacks these columns in its first line: id, name"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "lacks these columns in its first line: id, name"),
    ],
)
def test_a_file_without_its_columns_is_refused_in_one_line(read: ReadTable, content: str | bytes, reason: str) -> None:
    with pytest.raises(DirectoryError, match=reason) as refused:
        read(content)
    assert "\n" not in str(refused.value)


def test_a_header_alone_is_an_empty_table(read: ReadTable) -> None:
    table = read("id,name,note\n")
    assert (table.rows, table.notices) == ((), ())


def test_blank_rows_are_skipped_and_keep_their_line_numbers(read: ReadTable) -> None:
    table = read("\nid,name,note\n\n , ,\na,A,x\n\n")
    assert [(row.line, row.cell("id")) for row in table.rows] == [(5, "a")]
    assert table.notices == ()


def test_a_cell_over_several_lines_is_one_cell(read: ReadTable) -> None:
    table = read('id,name,note\na,A,"first\nsecond, with a comma\nthird"\nb,B,y\n')
    assert cells(table) == [("a", "A", "first second, with a comma third"), ("b", "B", "y")]
    assert table.notices == ()


def test_the_first_cell_may_run_over_several_lines(read: ReadTable) -> None:
    assert cells(read('name,id,note\n"A\nInc.",a,x\nB,b,y\n')) == [("a", "A Inc.", "x"), ("b", "B", "y")]


@pytest.mark.parametrize(
    ("rows", "good", "bad"),
    [
        (['a,"A,x', "b,B,y", "c,C,z"], ["b", "c"], [2]),
        (["a,A,x", "b,B,y", 'c,"C,z'], ["a", "b"], [4]),
        (['a,"A,x', "b,B,y", 'c,"C,z', "d,D,w"], ["b", "d"], [2, 4]),
        # One quote opens and another closes, with good rows or none between: the pair would pass for one long cell.
        (['a,"A,x', "b,B,y", 'c,C",z', "d,D,w"], ["b", "d"], [2]),
        (['a,"A,x', 'b,"B, Inc.",y', 'c,C",z', "d,D,w"], ["b", "d"], [2]),
        (['a,A,"x', 'b,"B, Inc.",y', 'c,C,z"', "d,D,w"], ["b", "d"], [2]),
        (['a,"A,x', 'b,B",y', "c,C,z"], ["c"], [2]),
        # Before, inside and after a row that has every right to its quotes.
        (['a,"A,x', 'b,B,"y', 'more"', "c,C,z"], ["b", "c"], [2]),
        (['a,A,"x', 'b,B,"y', 'more"', "c,C,z"], ["b", "c"], [2]),
        (['b,B,"y', 'more"', 'a,"A,x', "c,C,z"], ["b", "c"], [4]),
        (['a,"A" Inc.,x', "b,B,y"], ["b"], [2]),
        (["a,A", "b,B,y", "c,C,z,z"], ["b"], [2, 4]),
    ],
)
def test_a_broken_quote_costs_only_its_own_row(read: ReadTable, rows: list[str], good: list[str], bad: list[int]) -> None:
    table = read("\n".join(["id,name,note", *rows, ""]))
    assert [i for i in ids(table) if i in good] == good
    said = " ".join(notices(table))
    assert all(f"line {line}:" in said for line in bad)


def test_inches_in_a_bare_cell_are_no_broken_quote_by_the_pair(read: ReadTable) -> None:
    assert cells(read('id,name,note\na,3" and 5" doors,x\n')) == [("a", '3" and 5" doors', "x")]


def test_a_letter_that_is_not_utf8_is_read_as_windows_1252_on_its_line_only(read: ReadTable) -> None:
    table = read("id,name,note\na,Peña,x\n".encode("cp1252") + "b,Muñoz,y\n".encode())
    assert cells(table) == [("a", "Peña", "x"), ("b", "Muñoz", "y")]
    assert notices(table) == ["centers.csv, line 2: not in UTF-8; interpreted as Windows-1252, so check accented letters"]


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060"])
def test_invisible_marks_are_taken_out_of_headings_and_cells(read: ReadTable, mark: str) -> None:
    table = read(f"{mark}i{mark}d,na{mark}me{mark},note\na{mark}1,B{mark}ozeman,{mark}\nb,N,\n")
    assert cells(table) == [("a1", "Bozeman", ""), ("b", "N", "")]
    assert notices(table) == [f"centers.csv, line {line}: invisible marks were taken out" for line in (1, 2)]


def test_control_characters_become_spaces(read: ReadTable) -> None:
    table = read(b"id,name,note\na,A\0\x1b[31mB,x\n\x1a")
    assert cells(table) == [("a", "A [31mB", "x")]
    assert "centers.csv, line 2: control characters were replaced with spaces" in notices(table)


@pytest.mark.parametrize("length", [MAX_CELL_LENGTH + 1, 10_000])
def test_a_long_cell_is_cut_with_one_notice(read: ReadTable, length: int) -> None:
    table = read(f"id,name,note\na,{'A' * length},x\n")
    assert cells(table) == [("a", "A" * MAX_CELL_LENGTH, "x")]
    assert notices(table) == ["centers.csv, line 2, name: longer than 1,000 characters; truncated"]


def test_a_cell_longer_than_the_csv_reader_takes_costs_at_most_its_row(read: ReadTable) -> None:
    long = "A" * 200_000
    table = read(f"id,name,note\na,{long},x\nb,B,y\n")
    assert (ids(table), len(table.rows[0].cell("name"))) == (["a", "b"], 1000)
    assert notices(table) == ["centers.csv, line 2, name: longer than 1,000 characters; truncated"]
    # With quotes, the reader refuses it.
    quoted = read(f'id,name,note\na,"{long}",x\nb,B,y\n')
    assert ids(quoted) == ["b"]
    assert len(notices(quoted)) == 1


# Cells as people write them: quotes, commas and line ends inside, none of them at an end.
CELL = st.lists(st.sampled_from(["x", "ab", "ñ", '"in"', "1,2", "p\nq", "-", "'"]), min_size=1, max_size=4).map(" ".join)
RECORDS = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6)


def written(records: list[tuple[str, str]]) -> list[str]:
    """Each record as CSV, with many empty cells between, as a real listing has."""
    rows = []
    for number, (name, note) in enumerate(records):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow([f"id{number}", name, *[""] * 8, note])
        rows.append(out.getvalue().removesuffix("\n"))
    return rows


HEADER = "id,name," + ",".join(f"c{i}" for i in range(8)) + ",note"
EXAMPLES = settings(
    max_examples=2 * settings().max_examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EXAMPLES
@given(records=RECORDS)
def test_what_a_csv_writer_writes_comes_back(read: ReadTable, records: list[tuple[str, str]]) -> None:
    table = read("\n".join([HEADER, *written(records)]))
    expected = [(f"id{n}", " ".join(name.split()), " ".join(note.split())) for n, (name, note) in enumerate(records)]
    assert cells(table) == expected
    assert len(table.notices) == 1  # of the columns that mean nothing


@EXAMPLES
@given(records=RECORDS, data=st.data())
def test_one_damaged_line_costs_no_other_row(read: ReadTable, records: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = written(records)
    hit = data.draw(st.integers(0, len(rows) - 1), "row")
    lines = rows[hit].split("\n")
    line = data.draw(st.integers(0, len(lines) - 1), "line")
    start = data.draw(st.integers(0, len(lines[line])), "from")
    end = data.draw(st.integers(start, min(start + 3, len(lines[line]))), "to")
    damage = data.draw(st.sampled_from(["", '"', ",", '",', ',"', '""', "x", "\x00", '"\r']), "damage")
    lines[line] = lines[line][:start] + damage + lines[line][end:]
    assume("\n".join(lines) != rows[hit])
    table = read("\n".join([HEADER, *rows[:hit], "\n".join(lines), *rows[hit + 1 :]]))
    others = [(f"id{n}", *(" ".join(c.split()) for c in r)) for n, r in enumerate(records) if n != hit]
    assert [c for c in cells(table) if c in others] == others


# Cells that need tidying, and those that do not: white space of every kind, inside and at the ends, and long ones.
PIECE = st.sampled_from(["a", "B", " ", "  ", "\t", "\xa0", "\u3000", "\u2009", "ñ", "-", ";", ".", "x" * 600])


@given(st.lists(st.lists(PIECE, max_size=5).map("".join), min_size=2, max_size=3))
@example(["a ", "b"])
@example([" a", "b"])
@example(["a", "b  c"])
@example(["a", "b "])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tidy_row_is_read_as_any_other(read: ReadTable, row: list[str]) -> None:
    row = [*row, ""][:3]
    assume(any(c.strip() for c in row))
    table = read(f"id,name,note\n{','.join(row)}\n")
    tidied = [" ".join(c.split()) for c in row]
    assert cells(table) == [tuple(c[:MAX_CELL_LENGTH].rstrip() for c in tidied)]
    assert len(notices(table)) == sum(len(c) > MAX_CELL_LENGTH for c in tidied)
