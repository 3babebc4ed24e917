"""Rows as CSV and as text: what a spreadsheet or a terminal makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.reports.rows import to_csv, to_json, to_text
from tests.conftest import HOSTILE
from tests.planners import read_csv


def one_cell(value: object) -> str:
    return read_csv(to_csv([{"a": value, "b": "end"}], ("a", "b")))[0]["a"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "-", " =1", "\u200b=1"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert one_cell(text) == "'" + text


@pytest.mark.parametrize(("number", "shown"), [(-111.04, "-111.04"), (-1, "-1"), (0.0, "0.0"), (1e-9, "1e-09")])
def test_a_number_never_gets_one(number: float, shown: str) -> None:
    assert one_cell(number) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (True, "yes"), (False, "no"), ("", ""), ("a=b", "a=b"), (HOSTILE, HOSTILE)]
)
def test_other_values_stay_as_they_are(value: object, shown: str) -> None:
    assert one_cell(value) == shown


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("a ;|\t\r\n\ufeff=＝-'\""))
def test_any_text_comes_back_and_is_never_a_formula(text: str) -> None:
    shown = one_cell(text)
    assert shown.replace("'", "") == text.replace("'", "")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\ufeff"))


def test_lines_end_as_the_standard_says() -> None:
    assert to_csv([{"a": 1}, {"a": 2}], ("a",)) == "a\r\n1\r\n2\r\n"


def test_a_table_has_the_columns_asked_for_in_their_order() -> None:
    assert to_csv([{"a": 1, "b": 2, "c": 3}], ("c", "a")) == "c,a\r\n3,1\r\n"
    assert to_csv([], ("c", "a")) == "c,a\r\n"


def test_json_is_utf8_and_refuses_what_json_lacks() -> None:
    assert to_json({"a": ["ñ", None, True]}).decode() == '{\n "a": [\n  "ñ",\n  null,\n  true\n ]\n}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"a": float("inf")})


def test_a_terminal_gets_aligned_columns() -> None:
    shown = to_text([{"name": "Bozeman", "mi": 1.5, "x": 0}, {"name": "A", "mi": None, "x": 0}], ["name", "mi"])
    assert shown.split("\n") == ["name     mi", "-------  ---", "Bozeman  1.5", "A"]


def test_a_terminal_gets_no_control_characters_and_no_endless_cells() -> None:
    shown = to_text([{"a": "\x1b[31mred\x07\n\u202etxt" + "x" * 500}], ["a"])
    assert shown.split("\n")[2] == "[31mredtxt" + "x" * 50


def test_a_table_without_rows_is_its_header() -> None:
    assert to_text([], ["name", "mi"]).split("\n") == ["name  mi", "----  --"]
