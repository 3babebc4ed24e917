"""A planner's own file of candidates: what is read, what is skipped with a notice, and what is refused in a sentence."""

from pathlib import Path

import pytest

from finder.directory.sites import load_sites
from finder.domain.sites import Sites
from finder.errors import FinderError
from finder.wording.writer import ENGLISH
from tests.planners import ON, said


@pytest.fixture
def read(tmp_path: Path) -> "Read":
    return Read(tmp_path / "clinics.csv")


class Read:
    """Writes a file of candidates and reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *lines: str) -> Sites:
        self.path.write_text("\n".join(lines), encoding="utf-8")
        return load_sites(self.path, ON)


def test_candidates_have_an_id_a_name_a_state_and_a_point(read: Read) -> None:
    sites = read("id,name,state,lat,lon", "a,Clinic A,mt,45.5,-110.5", "b,Clinic B,,46,-111")
    assert (sites.label, sites.id, sites.name, sites.state) == (
        "clinics.csv", ("a", "b"), ("Clinic A", "Clinic B"), ("MT", "")
    )  # fmt: skip
    assert sites.points.lat_deg.tolist() == [45.5, 46]
    assert sites.notices == ()
    assert len(sites.fingerprint) == 16


def test_the_name_is_the_id_where_there_is_none(read: Read) -> None:
    assert read("name,lat,lon", "Clinic A,45.5,-110.5").id == ("Clinic A",)


def test_another_content_has_another_fingerprint(read: Read) -> None:
    one = read("name,lat,lon", "A,45,-110").fingerprint
    assert read("name,lat,lon", "A,45,-110").fingerprint == one != read("name,lat,lon", "A,45,-111").fingerprint


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",,,45,-110", "name: empty; the row is skipped"),
        ("b,B,,,", "no usable coordinates; the row is skipped"),
        ("b,B,,north,west", "no usable coordinates; the row is skipped"),
        ("b,B,,-110,45", "Latitude and longitude look swapped."),
        ("b,B,,95,200", "not on the earth"),
        ("b,B,ZZ,45,-110", "state: not a state, two letters; the row is skipped"),
        ("a,B,,45,-110", "'a' is listed before; the row is skipped"),
        ("b,B", "has 2 cells instead of 5; the row is skipped"),
    ],
)
def test_a_wrong_row_is_skipped_and_the_line_is_named(read: Read, row: str, why: str) -> None:
    sites = read("id,name,state,lat,lon", "a,A,,45,-110", row)
    assert sites.id == ("a",)
    notices = " ".join(said(sites.notices))
    assert "clinics.csv, line 3" in notices
    assert why in notices


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((), "clinics.csv"),
        (("name,lat",), "lon"),
        (("name,lat,lon",), "No candidate of clinics.csv can be used: it has no rows."),
        (("name,lat,lon", "A,x,y"), "No candidate of clinics.csv can be used"),
    ],
)
def test_a_file_without_candidates_is_refused_in_a_sentence(read: Read, lines: tuple[str, ...], why: str) -> None:
    with pytest.raises(FinderError) as error:
        read(*lines)
    assert why in ENGLISH.error(error.value)
