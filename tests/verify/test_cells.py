"""What a cell says, however a spreadsheet writes it."""

from typing import Any

import pytest

from finder.verify.cells import canonical


@pytest.mark.parametrize(
    ("column", "written", "same"),
    [
        ("zip", "1002", "01002"), ("zip", 1002, "01002"), ("zip", "1002.0", "01002"), ("specialty_code", "57", "057"),
        ("share", "0.50", "0.5"), ("share", 0.5, "0,5"), ("people", "1", "1.0"), ("rank", "3.0", "3"),
        ("passes", "TRUE", "yes"), ("passes", False, "no"), ("checked_on", "1/2/2026", "2026-01-02"),
        ("name", "a\r\nb", "a\nb"), ("name", None, ""), ("access_ratio", "1,250", "1.25"), ("chair_hours", "40.0", "40"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_writes_otherwise_is_the_same(column: str, written: Any, same: Any) -> None:
    assert canonical(column, written) == canonical(column, same)


@pytest.mark.parametrize(
    ("column", "written", "other"),
    [("zip", "01002", "01003"), ("share", "0.5", "0.51"), ("passes", "yes", ""), ("name", "a", "A"), ("people", "1", "one"),
     ("people", "", "0"), ("name", "1", "1.0"), ("access_ratio", "1.25", "1.251"), ("chairs_assumed", "yes", "no")],
)  # fmt: skip
def test_what_differs_stays_different(column: str, written: str, other: str) -> None:
    assert canonical(column, written) != canonical(column, other)
