"""Files that would take gigabytes or minutes are read in measure, or refused in one line."""

from dataclasses import replace
from pathlib import Path

import pytest

from finder.files.limits import SheetLimits, SizeLimits, read_file, read_json
from finder.files.sheets import read_sheets
from finder.text import text
from tests.files.bombs import KINDS, cost_of, workbook
from tests.sampling import sample

ADVICE = text("Give another.")
LIMITS = SheetLimits(max_bytes=10_000_000, advice=ADVICE, max_unpacked_bytes=60_000_000, max_rows=10_000, max_columns=400)
MOST_MB, MOST_S = 260.0, 40.0


BOMBS = [(kind, name) for kind, named in KINDS.items() for name in named]
ASKED_BOMBS = sample(BOMBS, by=lambda bomb: bomb[:1])


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), ASKED_BOMBS)
def test_no_small_file_becomes_a_large_one(kind: str, name: str) -> None:
    content = KINDS[kind][name]()
    cost = cost_of(lambda: read_sheets(content, "a file", LIMITS))
    assert cost.outcome == "read" or cost.outcome.startswith("QueryError: a file")
    assert "\n" not in cost.outcome
    assert cost.mb < MOST_MB
    assert cost.seconds < MOST_S


def test_a_cell_far_out_costs_nothing_and_is_skipped() -> None:
    (sheet,) = read_sheets(workbook('<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>2</v></c></row>'), "a", LIMITS)
    assert sheet.rows == [(), (1,)]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ((b"<row>" + b"<c><v>1</v></c>" * 300 + b"</row>") * 70, "20000 cells"),
        (b'<row r="2"/><row r="1"/>', "cannot be read"),
        (b'<row><c r="B1"/><c r="A1"/></row>', "cannot be read"),
        (b'<row><c t="s"><v>0</v></c></row>', "cannot be read"),
        (b'<row><c t="s"><v>-1</v></c></row>', "cannot be read"),
        (b'<row><c s="7"><v>1</v></c></row>', "cannot be read"),
        (b'<row><c r="1A"><v>1</v></c></row>', "cannot be read"),
        (b"<row><c><v>one</v></c></row>", "cannot be read"),
        (b'<row r="-1"/>', "cannot be read"),
    ],
)
def test_what_no_spreadsheet_writes_is_refused(made: bytes, why: str) -> None:
    with pytest.raises(Exception, match=why):
        read_sheets(workbook(made), "a", replace(LIMITS, max_cells=20_000))


def test_a_file_that_takes_too_long_is_refused() -> None:
    hurried = replace(LIMITS, max_s=0.0)
    for content in (workbook(b"<row/>" * 100), b"a\n" * 5_000):
        with pytest.raises(Exception, match="takes too long to read"):
            read_sheets(content, "a", hurried)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_a_device_without_an_end_is_refused() -> None:
    with pytest.raises(Exception, match="larger than 10 MB"):
        read_file(Path("/dev/zero"), LIMITS)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [b"[],", b"{},", b'"",', b"1,", b'{"a":[', b"["])
def test_json_of_too_many_or_too_deep_values_is_refused(piece: bytes) -> None:
    limits = SizeLimits(100_000_000, ADVICE)
    content = b"[" + piece * 6_000_000 + b"1]"
    cost = cost_of(lambda: read_json(content, "a file", limits, limits.refusal(text("a file is not JSON."))))
    assert cost.outcome.startswith("QueryError: a file")
    assert cost.mb < MOST_MB
