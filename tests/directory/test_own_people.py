"""A file of one's own people: what is read, what is not and why, and that nothing of it is told."""

import io
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.directory.own_people import load_people
from finder.domain.own_people import OwnPeople
from finder.errors import QueryError
from finder.files.streams import MemoryFile
from tests.planners import said
from tests.world import REFERENCE

PEOPLE = REFERENCE.demand
# A ZIP code in one county, one in two counties, and one of post-office boxes, which has no residents.
ALONE, SPLIT, BOXES = "59718", "59001", "59103"


def load(written: str | bytes, name: str = "members.csv") -> OwnPeople:
    content = written.encode() if isinstance(written, str) else written
    return load_people(MemoryFile(name, content), REFERENCE)


def refused(written: str | bytes) -> str:
    with pytest.raises(QueryError) as why:
        load(written)
    (line,) = said([why.value.what])
    return line


def by_zip(people: OwnPeople) -> dict[str, float]:
    return dict(zip(people.demand.zip.tolist(), people.demand.population.tolist(), strict=True))


def in_counties(people: OwnPeople) -> dict[tuple[str, str], float]:
    demand = people.demand
    columns = demand.zip[demand.part_zip], demand.counties.fips[demand.part_county], demand.part_people
    return {(str(z), str(f)): float(n) for z, f, n in zip(*columns, strict=True)}


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_all_residents_as_a_file_are_the_residents() -> None:
    rows = zip(PEOPLE.zip.tolist(), PEOPLE.population.tolist(), strict=True)
    mine = load("zip,weight\n" + "".join(f"{z},{n:.0f}\n" for z, n in rows)).demand
    order = np.lexsort((PEOPLE.part_county, PEOPLE.part_zip))
    lived_in = order[PEOPLE.part_people[order] > 0]
    assert (mine.zip == PEOPLE.zip).all()
    assert (mine.county == PEOPLE.county).all()
    assert (mine.part_county == PEOPLE.part_county[lived_in]).all()
    assert mine.part_people == pytest.approx(PEOPLE.part_people[lived_in])
    assert (mine.points.lat_deg == PEOPLE.points.lat_deg).all()


def test_rows_of_a_zip_code_add_up_and_a_row_without_a_weight_is_one() -> None:
    people = load(f"zip,weight\n{ALONE},2.5\n{ALONE},\n{ALONE},4\n59715,7\n")
    assert by_zip(people) == {ALONE: 7.5, "59715": 7}
    assert people.notices == ()


def test_people_of_a_zip_code_in_several_counties_are_split_as_its_residents_are() -> None:
    (row,) = np.flatnonzero(PEOPLE.zip == SPLIT)
    parts = PEOPLE.part_zip == row
    shares = PEOPLE.part_people[parts] / PEOPLE.part_people[parts].sum()
    mine = in_counties(load(f"zip\n{SPLIT}\n"))
    assert len(mine) == len(shares) > 1
    assert sorted(mine.values()) == pytest.approx(sorted(shares))


def test_a_zip_code_without_residents_counts() -> None:
    assert BOXES not in PEOPLE.zip
    assert by_zip(load(f"zip,weight\n{BOXES},3\n")) == {BOXES: 3}


def test_coordinates_are_in_their_county_and_travel_from_the_nearest_zip_code() -> None:
    people = load("lat,lon,weight\n45.68,-111.04,2\n45.681,-111.041,1\n")
    assert set(in_counties(people).values()) == {3}
    ((_, fips),) = in_counties(people)
    assert fips == "30031"


def test_an_island_that_outlines_lack_is_in_the_country() -> None:
    """Monhegan, Maine."""
    assert sum(by_zip(load("lat,lon\n43.7646,-69.3166\n")).values()) == 1


def test_a_zip_code_counts_before_coordinates_and_coordinates_where_it_is_not_one() -> None:
    people = load(f"zip,lat,lon\n{ALONE},40.7,-74.0\nabc,45.78,-108.5\n")
    assert {fips for _, fips in in_counties(people)} == {"30031", "30111"}
    assert people.notices == ()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("00000,,,1", "the ZIP code is not known"),
        ("banana,,,1", "the ZIP code is not one of five digits"),
        ("=1+1,,,1", "the ZIP code is not one of five digits"),
        (",,,5", "the row has no ZIP code and no coordinates"),
        (",45.68,,1", "the latitude and the longitude are not two numbers in degrees"),
        (",north,west,1", "the latitude and the longitude are not two numbers in degrees"),
        (",95,-111,1", "the latitude and the longitude are not two numbers in degrees"),
        (",nan,nan,1", "the latitude and the longitude are not two numbers in degrees"),
        (",0,0,1", "the coordinates are not in the United States"),
        (",35,-50,1", "the coordinates are not in the United States"),
        (",48.85,2.35,1", "the coordinates are not in the United States"),
        ("59718,,,-1", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,nan", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,inf", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,1e9", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,9999999999", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,=A1", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,two", "the weight is not a number from 0 to 1,000,000,000"),
        ("59718,,,1,5", "the row has more cells than the first line has headings"),
        ('59718,,,"1', "a quotation mark is missing or misplaced"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_line_and_good_rows_are_kept(cells: str, why: str) -> None:
    people = load(f"zip,lat,lon,weight\n59715,,,7\n{cells}\n59715,,,1\n")
    assert by_zip(people) == {"59715": 8}
    assert said(people.notices) == [f"1 row of your file is not counted, because {why}: line 3."]


def test_only_the_first_lines_are_named() -> None:
    people = load("zip\n59718\n" + "1\n" * 40)
    lines = "lines 3, 4, 5, 6, 7, and 35 more"
    said_now = f"40 rows of your file are not counted, because the ZIP code is not one of five digits: {lines}."
    assert said(people.notices) == [said_now]


def test_zero_is_nobody() -> None:
    people = load(f"zip,weight\n{ALONE},0\n59715,1\n59715,0.0\n")
    assert by_zip(people) == {"59715": 1}
    assert said(people.notices) == ["2 rows of your file have a weight of 0 and add nobody."]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "members.csv is empty."),
        ("zip,weight\n", "members.csv has no rows below its headings."),
        ("zip,weight\n59718,0\n", "All usable rows of members.csv have a weight of 0, so there is nobody to ask about."),
        ("name,age\nA,3\n", "members.csv has no column zip, and no columns lat and lon."),
        ("59718,2\n59715,3\n", "members.csv has no column zip, and no columns lat and lon."),
        ("lat,weight\n45,3\n", "members.csv lacks these columns in its first line: lon."),
        ("zip,ZIP Code\n59718,59718\n", "members.csv has two columns of the same name: zip."),
        (
            "zip\n1\n2\n",
            "No row of members.csv can be used: 2 rows of your file are not counted, because the ZIP code is not one of five "
            "digits: lines 2, 3.",
        ),
        ("zip\n59718\n".encode("utf-16"), "members.csv is in UTF-16, not UTF-8."),
        (b"PK\x03\x04nonsense", "members.csv cannot be read as a workbook."),
        (b"zip\n" + b"5" * 200_000, "members.csv, line 2: longer than 100,000 characters."),
    ],
)
def test_a_file_of_nobody_is_refused_in_one_sentence(written: str | bytes, why: str) -> None:
    assert refused(written) == why


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbfZIP,Weight\r\n59718,1\r\n2139,2\r\n",
        b"zip code;weight;name\n59718;1;A\n02139-1234;2;B\n",
        b"weight\tzipcode\n1\t59718.0\n2\t'02139\n",
        b'name,zip,weight\n"M\xfcller, A",59718,1\n\n,02139,+2\n',
    ],
)
def test_marks_separators_encodings_and_what_spreadsheets_do_to_zip_codes(written: bytes) -> None:
    assert by_zip(load(written)) == {"02139": 2, "59718": 1}


def test_a_workbook_is_read_like_a_csv_file() -> None:
    rows: list[list[object]] = [
        ["zip", "weight", "name"],
        [59718, 12, "=HYPERLINK(1)"],
        ["02139", 3.0],
        [None, None],
        ["x", 1],
        [2139, None],
    ]
    people = load(workbook(rows), "members.xlsx")
    assert by_zip(people) == {"02139": 4, "59718": 12}
    assert said(people.notices) == [
        "1 row of your file is not counted, because the ZIP code is not one of five digits: line 5."
    ]


def test_thousands_may_be_marked() -> None:
    assert by_zip(load('zip,weight\n59718,"1,200.5"\n')) == {ALONE: 1200.5}


def test_the_order_of_rows_changes_the_fingerprint_but_not_the_people() -> None:
    rows = [f"{z},{n}\n" for n, z in enumerate(PEOPLE.zip[::400].tolist(), 1)]
    one = load("zip,weight\n" + "".join(rows))
    random.Random(1).shuffle(rows)
    other = load("zip,weight\n" + "".join(rows))
    assert one.fingerprint != other.fingerprint
    assert by_zip(one) == by_zip(other)


@given(st.text(st.characters(codec="utf-8", exclude_characters='\r\n,;\t" '), min_size=1, max_size=30))
def test_what_a_row_says_is_never_repeated(written: str) -> None:
    """A notice has the number of the line and the reason; whatever else it has is the same for every row."""
    marked = f"Zebra{written}Zebra"
    people = load(f"zip,weight\n59718,1\n{marked},1\n59715,{marked}\n")
    assert not any("Zebra" in notice for notice in said(people.notices))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        load_people(tmp_path / "none.csv", REFERENCE)
    with pytest.raises(QueryError, match="is not a file"):
        load_people(tmp_path, REFERENCE)
