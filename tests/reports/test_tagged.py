"""Every PDF is PDF/UA-1: what is shown has a tag, in the order in which it is read; what was listed is never markup."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject, PdfObject

from finder.core import Finder
from finder.questions.chairs.query import ChairsQuery
from finder.questions.coverage.query import CoverageQuery
from finder.questions.registry import QUESTIONS
from finder.questions.search.query import SearchQuery
from finder.reports.pdf.call_sheet import to_pdf
from finder.reports.pdf.typesetting import Attached, Printed, Setting, clean, typeset
from finder.reports.render import REPORT, render
from finder.wording.writer import ENGLISH
from tests.planners import ON
from tests.verapdf import Checked, check, why_missing
from tests.wording.conftest import WRITERS
from tests.world import ROOT

# What would run, read, or change the look if it were taken as Typst, and what the type lacks.
MARKUP = (
    '#read("/etc/passwd")', "#{1+1}", "$x^2$", "*bold*", "_slanted_", "@label", "<label>", "`raw`", "= heading", "- item",
    "+ item", "/ term: x", "// remark", "/* remark */", r"\u{41}", "\\", "~", "---", "...", "[x]", "\"a\" 'b'", "]", "#", "{",
    '#import "@preview/cetz:0.4.0"', "https://example.org/x", "&lt;b&gt;", "%(n)s", "</svg>",
)  # fmt: skip
NOT_SET = "שלום مرحبا 👩🏽‍⚕️ \u202eevil \x00\x1b[31m \ufeff\u200b\u00ad\ud800 漢字 \U0010ffff"
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0L9 9L9 0Z" fill="#123456"/></svg>'
# What PDF/UA needs, and the rule that a file without it breaks.
NEEDED = {"/Alt": "7.3-1", "/MarkInfo": "6.2-1", "/ViewerPreferences": "7.1-10"}
SHEETS, REPORTS = ("sheet-en", "sheet-es"), ("coverage", "chairs")


def every_block(words: str) -> bytes:
    """A document with a block of each kind, in which each word is the same."""
    blocks: list[Setting] = [
        {"kind": "title", "kind_of": words, "title": words, "asked": words, "size": 9},
        {"kind": "lead", "words": words},
        {"kind": "heading", "words": words, "room": 80},
        {"kind": "paragraph", "words": words, "quiet": False},
        {"kind": "bullets", "items": [words, words], "quiet": True},
        {"kind": "figures", "figures": [[words, words]] * 3},
        {"kind": "grid", "head": [words] * 3, "rows": [[words] * 3] * 2, "widths": [2, 1, 1], "text_columns": 1},
        {"kind": "map", "alt": words, "title": words, "note": words,
         "marks": [{"kind": k, "color": "#123456", "words": words} for k in ("swatch", "hatch", "dot")]},
        {"kind": "together", "parts": [
            {"kind": "section", "words": words},
            {"kind": "say", "words": [(words, False), (words, True)], "size": 12, "bold": True, "color": "#123456"},
            {"kind": "ask", "questions": [(words, words), (words, None)]},
            {"kind": "write", "labels": [words, words]},
            {"kind": "write", "labels": [""]},
        ]},
    ]  # fmt: skip
    attached = Attached("manifest.json", "application/json", words, "{}")
    return typeset(Printed(words, words, ON, blocks, picture=FIGURE, attached=attached))


@pytest.fixture(scope="module")
def files(starter: Finder) -> dict[str, bytes]:
    found = starter.search(SearchQuery("Bozeman, MT", "rituximab", within_mi=100, on=ON))
    sheets = {f"sheet-{language}": to_pdf(found, words, language) for language, words in WRITERS.items()}
    coverage = starter.coverage(CoverageQuery("cms", None, "MT", on=ON))
    chairs = starter.chairs(ChairsQuery(state="AK", on=ON))
    reports = {
        "coverage": render(QUESTIONS["coverage"], coverage, REPORT, "pdf").content,
        "chairs": render(QUESTIONS["chairs"], chairs, REPORT, "pdf").content,
    }
    assert (tuple(sheets), tuple(reports)) == (SHEETS, REPORTS)
    return {**sheets, **reports, "markup": every_block(" ".join(MARKUP)), "not set": every_block(NOT_SET)}


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def tags(book: pypdf.PdfReader | pypdf.PdfWriter) -> Iterator[tuple[tuple[str, ...], DictionaryObject]]:
    """Elements of the structure in reading order, each with the names of those that it is in, and its own."""

    def within(element: PdfObject | None, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], DictionaryObject]]:
        element = None if element is None else element.get_object()
        if isinstance(element, list):
            for part in element:
                yield from within(part, names)
        elif isinstance(element, DictionaryObject):
            inner = (*names, str(element["/S"])[1:]) if "/S" in element else names
            if inner != names:
                yield inner, element
            yield from within(element.get("/K"), inner)

    yield from within(book.root_object["/StructTreeRoot"], ())


def marks(element: Any, page: Any = None) -> Iterator[tuple[int, int]]:
    """Yield the marks of content in an element, in reading order: the number of the page's object, and the mark."""
    element = None if element is None else element.get_object()
    if isinstance(element, int):
        yield page.idnum, int(element)
    elif isinstance(element, list):
        for part in element:
            yield from marks(part, page)
    elif isinstance(element, DictionaryObject):
        page = element.raw_get("/Pg") if "/Pg" in element else page
        if "/MCID" in element:
            yield page.idnum, int(str(element["/MCID"]))
        yield from marks(element.get("/K"), page)


def named(book: pypdf.PdfReader | pypdf.PdfWriter, name: str) -> list[DictionaryObject]:
    return [element for names, element in tags(book) if names[-1] == name]


def seen(book: pypdf.PdfReader) -> str:
    """Without spaces and places to break: where a line ends says nothing."""
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in book.pages))


@pytest.fixture(scope="module")
def verapdf() -> None:
    """What skips a test without veraPDF, but never in CI."""
    if reason := why_missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def without(name: str, content: bytes) -> bytes:
    """A report from which something is taken away."""
    book = pypdf.PdfWriter(clone_from=opened(content))
    place = named(book, "Figure")[0] if name == "/Alt" else book.root_object
    del place[name]
    left = io.BytesIO()
    book.write(left)
    return left.getvalue()


@pytest.fixture(scope="module")
def by_verapdf(files: dict[str, bytes], verapdf: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    """What veraPDF says of each file, and of a report without what it needs: it takes longer to start than to look."""
    folder, looked_at = tmp_path_factory.mktemp("verapdf"), files | {name: without(name, files["chairs"]) for name in NEEDED}
    paths = [folder / f"{number}.pdf" for number in range(len(looked_at))]
    for path, content in zip(paths, looked_at.values(), strict=True):
        path.write_bytes(content)
    return dict(zip(looked_at, check(paths), strict=True))


@pytest.mark.slow
def test_verapdf_finds_nothing_in_any_file(files: dict[str, bytes], by_verapdf: dict[str, Checked]) -> None:
    for name in files:
        found = by_verapdf[name]
        assert (name, found.conforms, found.broken) == (name, True, ())
        assert found.checks > 1000


@pytest.mark.slow
def test_verapdf_sees_what_is_taken_away(by_verapdf: dict[str, Checked]) -> None:
    for name, rule in NEEDED.items():
        found = by_verapdf[name]
        assert (name, found.conforms, [broken.split()[0] for broken in found.broken]) == (name, False, [rule])


@pytest.mark.parametrize("name", [*SHEETS, *REPORTS, "markup"])
def test_what_is_read_has_the_tag_of_what_it_is(files: dict[str, bytes], name: str) -> None:
    book = opened(files[name])
    kinds = {names for names, _ in tags(book)}
    top = {names[1] for names in kinds if len(names) > 1}
    # A sentence beside the others that is no paragraph would be a Span here.
    assert top <= {"H1", "H2", "P", "L", "Div", "Figure", "Table"}
    headings = [str(element["/S"]) for names, element in tags(book) if re.fullmatch(r"H\d?", names[-1])]
    assert headings[0] == "/H1"
    assert set(headings[1:]) == {"/H2"}
    # The outline has each section, and no title.
    assert [str(e["/T"]) for e in named(book, "H2")] == [str(e.title) for e in book.outline]  # type: ignore[union-attr]
    # An entry of a list has a mark and words; each list has entries, and nothing else has any.
    for names in kinds:
        assert (names[-1] == "LI") == (names[-2:-1] == ("L",))
        assert names[-1] not in {"Lbl", "LBody"} or names[-2] == "LI"


@pytest.mark.parametrize("name", REPORTS)
def test_a_column_of_a_table_has_its_head(files: dict[str, bytes], name: str) -> None:
    book = opened(files[name])
    heads = named(book, "TH")
    assert len(named(book, "Table")) >= 2
    assert all("/Scope: /Column" in str(h["/A"]).replace("'", "") for h in heads)
    ids = {str(h["/ID"]) for h in heads}
    for cell in named(book, "TD"):
        assert set(re.findall(r"U\d+x\d+y\d+", str(cell["/A"]))) & ids


@pytest.mark.parametrize(("name", "said"), [("coverage", "People outside the standard: "), ("chairs", "Access ratio: ")])
def test_the_map_is_told_in_words(files: dict[str, bytes], name: str, said: str) -> None:
    (figure,) = named(opened(files[name]), "Figure")
    alt = str(figure["/Alt"])
    counties, classes = re.fullmatch(rf"Map of (\d+) counties\. {said}(.+?)\.( \d+ count.*\.)?", alt).groups()[:2]  # type: ignore[union-attr]
    assert sum(map(int, re.findall(r"\((\d+) count", classes))) == int(counties) >= 29


@pytest.mark.parametrize("name", [*SHEETS, *REPORTS])
def test_the_order_of_the_structure_is_that_of_the_page(files: dict[str, bytes], name: str) -> None:
    book = opened(files[name])
    drawn = []
    for page in book.pages:
        content = page.get_contents()
        assert content is not None
        assert page.indirect_reference is not None
        for operands, operator in content.operations:
            if operator == b"BDC" and "/MCID" in operands[1]:
                drawn.append((page.indirect_reference.idnum, int(operands[1]["/MCID"])))
    assert list(marks(book.root_object["/StructTreeRoot"])) == drawn


@pytest.mark.parametrize(("name", "language"), [("sheet-en", "en-US"), ("sheet-es", "es-US"), ("coverage", "en-US")])
def test_a_file_says_its_language_and_where_another_begins(files: dict[str, bytes], name: str, language: str) -> None:
    book = opened(files[name])
    assert str(book.root_object["/Lang"]) == language
    contents = b"".join(page.get_contents().get_data() for page in book.pages)  # type: ignore[union-attr]
    assert set(re.findall(rb"/Lang ?\(([^)]*)\)", contents)) == ({b"en-US"} if language == "es-US" else set())


@pytest.mark.slow
@pytest.mark.parametrize("words", MARKUP)
def test_words_are_shown_as_they_are_and_not_obeyed(words: str) -> None:
    book = opened(every_block(words))
    wanted = re.sub(r"\s", "", clean(words))
    assert wanted == re.sub(r"\s", "", words)
    # A title, a lead, a heading, a paragraph, 2 bullets, 6 figures, 9 cells, 5 of the map, 8 of the sheet, and what was asked.
    assert seen(book).count(wanted) >= 34
    assert book.metadata is not None
    assert book.metadata.title == words
    assert "root:" not in seen(book)


def test_what_the_type_lacks_has_a_mark_and_stops_nothing() -> None:
    shown = seen(opened(every_block(NOT_SET)))
    assert "\ufffd" in shown
    assert "evil" in shown
    assert not set(shown) & set("\x00\x1b\u202e\ufeff漢")


@pytest.mark.slow
@pytest.mark.parametrize("words", ["W" * 3000, "word " * 2000, "", " ", "\n\n", "i" * 100])
def test_endless_and_empty_words_are_set(words: str) -> None:
    assert opened(every_block(words or "x")).pages
    sheet = {"kind": "together", "parts": [{"kind": "section", "words": "x" + words}, {"kind": "write", "labels": [words]}]}
    head = {"kind": "title", "kind_of": words, "title": "x" + words, "asked": words, "size": 9}
    assert opened(typeset(Printed("x" + words, words, ON, [head, sheet]))).pages


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_of_the_patient_is_outside_the_pages(files: dict[str, bytes], name: str) -> None:
    book = opened(files[name])
    assert "Bozeman" in seen(book)
    about = f"{book.metadata} {book.xmp_metadata.rdf_root.toxml() if book.xmp_metadata else ''}"
    assert not re.search("Bozeman|rituximab|Rituxan", about, re.IGNORECASE)
    assert not book.attachments


def test_the_same_sheet_has_the_same_bytes(files: dict[str, bytes], starter: Finder) -> None:
    found = starter.search(SearchQuery("Bozeman, MT", "rituximab", within_mi=100, on=ON))
    assert to_pdf(found, ENGLISH, "en") == files["sheet-en"]


_SETS_ONE = """
import sys
from datetime import date
from pathlib import Path
from finder.reports.pdf.typesetting import Printed, typeset

made = typeset(Printed("Sheet", "Foot", date(2026, 11, 29), [{"kind": "paragraph", "words": "Words.", "quiet": False}]))
assert made.startswith(b"%PDF"), made[:100]
assert "typst" not in sys.modules
assert not any(task.read_text() for task in Path("/proc/self/task").glob("*/children"))
"""


def test_typst_which_keeps_words_of_what_it_set_ends_with_the_document() -> None:
    subprocess.run([sys.executable, "-c", _SETS_ONE], check=True, cwd=ROOT)


def test_a_document_that_cannot_be_set_is_an_error_that_quotes_none_of_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        typeset(Printed("Sheet", "Foot", ON, [{"kind": "no such block", "words": "Zyxquorra Lane"}]))
    assert "Zyxquorra" not in str(caught.value) + "".join(capfd.readouterr())
