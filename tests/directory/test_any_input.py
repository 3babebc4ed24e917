"""Whatever the files hold, the answer is a directory or a DirectoryError."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.directory.columns import COLUMNS
from finder.directory.folder import load_folder
from finder.errors import DirectoryError
from finder.places.gazetteer import Gazetteer
from tests.conftest import HOSTILE
from tests.directory.conftest import EACH_TUESDAY, STOP, UNIT, WriteFolder
from tests.sampling import of_many
from tests.world import TODAY, reader

ANY_FILE = settings(
    max_examples=3 * settings().max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CSV_BYTES = st.lists(
    st.sampled_from(
        [
            b"id",
            b"name",
            b"zip",
            b"lat",
            b",",
            b",",
            b"\n",
            b"\r",
            b'"',
            b";",
            b"\0",
            b"\xff",
            b"67000",
            b"nan",
            b"\xef\xbb\xbf",
        ]
    )
).map(b"".join)


@ANY_FILE
@given(content=st.binary(max_size=300) | CSV_BYTES | CSV_BYTES.map(b"id,name,zip,lat\n".__add__))
def test_any_bytes_are_a_directory_or_a_directory_error(
    write_folder: WriteFolder, grid_gazetteer: Gazetteer, content: bytes
) -> None:
    folder = write_folder()
    (folder / "centers.csv").write_bytes(content)
    try:
        directory = load_folder(folder, reader(grid_gazetteer), TODAY)
    except DirectoryError:
        return
    assert all(p.id and p.name for p in directory.points)
    assert len({p.id for p in directory.points}) == len(directory.points)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_any_cells_are_loaded_or_noticed(write_folder: WriteFolder, grid_gazetteer: Gazetteer, name: str) -> None:
    good = {
        "centers.csv": {"id": "c", "name": "C", "zip": "67000"},
        "center_therapies.csv": {"center_id": "c", "therapy_id": "ivig", "evidence": "reported"},
        "mobile_units.csv": UNIT,
        "mobile_stops.csv": STOP,
        "mobile_calendar.csv": EACH_TUESDAY,
    }
    tables = {key.removesuffix(".csv"): [row] for key, row in good.items()}
    folder = write_folder(**tables)
    clean = load_folder(folder, reader(grid_gazetteer), TODAY)
    assert clean.notices == ()
    cell = st.text(max_size=12) | st.sampled_from(
        [HOSTILE, "nan", "-1", "9" * 400, "2026-02-30", "FREQ=DAILY;INTERVAL=0", "67000"]
    )

    @settings(max_examples=of_many(60, 12), deadline=None)
    @given(st.dictionaries(st.sampled_from(COLUMNS[name]), cell, min_size=1, max_size=4))
    def check(cells: dict[str, str]) -> None:
        with (folder / name).open("w", encoding="utf-8", newline="", errors="replace") as file:
            writer = csv.DictWriter(file, COLUMNS[name], restval="")
            writer.writeheader()
            writer.writerows([{**good[name], **cells}, {**good[name], "id": "other"} if "id" in COLUMNS[name] else good[name]])
        directory = load_folder(folder, reader(grid_gazetteer), TODAY)
        # One damaged row: at most that row is lost, and never without a word.
        lost = len(directory.points) < len(clean.points)
        assert not lost or directory.notices

    check()
