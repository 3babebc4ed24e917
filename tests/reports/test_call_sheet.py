"""The sheet of calls as a PDF, as it is drawn: large type, boxes to tick, room to write, blocks that stay whole."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader

from finder.core import Finder
from finder.questions.search.option_words import QUESTIONS
from finder.questions.search.result import SearchResult
from finder.reports.pdf.call_sheet import to_pdf
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.questions.search.test_option_words import searched

MakeFinder = Callable[..., Finder]
MM = 72 / 25.4
PHONE = "406-555-0123"


@dataclass(frozen=True)
class Run:
    """Words in one size of type, and how far above the foot of the page they stand."""

    words: str
    size: float
    y: float


def runs(page: PageObject) -> list[Run]:
    found: list[Run] = []

    def see(words: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if words.strip():
            found.append(Run(words.strip(), size, tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=see)
    return found


def drawn(page: PageObject) -> Iterator[list[tuple[float, float]]]:
    """The corners of each shape and the ends of each line, in points from the lower left."""
    shape: list[tuple[float, float]] = []
    found: list[list[tuple[float, float]]] = []

    def see(operator: bytes, operands: list[float], cm: list[float], _tm: object) -> None:
        if operator in (b"m", b"l"):
            x, y = map(float, operands)
            shape.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))
        elif operator in (b"S", b"f", b"s"):
            found.append([*shape])
            shape.clear()

    page.extract_text(visitor_operand_before=see)
    yield from found


def boxes(page: PageObject) -> list[tuple[float, ...]]:
    """Squares to tick, as left, bottom, width, and height."""
    found: list[tuple[float, ...]] = []
    for corners in drawn(page):
        xs, ys = zip(*corners, strict=True)
        if len(corners) > 2 and 7 < max(xs) - min(xs) < 14:
            found.append((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    return found


def lines(page: PageObject) -> list[tuple[float, float, float]]:
    """Lines to write on, as height, left and right: the line at the foot of the page is not one."""
    ends = [sorted(shape) for shape in drawn(page) if len(shape) == 2]
    return [(left[1], left[0], right[0]) for left, right in ends if left[1] > 60]


def pages(result: SearchResult) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(to_pdf(result, ENGLISH, "en"))).pages)


@pytest.fixture
def one(grid_finder: MakeFinder) -> SearchResult:
    return searched(grid_finder(centers=[center_at(0, 1, name="Alpha", street="1 Main St", city="Elko", phone=PHONE)]))


def test_the_type_is_large_and_the_phone_the_largest(one: SearchResult) -> None:
    (page,) = pages(one)
    sizes = {run.words: run.size for run in runs(page)}
    name, phone = sizes["1. Alpha"], sizes[f"Phone: {PHONE}"]
    assert name >= 14
    assert phone > name
    block = [run for run in runs(page) if "Source:" not in run.words and 60 < run.y < 700]
    assert len(block) > 10
    assert min(run.size for run in block) >= 12


def test_a_question_has_a_box_to_tick_and_stands_beside_it(one: SearchResult) -> None:
    (page,) = pages(one)
    squares = boxes(page)
    assert len(squares) == len(QUESTIONS)
    assert all(abs(width) == pytest.approx(abs(height)) for _, _, width, height in squares)
    asked = [run.y for question in QUESTIONS for run in runs(page) if run.words == str(question)]
    middles = [y + height / 2 for _, y, _, height in squares]
    assert [abs(y + 4 - middle) < 4 for y, middle in zip(asked, middles, strict=True)] == [True] * len(QUESTIONS)


def test_there_is_room_to_write(one: SearchResult) -> None:
    (page,) = pages(one)
    heights = sorted({round(y, 1) for y, _, _ in lines(page)}, reverse=True)
    # Who and when share a line; the answer has three.
    assert len(lines(page)) == 5
    assert len(heights) == 4
    assert all(above - below >= 9 * MM - 0.1 for above, below in pairwise(heights))
    assert all(right - left > 100 for _, left, right in lines(page))
    (who,) = [run for run in runs(page) if run.words == "Spoke with:"]
    assert all(height < who.y + 1 for height in heights)


def test_a_phone_can_be_filled_in(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[center_at(0, 1, name="Alpha", street="1 Main St", city="Elko")]))
    (page,) = pages(found)
    told = {run.words: run.y for run in runs(page)}
    assert any(abs(height - told["Phone:"]) < 6 and right - left > 200 for height, left, right in lines(page))
    assert any(words.startswith("1 Main St, Elko") for words in told)


def test_two_places_share_a_page_where_they_fit(grid_finder: MakeFinder) -> None:
    rows = [center_at(0, 1, id=f"c{n}", name=f"Place {n}", phone=PHONE) for n in range(5)]
    found = searched(grid_finder(centers=rows))
    blocks = [sum(run.words == "Answer:" for run in runs(page)) for page in pages(found)]
    assert sum(blocks) == 5
    assert max(blocks) == 2
    # A block is whole: its boxes and lines stand on the page of its name.
    for page, count in zip(pages(found), blocks, strict=True):
        assert len(boxes(page)) == count * len(QUESTIONS)
        assert len(lines(page)) == count * 5


def test_nothing_runs_into_the_foot_of_the_page(grid_finder: MakeFinder) -> None:
    rows = [center_at(0, 1, id=f"c{n}", name=f"Place {n} " + "long " * (n * 7), source="said " * 20) for n in range(6)]
    for page in pages(searched(grid_finder(centers=rows))):
        foot = max(run.y for run in runs(page) if run.words.startswith("Infusion Access Finder ·"))
        assert all(run.y > foot + 8 for run in runs(page) if run.size > 8)


def test_a_place_that_fills_more_than_a_page_is_all_there(grid_finder: MakeFinder) -> None:
    endless = "word " * 190
    row = center_at(0, 1, name=f"Alpha {endless}", street=endless, city=endless, note=endless, source=f"{endless} Omega")
    sheets = pages(searched(grid_finder(centers=[row])))
    told = " ".join(run.words for page in sheets for run in runs(page))
    assert told.count("word") == 5 * 190
    assert "Omega" in told
    assert told.count("Answer:") == 1
