"""`finder match`: two CSV files in, pairs with a verdict and the reasons out; no traceback for any file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, one_line

LEFT = """id,name,street,city,state,zip,phone,NPI,CCN
a1,Mercy Hospital,100 Main St,Springfield,IL,62701,217-555-0100,,
a2,St. Luke's Medical Center,One Medical Center Dr,Boise,ID,83712,,,130006
a3,Optum Infusion Services,5 Elm St,Dallas,TX,75201,800-555-0100,,
"""
RIGHT = """ID,Name,Street,City,State,ZIP,ccn
b1,MERCY HOSPITAL INC,"100 MAIN STREET, SUITE 4",SPRINGFIELD,IL,62701-1234,
b2,SAINT LUKES MED CTR,1 Medical Ctr Drive,BOISE,ID,83712,130006
b3,Optum Infusion Services,7 Oak St,Dallas,TX,75201,
"""
Files = Callable[..., list[str]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Writes files and returns their paths."""

    def write(*contents: str | bytes) -> list[str]:
        paths = [tmp_path / f"{n}.csv" for n in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return [str(path) for path in paths]

    return write


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def verdicts(out: str) -> list[tuple[str, str, str]]:
    return [(r["left_id"], r["right_id"], r["verdict"]) for r in rows(out)]


def test_pairs_with_verdict_and_why(run: Run, files: Files) -> None:
    code, out, err = run("match", *files(LEFT, RIGHT), "--format", "csv")
    assert code == 0
    assert out.splitlines()[0] == "left_id,right_id,verdict,why,left_name,right_name"
    assert verdicts(out) == [("a1", "b1", "same"), ("a2", "b2", "same"), ("a3", "b3", "review")]
    whys = [r["why"] for r in rows(out)]
    assert whys[0] == "same street address, only one with a suite; same name"
    assert whys[1] == "same CCN 130006; same street address; same name"
    assert whys[2] == "another street address; same name"
    assert one_line(err) == "finder: 2 the same, 1 for review."


def test_json_has_codes_and_a_table_is_the_default(run: Run, files: Files) -> None:
    paths = files(LEFT, RIGHT)
    first = json.loads(run("match", *paths, "--format", "json")[1])["matches"][1]
    assert first["why"][0] == {"code": "identifier", "value": "CCN 130006"}
    assert run("match", *paths)[1].splitlines()[0].split() == [
        "left_id",
        "right_id",
        "verdict",
        "why",
        "left_name",
        "right_name",
    ]


def test_the_answer_goes_to_a_file(run: Run, files: Files, tmp_path: Path) -> None:
    paths = files(LEFT, RIGHT)
    _, out, _ = run("match", *paths, "--format", "csv", "--out", str(tmp_path / "out.csv"))
    assert out == ""
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == run("match", *paths, "--format", "csv")[
        1
    ].splitlines()


def test_one_list_is_matched_with_itself_each_pair_once(run: Run, files: Files) -> None:
    twice = LEFT + "a4,MERCY HOSPITAL,100 Main Street,Springfield,IL,62701,,,\n"
    one, other = files(twice, twice)
    assert verdicts(run("match", one, one, "--format", "csv")[1]) == [("a1", "a4", "same")]
    assert verdicts(run("match", one, other, "--format", "csv")[1]) == [("a1", "a4", "same")]


def test_marks_short_zips_and_lost_zeros_of_a_spreadsheet(run: Run, files: Files) -> None:
    left = b"\xef\xbb\xbf" + "id,name,street,zip,ccn\r\n1,Café Hospital,5 Elm St,2101.0,33302\r\n".encode("cp1252")
    right = "id,name,street,zip,ccn\n9,Café Hospital,5 Elm Street,02101-0001,033302\n"
    code, out, err = run("match", *files(left, right), "--format", "csv")
    assert (code, verdicts(out)) == (0, [("1", "9", "same")])
    assert "Windows-1252" in err


def test_nothing_in_common_is_exit_1_with_an_empty_table(run: Run, files: Files) -> None:
    code, out, err = run("match", *files("id,name\n1,Alpha\n", "id,name\n2,Beta\n"), "--format", "csv")
    assert (code, rows(out), one_line(err)) == (1, [], "finder: 0 the same, 0 for review.")


def test_bad_rows_are_said_and_good_ones_kept(run: Run, files: Files) -> None:
    left = LEFT + "a1,Twice,,,,,,,\n,No Id,,,,,,,\nx,,,,,,,,\nshort,row\n" + '"open,quote,,,,,,,\n'
    code, out, err = run("match", *files(left, RIGHT), "--format", "csv")
    assert (code, len(rows(out))) == (0, 3)
    for said in ("'a1' is listed before; the row is skipped", "line 6, id: empty", "line 7, name: empty", "line 8", "line 9"):
        assert said in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "lacks these columns in its first line: id, name"),
        ("name,street\nA,5 Elm St\n", "lacks these columns in its first line: id"),
        ("id,name,name\n1,A,B\n", "two columns of the same name"),
        ("id,name\n".encode("utf-16"), "UTF-16"),
    ],
    ids=["empty", "no id", "twice", "UTF-16"],
)
def test_files_that_cannot_be_read_are_refused_in_one_line(run: Run, files: Files, content: str | bytes, said: str) -> None:
    code, out, err = run("match", *files(content, RIGHT))
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_a_missing_file_is_refused_in_one_line(run: Run, files: Files) -> None:
    code, _, err = run("match", "nowhere.csv", *files(RIGHT))
    assert code == 2
    assert "nowhere.csv" in one_line(err)


@pytest.mark.slow
def test_hostile_cells_cost_no_good_row(run: Run, files: Files) -> None:
    odd = ["a\x00b", "W" * 1_000_000, "\u202eevil", "🚑🚑", "=1+1", "100 " * 5000, "#" * 500, "&" * 500, "漢字"]
    hostile = "".join(f"x{n},{cell},{cell},{cell},{cell},{cell},{cell},,\n" for n, cell in enumerate(odd))
    code, out, err = run("match", *files(LEFT + hostile, RIGHT + hostile.replace(",,\n", ",\n")), "--format", "csv")
    assert code == 0
    assert {("a1", "b1", "same"), ("a2", "b2", "same")} <= set(verdicts(out))
    assert "Traceback" not in err


def test_the_id_column_is_no_identifier(run: Run, files: Files) -> None:
    left = "id,name,street,city,state,zip\nDSH140124-00,Cook Hospital,5 Elm St,Ames,IA,50010\n"
    right = "id,name,street,city,state,zip\nDSH140124-00,Polk Clinic,9 Oak St,Ames,IA,50010\n"
    assert run("match", *files(left, right))[0] == 1
