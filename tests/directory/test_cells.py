"""Cells read as what they mean: unknown with a notice, never a guess."""

import math
from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.directory.cells import CellError, Cells
from finder.directory.table import Row, RowNotice
from finder.domain.geo import Point
from finder.domain.provenance import read_as_of
from finder.wording.writer import ENGLISH
from tests.statements import DAY


def cells(**written: str) -> tuple[Cells, list[RowNotice]]:
    notices: list[RowNotice] = []
    return Cells(Row("centers.csv", 7, written), notices, DAY), notices


def read(method: str, written: str) -> tuple[object, list[str]]:
    made, notices = cells(x=written)
    return getattr(made, method)("x"), [ENGLISH.say(n.sentence) for n in notices]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("4065550123", "406-555-0123"),
        ("(406) 555-0123", "406-555-0123"),
        ("+1 406.555.0123", "406-555-0123"),
        ("tel:406-555-0123", "406-555-0123"),
        ("406-555-0123 x12", "406-555-0123 ext. 12"),
        ("787-555-0123", "787-555-0123"),
        ("1-800-FLOWERS", "800-356-9377"),
        ("", ""),
    ],
)
def test_a_phone_number_has_one_form(written: str, shown: str) -> None:
    assert read("phone", written) == (shown, [])


@pytest.mark.parametrize(
    "written",
    [
        "call us",
        "555-0123",
        "000-000-0000",
        "123-456-7890",
        "911",
        "+44 20 7946 0958",
        "406-555-0123; 406-555-0124",
        "<script>",
    ],
)
def test_what_cannot_be_dialed_is_no_phone(written: str) -> None:
    shown, notices = read("phone", written)
    assert shown == ""
    assert len(notices) == 1
    assert notices[0].startswith("centers.csv, line 7, x: ")


@given(st.from_regex(r"[0-9]{3}-[0-9]{3}-[0-9]{4}", fullmatch=True))
def test_a_well_written_phone_number_is_read_as_any_other(written: str) -> None:
    """With brackets, the same number is parsed."""
    assert read("phone", written)[0] == read("phone", f"({written[:3]}) {written[4:]}")[0]


@pytest.mark.parametrize("written", ["https://a.org/x?y=1&z=2#w", "HTTP://A.ORG", "http://[::1]/"])
def test_web_addresses_are_kept(written: str) -> None:
    assert read("web_address", written) == (written, [])


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.org",
        "a.org",
        "https://",
        'https://a"onclick=',
        "https://a.org/<x>",
        "ftp://a",
    ],
)
def test_what_could_be_a_script_is_no_web_address(written: str) -> None:
    shown, notices = read("web_address", written)
    assert shown == ""
    assert len(notices) == 1


@pytest.mark.parametrize(("written", "value"), [("", None), ("0", 0.0), ("4.5", 4.5), ("05.", 5.0), (".5", 0.5)])
def test_numbers(written: str, value: float | None) -> None:
    assert read("number", written) == (value, [])


@pytest.mark.parametrize(
    "written",
    [
        *(
            "nan",
            "inf",
            "Infinity",
            "1e999",
            "1e3",
            "5E1",
            "-1",
            "+1",
            "four",
            "1,5",
            "1,200",
            "0x10",
            "1_0",
            "1_000.5",
            "9" * 400,
        ),
        *("１０", "٣", "1 0", "1.2.3", ".", "½", "1²", "10%"),
    ],
)
@pytest.mark.parametrize("method", ["number", "count"])
def test_what_is_no_amount_is_unknown(method: str, written: str) -> None:
    value, notices = read(method, written)
    assert value is None
    assert len(notices) == 1


@pytest.mark.parametrize(
    ("written", "value", "said"), [("3", 3, 0), ("1", 1, 0), ("", None, 0), ("0", None, 1), ("-3", None, 1)]
)
def test_none_at_all_is_no_number_of_one_or_more(written: str, value: int | None, said: int) -> None:
    shown, notices = read("one_or_more", written)
    assert (shown, len(notices)) == (value, said)


def test_half_a_chair_is_unknown() -> None:
    assert read("count", "12.0") == (12, [])
    assert read("count", "1.5")[0] is None


@pytest.mark.parametrize("written", ["11/30/2026", "2026-13-01", "2026-02-30", "2026-1-1", "2026-W48", "0000-00-00", "today"])
def test_what_is_no_day_is_unknown(written: str) -> None:
    value, notices = read("day", written)
    assert value is None
    assert len(notices) == 1


def test_days() -> None:
    for written in ("2028-02-29", "20280229", "2028-W09-2", "2028W092", "2028-060", "2028060"):
        assert read("day", written) == (date(2028, 2, 29), [])
    assert read("day", "") == (None, [])


@pytest.mark.parametrize("written", ["2026-11-24", "2026-11", "2026", "2018", "1999-12-31"])
def test_a_source_is_as_old_as_it_says(written: str) -> None:
    assert read("as_of", written) == (read_as_of(written), [])


def test_no_date_of_a_source_is_unknown() -> None:
    assert read("as_of", "") == (None, [])


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "2026-02-30", "26", "11/2026", "2026-11-24T09:00", "spring", "0000"])
def test_what_is_no_date_of_a_source_is_unknown(written: str) -> None:
    value, notices = read("as_of", written)
    assert value is None
    assert notices == [
        f"centers.csv, line 7, x: '{written}' is not a date like 2026-11-30, 2026-11, or 2026; treated as unknown"
    ]


@pytest.mark.parametrize("written", ["2026-11-25", "2026-12", "2027", "9999"])
def test_a_source_dated_ahead_is_kept_with_a_notice(written: str) -> None:
    value, notices = read("as_of", written)
    assert value == read_as_of(written)
    assert notices == [f"centers.csv, line 7, x: '{written}' is in the future; it counts as unknown until then"]


@pytest.mark.parametrize(
    ("written", "value", "said"),
    [("staff", "staff", 0), ("Price_List", "price_list", 0), ("", None, 0), ("hearsay", None, 1), ("price list", None, 1)],
)
def test_a_basis_is_a_known_word_or_unknown(written: str, value: str | None, said: int) -> None:
    shown, notices = read("basis", written)
    assert (shown, len(notices)) == (value, said)


def test_some_of_the_known_words() -> None:
    made, notices = cells(x="Children; women;; martians ;aliens")
    assert made.choices("x", ("adults", "children", "women")) == {"children", "women"}
    assert [ENGLISH.say(n.sentence) for n in notices] == [
        "centers.csv, line 7, x: 'aliens' is not one of adults, children, women; ignored"
    ]
    assert cells()[0].choices("x", ("adults",)) == frozenset()


@pytest.mark.parametrize(
    ("written", "value"), [("09:00", time(9)), ("9:05", time(9, 5)), ("23:59", time(23, 59)), ("8:00:00", time(8))]
)
def test_times(written: str, value: time) -> None:
    assert read("clock", written) == (value, [])


@pytest.mark.parametrize("written", ["", "9", "24:00", "9:60", "9am", "09:00+05:00", "09:00Z", "-1:00"])
def test_a_row_cannot_do_without_its_time(written: str) -> None:
    with pytest.raises(CellError):
        read("clock", written)


@pytest.mark.parametrize("written", ["", "Mountain", "America", "../../etc/passwd", "/etc/localtime", "x" * 900, "."])
def test_a_row_cannot_do_without_its_time_zone(written: str) -> None:
    with pytest.raises(CellError):
        read("zone", written)


@pytest.mark.parametrize(
    ("written", "value", "said"), [("yes", True, 0), ("Yes", True, 0), ("NO", False, 0), ("", False, 0), ("maybe", False, 1)]
)
def test_yes_and_no(written: str, value: bool, said: int) -> None:
    shown, notices = read("yes", written)
    assert (shown, len(notices)) == (value, said)


@pytest.mark.parametrize(
    ("written", "value", "said"), [("Confirmed", "confirmed", 0), ("", "unknown", 0), ("rumor", "unknown", 1)]
)
def test_evidence_is_a_known_word_or_unknown(written: str, value: str, said: int) -> None:
    shown, notices = read("evidence", written)
    assert (shown, len(notices)) == (value, said)


def test_lists_stand_between_semicolons() -> None:
    assert read("items", " a; b ;;c;") == (["a", "b", "c"], [])


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("45.68", "-111.04"),
        ("18.11", "-65.42"),  # Vieques
        ("71.29", "-156.79"),  # Utqiagvik
        ("52.9", "172.9"),  # Attu, beyond the date line
        ("24.55", "-81.8"),  # Key West
        ("18.92", "-155.68"),  # the south of Hawaii
    ],
)
def test_points_are_kept(lat: str, lon: str) -> None:
    made, notices = cells(lat=lat, lon=lon)
    assert made.point("lat", "lon") == Point(float(lat), float(lon))
    assert notices == []


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        *[("nan", "nan"), ("inf", "-111"), ("45.68", ""), ("", "-111"), ("45,68", "-111,04"), ("N45", "W111")],
        *[("4_5.68", "-111.04"), ("45.68", "-1_11.04"), ("4.568e1", "-111.04"), ("４５.68", "-111.04"), ("45.68", "−111.04")],
        *[("45.68", "--111.04"), ("0x2d", "-111"), ("45.68 N", "111.04 W"), ("000045.68", "-111.04")],
        *[("-111.04", "45.68"), ("91", "-111"), ("45.68", "-181")],  # off the earth
    ],
)
def test_what_is_no_point_on_the_earth_is_unknown(lat: str, lon: str) -> None:
    made, notices = cells(lat=lat, lon=lon)
    assert made.point("lat", "lon") is None
    assert len(notices) == 1


def test_a_required_cell_must_not_be_empty() -> None:
    made, _ = cells(x="")
    with pytest.raises(CellError, match="x"):
        made.required("x")


def test_a_notice_shows_a_bad_cell_cut_and_in_quotes() -> None:
    _, (notice,) = read("phone", "z" * 500)
    assert len(notice) < 200
    assert "'zzz" in notice


READERS = (*("phone", "web_address", "number", "count", "day", "as_of", "yes", "evidence", "basis", "items", "clock", "zone"),)


@pytest.mark.parametrize("method", READERS)
def test_any_text_is_read_or_unknown(method: str) -> None:
    @given(st.text(max_size=60))
    def check(written: str) -> None:
        try:
            value, _ = read(method, written)
        except CellError:
            return
        assert not isinstance(value, float) or math.isfinite(value)

    any_text: Callable[[], None] = check
    any_text()
