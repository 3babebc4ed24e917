"""Text that a spreadsheet would run as a formula, in every disguise: as CSV opened with any separator, and as a workbook."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.reports.cell_text import guarded
from finder.reports.rows import to_csv
from finder.reports.workbook import cell_text

DISGUISES = [
    *("", " ", "\t", "\r", "\n", "\ufeff", "\u200b", "\u00a0", "\u3000", "\u00ad", "\x00", "\x0b", "\x85"),
    *("\u2060",  "\u202e", "\u2028", ";", "; ", ";\ufeff", "|", "a;", "a; ", "a;\t", "a\t", "a\n", "a\r\n", "a|", "a;b;"),
    " \t\ufeff ",
]  # fmt: skip
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−⁼⁺⁻"


def cells_of(written: str) -> list[str]:
    """The cells that some spreadsheet may make of a cell, each as it sees them: plain, without what is in front."""
    parts = re.split("[;|\t\r\n]", written)
    plain = [unicodedata.normalize("NFKC", part).replace("\u2212", "-") for part in parts]
    return ["".join(c for c in part if unicodedata.category(c)[0] not in "CZ" or c in "xyz") for part in plain]


def is_a_formula(written: str) -> bool:
    return any(cell.startswith(("=", "+", "-", "@")) for cell in cells_of(written))


@pytest.mark.slow
@pytest.mark.parametrize("disguise", DISGUISES, ids=ascii)
@pytest.mark.parametrize("sign", SIGNS)
def test_no_disguise_makes_a_formula(disguise: str, sign: str) -> None:
    written = f"{disguise}{sign}cmd|' /C calc'!A0"
    assert is_a_formula(written)
    assert not is_a_formula(guarded(written))
    assert not is_a_formula(cell_text(written))
    _, line = to_csv([{"a": written}], ("a",)).split("\r\n", 1)
    assert not is_a_formula(line.replace('"', ""))


@given(st.text("a;|\t\r\n \ufeff\u200b=＝-'", max_size=12))
def test_no_text_becomes_a_formula_and_none_is_lost(written: str) -> None:
    shown = guarded(written)
    assert not is_a_formula(shown)
    assert shown.replace("'", "") == written.replace("'", "")


@pytest.mark.parametrize(
    "written", ["", "a=b", "St. Mary - West", "a@b.org", "Monday; Tuesday", "1-2", "C++", "'=1", "a | b", "8 AM – 5 PM"]
)
def test_other_text_stays_as_it_is(written: str) -> None:
    assert guarded(written) == written


@pytest.mark.parametrize("part", ["\t", "; ", "\ufeff;", "=", ";=", "; a"])
def test_the_longest_cell_is_read_in_one_go_whatever_is_in_it(part: str) -> None:
    """Where a gap is read again from each of its signs, 32,000 of them take minutes."""
    began = time.process_time()
    shown = guarded(part * (32_000 // len(part)) + "=")
    assert time.process_time() - began < 2
    assert not is_a_formula(shown)
