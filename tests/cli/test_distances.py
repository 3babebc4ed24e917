"""`finder distances`: a list in, the same rows out with distances or a reason; nothing of it is kept."""

import csv
import io
import json
import logging
import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.errors import QueryError
from finder.files.streams import open_stream
from finder.questions.distances.answer import Answering
from finder.questions.distances.columns import NEAREST_COLUMNS, PAIRS_COLUMNS
from finder.questions.distances.headings import origin_headings, origins_refusal
from finder.questions.distances.nearest import Nearest, NearestQuery
from finder.travel.model import no_progress
from tests.cli.conftest import Run, one_line
from tests.planners import ON
from tests.world import REFERENCE

Write = Callable[[str | bytes], str]
Row = dict[str, str]
BOZEMAN, BILLINGS, LAKE = "45.68,-111.04", "45.78,-108.50", "0,0"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a list and returns its path."""

    def call(content: str | bytes) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return call


@pytest.fixture
def ask(run: Run, write: Write, near_bozeman: Path) -> Callable[..., tuple[int, list[Row], str]]:
    """Asks about a list of origins by the straight line: exit code, rows, and stderr."""

    def call(content: str | bytes, *options: str) -> tuple[int, list[Row], str]:
        directory = ("--directory", str(near_bozeman), "--travel", "straight")
        code, out, err = run("distances", write(content), *directory, *options)
        return code, list(csv.DictReader(io.StringIO(out, newline=""))), err

    return call


@pytest.fixture
def pairs(run: Run, write: Write) -> Callable[..., tuple[int, list[Row], str]]:
    """Asks about a list of pairs by the straight line."""

    def call(content: str, *options: str) -> tuple[int, list[Row], str]:
        code, out, err = run("distances", "--pairs", write(content), "--travel", "straight", *options)
        return code, list(csv.DictReader(io.StringIO(out, newline=""))), err

    return call


Ask = Callable[..., tuple[int, list[Row], str]]


def test_each_row_has_the_nearest_locations_with_miles_minutes_and_evidence(ask: Ask) -> None:
    code, rows, err = ask("id,name,zip\np1,Jane,59718\np2,Joe,59101\n", "--nearest", "2", "--therapy", "ivig")
    assert code == 0
    assert [(r["id"], r["name"], r["nearest_rank"], r["location_id"]) for r in rows] == [
        ("p1", "Jane", "1", "a"),
        ("p1", "Jane", "2", "b"),
        ("p2", "Joe", "1", "b"),
        ("p2", "Joe", "2", "a"),
    ]
    assert [r["evidence"] for r in rows] == ["unknown", "reported", "reported", "unknown"]
    far = rows[1]
    assert float(far["distance_mi_low"]) < float(far["distance_mi"]) < float(far["distance_mi_high"])
    assert float(far["low"]) < float(far["driving_min"]) < float(far["high"])
    assert float(far["door_to_door_min"]) == pytest.approx(float(far["driving_min"]) + 5)
    assert (far["origin"], far["origin_precision"], far["method"]) == ("59718, Bozeman, Montana", "zip", "straight")
    assert "2 rows have a distance" in err
    assert "Jane" not in err


def test_the_miles_are_those_of_a_search(run: Run, ask: Ask, near_bozeman: Path) -> None:
    _, rows, _ = ask("id,zip\n1,59718\n", "--nearest", "2")
    found = run(
        "search", "59718", "--within", "300", "--directory", str(near_bozeman), "--travel", "straight", "--format", "json"
    )
    options = json.loads(found[1])["options"]
    assert [(r["location_id"], float(r["distance_mi"])) for r in rows] == [(o["id"], o["distance_mi"]) for o in options]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("00000,,,", "couldn't find ZIP code 00000"),
        ("seven,,,", "“seven” is not a ZIP code"),
        (f",{LAKE},", "not in the United States"),
        (",45.68,111.04,", "Did you mean: near Bozeman, Montana?"),
        (",-111.04,45.68,", "look swapped"),
        (",-75.16,39.95,", "Did you mean: near Philadelphia, Pennsylvania?"),
        (",51.5,-0.1,", "not in the United States"),
        (",91,-181,", "not on the earth"),
        (",nan,inf,", "must be numbers"),
        (",1_0,-1e2,", "are not numbers"),
        (",45.68,,", "only one of latitude and longitude"),
        (",,,Springfield", "Springfield, Missouri (Greene County)"),
        (",,,Nowhere at all zz", "couldn't find"),
        ('59718,,,"Miami, FL"', "not in Florida"),
        (",,,", "no ZIP code, coordinates, or place"),
        ("59718,,,Bozeman,MT", "5 cells instead of"),
        ('59718,,,"Bozeman', "quotation mark"),
        (",,,Guam", "island territory"),
        ("09012,,,", "military"),
    ],
)
def test_what_cannot_be_placed_is_a_row_with_its_reason(ask: Ask, cells: str, reason: str) -> None:
    if reason == "5 cells instead of":
        reason = "6 cells instead of 5"
    code, rows, err = ask(f"id,zip,lat,lon,place\nbad,{cells}\ngood,59718,,,\n")
    assert code == 0
    assert [row["id"] for row in rows] == ["bad", "good"]
    assert reason in rows[0]["reason"]
    assert (rows[0]["distance_mi"], rows[0]["location_id"]) == ("", "")
    assert (rows[1]["reason"], rows[1]["location_id"]) == ("", "a")
    assert "1 row has none" in err


@pytest.mark.parametrize(
    ("cells", "origin", "precision"),
    [
        ("2138,,,", "02138, Cambridge, Massachusetts", "zip"),
        ("59718.0,,,", "59718, Bozeman, Montana", "zip"),
        ("59718-1234,,,", "59718, Bozeman, Montana", "zip"),
        (f",{BOZEMAN},", "45.680000, -111.040000", "coordinates"),
        (',"45,68","-111,04",', "45.680000, -111.040000", "coordinates"),
        (",45°40'48\"N,111°02'24\"W,", "45.680000, -111.040000", "coordinates"),
        (',,,"Bozeman, MT"', "Bozeman, Montana", "city"),
        (',,,"45.68, -111.04"', "45.68, -111.04", "coordinates"),
        ('59715,,,"Bozeman, MT"', "59715, Bozeman, Montana", "zip"),
        ("59718", "59718, Bozeman, Montana", "zip"),
        ("59718,,,,,,", "59718, Bozeman, Montana", "zip"),
    ],
)
def test_a_row_says_what_it_was_taken_for(ask: Ask, cells: str, origin: str, precision: str) -> None:
    cells = cells.replace('"N', '""N').replace('"W', '""W') if "°" in cells else cells
    if "°" in cells:
        _, lat, lon, _ = cells.split(",")
        cells = f',"{lat}","{lon}",'
    _, (row,), _ = ask(f"id,zip,lat,lon,place\n1,{cells}\n")
    assert (row["origin"], row["origin_precision"], row["reason"]) == (origin, precision, "")


def test_coordinates_far_from_their_zip_code_are_used_with_a_note(ask: Ask) -> None:
    _, rows, _ = ask(f"id,zip,lat,lon\n1,59718,41.88,-87.63\n2,59718,{BOZEMAN}\n")
    assert "ZIP code 59718 is 1,198 miles from these coordinates" in rows[0]["note"]
    assert rows[1]["note"] == ""


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (f"59718,{LAKE},", "The coordinates were not used. 0.000000, 0.000000 is not in the United States."),
        ("59718,N/A,N/A,", "The coordinates were not used. The latitude and the longitude are not numbers."),
        ("59718,-111.04,45.68,", "The coordinates were not used. Latitude and longitude look swapped."),
        ('K1A 0B1,,,"Bozeman, MT"', "“K1A 0B1” is not a ZIP code of five digits."),
        ('00000,,,"Bozeman, MT"', "We couldn't find ZIP code 00000"),
    ],
)
def test_what_cannot_be_read_costs_no_row_that_can_be_placed_otherwise(ask: Ask, cells: str, note: str) -> None:
    _, (row,), _ = ask(f"id,zip,lat,lon,place\n1,{cells}\n")
    assert (row["reason"], row["location_id"]) == ("", "a")
    assert row["note"].startswith(note)


def test_a_street_that_was_not_looked_up_is_a_note(ask: Ask) -> None:
    _, (row,), _ = ask('id,place\n1,"12 Elm St, Bozeman, MT 59715"\n')
    assert row["origin_precision"] == "zip"
    assert row["note"]


def test_columns_of_the_list_are_echoed_and_never_read(ask: Ask) -> None:
    _, (row,), _ = ask("ID;Remark;Distance_MI;reason;;Zip Code\n-7;=cmd();far;none;x;59718\n")
    assert (row["ID"], row["Remark"], row["input_Distance_MI"], row["input_reason"], row["column_5"]) == (
        *("-7", "'=cmd()", "far", "none", "x"),
    )
    assert row["location_id"] == "a"


def test_an_empty_directory_loses_no_row(run: Run, write: Write, write_folder: Callable[..., Path]) -> None:
    path = write("id,zip\n1,59718\n2,00000\n")
    code, out, _ = run("distances", path, "--directory", str(write_folder()), "--travel", "straight")
    assert code == 1
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [(row["id"], row["reason"][:18]) for row in rows] == [("1", "No location counts"), ("2", "We couldn't find Z")]


def test_pairs_are_measured_row_by_row(pairs: Ask) -> None:
    code, rows, err = pairs(
        f"from_lat,from_lon,to_lat,to_lon,trip\n{BOZEMAN},{BILLINGS},x\n{BOZEMAN},{LAKE},y\n{BOZEMAN},{BOZEMAN},z\n,,{BOZEMAN},w\n"
    )
    assert code == 0
    assert [row["trip"] for row in rows] == list("xyzw")
    assert list(rows[0])[5 : 5 + len(PAIRS_COLUMNS)] == list(PAIRS_COLUMNS)
    assert float(rows[0]["straight_mi"]) == pytest.approx(123.0, abs=0.1)
    assert float(rows[0]["distance_mi"]) > 130
    assert float(rows[0]["low"]) < float(rows[0]["driving_min"]) < float(rows[0]["high"])
    assert rows[0]["from_lon"] == "-111.04"
    assert rows[1]["reason"].startswith("To: 0.000000, 0.000000 is not in the United States.")
    assert (rows[2]["distance_mi"], rows[2]["driving_min"]) == ("0.0", "0.0")
    assert rows[3]["reason"] == "from_lat is empty."
    assert "2 rows have a distance" in err


def test_no_road_is_said_as_such(run: Run, write: Write) -> None:
    path = write("from_lat,from_lon,to_lat,to_lon\n21.31,-157.86,34.05,-118.24\n")
    code, out, _ = run("distances", "--pairs", path)
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert (code, row["road"], row["distance_mi"], row["driving_min"]) == (0, "unreachable by road", "", "")
    assert float(row["straight_mi"]) > 2_000


def test_each_format_has_the_same_rows_and_a_manifest(run: Run, write: Write, near_bozeman: Path, tmp_path: Path) -> None:
    path = write("id,zip\n001,59718\n002,00000\n")
    asked = ("distances", path, "--directory", str(near_bozeman), "--travel", "straight", "--therapy", "ivig")
    rows = list(csv.DictReader(io.StringIO(run(*asked)[1], newline="")))
    found = json.loads(run(*asked, "--format", "json")[1])
    book_path = tmp_path / "answer.xlsx"
    assert run(*asked, "--format", "xlsx", "--out", str(book_path))[:2] == (0, "")
    book = openpyxl.load_workbook(book_path)
    head, *lines = book["nearest"].values
    columns = ("id", "zip", *NEAREST_COLUMNS)
    assert tuple(found["rows"][0]) == head == columns
    for row, plain, line in zip(rows, found["rows"], lines, strict=True):
        shown = [row[c] for c in columns]
        assert shown == ["" if plain[c] is None else str(plain[c]) for c in columns]
        assert [float(s) if isinstance(v, float) else s for s, v in zip(shown, line, strict=True)] == [
            "" if v is None else v if isinstance(v, float) else str(v) for v in line
        ]
    manifest = found["manifest"]
    assert manifest["list"] == {"rows": 2, "fingerprint": rows[0]["list"]}
    assert (manifest["asked"]["therapy"], manifest["method"]) == ("ivig", "straight")
    assert ("list.fingerprint", rows[0]["list"]) in book["manifest"].values
    assert "list.csv" not in json.dumps(manifest)
    assert {row["asked_therapy"] for row in rows} == {"ivig"}
    assert (rows[1]["list_rows"], rows[1]["question"]) == ("2", "distances")


def test_nothing_of_a_list_is_kept(
    run: Run,
    write: Write,
    near_bozeman: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A matrix of so many origins would be cached for a question of a planner."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("FINDER_CACHE", str(folder))
    zips = REFERENCE.zips
    rows = [f"SECRET{n},{zips.zip[n]}" for n in range(0, 33_000, 27)]
    assert len(rows) > 1_000
    out = tmp_path / "out.csv"
    caplog.set_level(logging.DEBUG)
    code, _, err = run("distances", write("\n".join(["id,zip", *rows])), "--directory", str(near_bozeman), "--out", str(out))
    assert code == 0
    assert len(out.read_text().splitlines()) == len(rows) + 1
    assert not folder.exists()
    assert "SECRET" not in err + caplog.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv", "listings", "out.csv"]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_report_cannot_be_verified_without_its_list(run: Run, write: Write, tmp_path: Path, form: str) -> None:
    out = str(tmp_path / f"answer.{form}")
    path = write("from_lat,from_lon,to_lat,to_lon\n45.68,-111.04,45.78,-108.5\n")
    assert run("distances", "--pairs", path, "--travel", "straight", "--format", form, "--out", out)[0] == 0
    code, _, err = run("verify", out)
    assert code == 2
    assert "the list that it was made from is not in it" in one_line(err)


ORIGINS = "id,zip\n1,59718\n"


@pytest.mark.parametrize(
    ("content", "options", "about"),
    [
        ("", (), "is empty"),
        ("id,zip\n", (), "no rows below its headings"),
        ("zip\n59718\n", (), "lacks these columns in its first line: id"),
        ("id,town\n1,x\n", (), "no column that says where a row is"),
        ("id,lat\n1,45\n", (), "lacks these columns in its first line: lon"),
        ("id,zip,ZIP\n1,2,3\n", (), "two columns of the same name: zip"),
        ("id,zip,name,Name\n1,2,3,4\n", (), "two columns of the same name: name"),
        ("id,lat,Latitude,lon\n1,2,3,4\n", (), "two columns of the same name: lat"),
        (ORIGINS.encode("utf-16"), (), "UTF-16"),
        (b"PK\x03\x04", (), "workbook"),
        (ORIGINS, ("--nearest", "0"), "0 is not a number of locations"),
        (ORIGINS, ("--nearest", "-3"), "-3 is not a number of locations"),
        (ORIGINS, ("--nearest", "1000000"), "1 to 100"),
        (ORIGINS, ("--nearest", "two"), "--nearest"),
        (ORIGINS, ("--therapy", "snake oil"), "snake oil"),
        (ORIGINS, ("--evidence", "listed"), "therapy"),
        (ORIGINS, ("--format", "pdf"), "pdf"),
        (ORIGINS, ("--travel", "broomstick"), "broomstick"),
        (ORIGINS, ("--out", "{list}"), "would replace the list"),
        (ORIGINS, ("--out", "no/such/folder/file"), "no/such/folder/file"),
        (ORIGINS, ("--pairs", "{list}"), "Give one list"),
    ],
)
def test_a_list_that_cannot_be_used_is_one_line(
    run: Run, write: Write, content: str | bytes, options: tuple[str, ...], about: str
) -> None:
    path = write(content)
    before = Path(path).read_bytes()
    written = [option.replace("{list}", path) for option in options]
    travel = () if "--travel" in options else ("--travel", "straight")
    code, out, err = run("distances", path, *written, *travel)
    assert (code, out) == (2, "")
    assert about in one_line(err)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize(
    ("options", "about"),
    [
        ((), "Give one list"),
        (("no/such/list.csv",), "no/such/list.csv cannot be read"),
        (("--pairs", "."), "is not a file"),
        (("--pairs", "{list}"), "lacks these columns in its first line: from_lat, from_lon, to_lat, to_lon"),
        (("--pairs", "{list}", "--nearest", "2"), "--nearest has no effect on pairs"),
        (("--pairs", "{list}", "--mobile", "only"), "--mobile has no effect on pairs"),
    ],
)
def test_options_that_make_no_sense_are_one_line(run: Run, write: Write, options: tuple[str, ...], about: str) -> None:
    path = write(ORIGINS)
    code, out, err = run("distances", *(option.replace("{list}", path) for option in options))
    assert (code, out) == (2, "")
    assert about in one_line(err)


def test_a_line_that_is_not_utf8_is_read_and_told(ask: Ask) -> None:
    _, (row,), err = ask("id,zip,place\n1,,Cañon City CO\n".encode("latin-1"))
    assert row["origin"].endswith("City, Colorado")
    assert "1 line is not in UTF-8" in err


ANY_CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(["", "59718", "0", "45.68", "-111.04", "Bozeman, MT", "Springfield", '"', "a;b", "two\nlines", "1e9"]),
)


@pytest.mark.slow
@given(
    st.lists(st.tuples(ANY_CELL, ANY_CELL, ANY_CELL, ANY_CELL, ANY_CELL), min_size=1, max_size=8), st.sampled_from([1, 2, 7])
)
def test_every_row_appears_once_in_order_with_its_id(
    starter: Finder, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], at_a_time: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "zip", "lat", "lon", "place", "note"])
        writer.writerows([f"#{n}", *cells] for n, cells in enumerate(rows))
    listed = open_stream(path, origins_refusal)
    headings = origin_headings(listed, NEAREST_COLUMNS)
    answering = Answering(listed, Nearest(NearestQuery(on=ON), starter.context, headings).rows, no_progress, at_a_time)
    found = list(answering.rows())
    assert [row["id"] for row in found] == [f"#{n}" for n in range(len(rows))]
    assert [row["row"] for row in found] == list(range(1, len(rows) + 1))
    assert all(bool(row["reason"]) != bool(row["location_id"]) for row in found)
    assert (answering.answered, answering.without) == (
        sum(not row["reason"] for row in found),
        sum(bool(row["reason"]) for row in found),
    )


def test_a_list_that_changes_while_it_is_read_is_refused(starter: Finder, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,zip\n1,59718\n")
    listed = open_stream(path, origins_refusal)
    answer = Nearest(NearestQuery(on=ON), starter.context, origin_headings(listed, NEAREST_COLUMNS)).rows
    path.write_text("id,zip\n1,59718\n2,59715\n")
    with pytest.raises(QueryError, match="changed while it was read"):
        list(Answering(listed, answer, no_progress).rows())


def test_batches_change_nothing(starter: Finder, tmp_path: Path) -> None:
    codes = random.Random(7).sample(REFERENCE.zips.zip.tolist(), 40)
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["id,zip", *(f"{n},{code}" for n, code in enumerate(codes * 2))]))
    listed = open_stream(path, origins_refusal)
    answer = Nearest(NearestQuery(3, on=ON), starter.context, origin_headings(listed, NEAREST_COLUMNS)).rows
    at_once, in_parts = (list(Answering(listed, answer, no_progress, size).rows()) for size in (1_000, 11))
    assert at_once == in_parts
