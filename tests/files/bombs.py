"""Small files that become large ones, and what it costs to read them."""

import io
import multiprocessing
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Cost(NamedTuple):
    """How reading ended, and what it took: `seconds` of the processor, which other programs do not lengthen."""

    outcome: str
    mb: float
    seconds: float


def cost_of(read: Callable[[], object]) -> Cost:
    """Read in a process of its own, and measure by how much its memory grew at most."""
    theirs, ours = multiprocessing.get_context("fork").Pipe()

    def child() -> None:
        Path("/proc/self/clear_refs").write_text("5")
        before, began = _peak_mb(), time.process_time()
        try:
            read()
            outcome = "read"
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"
        ours.send(Cost(outcome, _peak_mb() - before, time.process_time() - began))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    found: Cost = theirs.recv() if theirs.poll(120) else Cost("never ended", 0, 120)
    process.kill()
    process.join()
    return found


def _peak_mb() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) / 1024


def workbook(
    sheet: str | bytes = "",
    *,
    strings: str | bytes = "",
    styles: str | bytes = "",
    book: str = "",
    others: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook of hand-written parts: the inside of sheetData, of sst, of styleSheet, and of sheets."""
    book = book or '<sheet name="Sheet" sheetId="1" r:id="rId1"/>'
    targets = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    kept = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items(), 1)
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="a" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{kept}</Relationships>',
        "xl/worksheets/sheet1.xml": _inside("worksheet", "sheetData", sheet),
        "xl/sharedStrings.xml": _inside("sst", "", strings),
        "xl/styles.xml": _inside("styleSheet", "", styles),
        **(others or {}),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def _inside(outer: str, inner: str, part: str | bytes) -> bytes:
    raw = part.encode() if isinstance(part, str) else part
    if raw.startswith(b"<?raw"):
        return raw.removeprefix(b"<?raw?>")
    opened, closed = (f"<{inner}>", f"</{inner}>") if inner else ("", "")
    return f'<{outer} xmlns="{MAIN}">{opened}'.encode() + raw + f"{closed}</{outer}>".encode()


def _corners(rows: int) -> str:
    return "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, rows + 1))


def _entities() -> str:
    grown = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 20}">' for i in range(8))
    return f'<?raw?><!DOCTYPE a [<!ENTITY e0 "{"x" * 60}">{grown}]><worksheet><t>&e8;</t></worksheet>'


MILLION = 1_000_000
TEXT = "<si><t>" + "x" * 32_000 + "</t></si>"
ZEROS = b"\0" * 50 * MILLION
# Each kind is a part of a file that does the harm, and begins with one that is quickly made and read.
KINDS: dict[str, dict[str, Callable[[], bytes]]] = {
    "cells": {
        "9 million rows": lambda: workbook(b"<row/>" * 9 * MILLION),
        "the last column of every row": lambda: workbook(_corners(200_000)),
        "the last cell there can be": lambda: workbook(_corners(1_000) + '<row r="1048576"><c r="XFD1048576"/></row>'),
        "a row of 12 million cells": lambda: workbook(b"<row>" + b"<c/>" * 12 * MILLION + b"</row>"),
        "a row of 8 million values": lambda: workbook(b"<row>" + b"<c><v>1</v></c>" * 3 * MILLION + b"</row>"),
        "as many values as fit": lambda: workbook((b"<row>" + b"<c><v>1</v></c>" * 390 + b"</row>") * 9_000),
        "a text of 50 MB in a cell": lambda: workbook(b'<row><c t="str"><v>' + b"x" * 50 * MILLION + b"</v></c></row>"),
        "a long text in every cell": lambda: workbook(
            (b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>") * 9_000, strings=TEXT
        ),
        "a number of 50 million digits": lambda: workbook(b"<row><c><v>" + b"9" * 50 * MILLION + b"</v></c></row>"),
    },
    "shared texts": {
        "a shared text of 50 MB": lambda: workbook(strings=b"<si><t>" + b"y" * 50 * MILLION + b"</t></si>"),
        "10 million shared texts": lambda: workbook(strings=b"<si/>" * 10 * MILLION),
    },
    "styles": {
        "a million formats": lambda: workbook(styles=b'<numFmt numFmtId="1" formatCode="y"/>' * MILLION),
        "8 million styles": lambda: workbook(styles=b"<cellXfs>" + b"<xf/>" * 8 * MILLION + b"</cellXfs>"),
    },
    "sheets": {
        "a thousand sheets that are one": lambda: workbook(b"<row/>" * MILLION, book='<sheet name="S" r:id="rId1"/>' * 1_000),
        "a million sheets": lambda: workbook(book='<sheet name="S" sheetId="1" r:id="rId1"/>' * MILLION),
    },
    "markup": {
        "a comment of 50 MB": lambda: workbook(b"<!--" + b"a" * 50 * MILLION + b"-->"),
        "entities that grow": lambda: workbook(_entities()),
        "an entity outside": lambda: workbook('<?raw?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'),
        "8 million elements inside each other": lambda: workbook(b"<a>" * 8 * MILLION),
        "a tag with 5 million attributes": lambda: workbook(
            b"<row " + b" ".join(b'a%d=""' % i for i in range(5 * MILLION)) + b"/>"
        ),
        "a tag of 50 MB": lambda: workbook(b"<" + b"a" * 50 * MILLION + b"/>"),
        "4 million names": lambda: workbook(b"".join(b"<a%d/>" % i for i in range(4 * MILLION))),
    },
    "parts": {
        "50 MB of nothing in a part that nobody reads": lambda: workbook(others={"xl/media/a.png": ZEROS}),
        "2 GB in parts that nobody reads": lambda: workbook(others={f"xl/media/{i}.png": ZEROS for i in range(40)}),
        "100,000 parts": lambda: workbook(others={f"xl/{i}": b"" for i in range(100_000)}),
    },
    "tables of text": {
        "a line of commas": lambda: b"," * 9 * MILLION,
        "lines of commas": lambda: (b"," * 399 + b"\n") * 24_000,
        "nothing but ends of lines": lambda: b"\n" * 9 * MILLION,
        "nothing but old ends of lines": lambda: b"\r" * 9 * MILLION,
        "a quote that is never closed": lambda: b'"' + b"a,\n" * 3 * MILLION,
        "quoted ends of lines": lambda: b'"\n",' * 2 * MILLION,
        "quotes": lambda: b'"' * 9 * MILLION,
        "a cell of 9 MB": lambda: b"x" * 9 * MILLION,
        "signs of four bytes": lambda: "🚐,".encode() * 1_800_000,
        "bytes of zero": lambda: b"\0" * 9 * MILLION,
    },
}  # fmt: skip
