"""Files of reports, and what happens to them: spreadsheets, vandals."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from finder.core import Finder
from finder.directory.folder import fingerprint
from finder.questions.base import Result
from finder.questions.registry import QUESTIONS
from finder.reports.render import Format, render
from finder.verify.check import verify
from finder.verify.comparing import Verification, compare
from finder.verify.reading import read
from finder.verify.report_file import Manifest
from tests.planners import said
from tests.world import REFERENCE, STARTER, make_finder


def made(result: Result, table: str, form: Format, question: str = "coverage") -> bytes:
    """A file of an answer."""
    return render(QUESTIONS[question], result, table, form).content


def compared(content: bytes, result: Result) -> Verification:
    """A file against an answer, as `verify` compares it with the one it makes."""
    file = read(content)
    asked = file.manifest
    return compare(file, read(render(asked.question, result, asked.table, asked.form).content))


def verified(path: Path, folder: Path | None = STARTER, hsd: Path | None = None) -> Verification:
    """A file against the one that is made from its manifest alone, over the directory of known content unless given.

    None is the directory that comes with the program.
    """

    def finder_for(manifest: Manifest) -> Finder:
        examples = fingerprint(folder or REFERENCE.directory, REFERENCE.examples) == manifest.directory
        return make_finder(folder, travel=manifest.method, hsd=hsd, examples=examples)

    return verify(path, finder_for)


def lines(found: Verification) -> str:
    """A verification as it is printed."""
    return "\n".join(said(found.lines()))


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, the header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_bytes(
    rows: Sequence[Sequence[str]], separator: str = ",", ends: str = "\r\n", mark: str = "", encoding: str = "utf-8"
) -> bytes:
    """Rows as a CSV file, as one program or another writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ends).writerows(rows)
    return (mark + out.getvalue()).encode(encoding)


def changed_sheet(content: bytes, table: str, change: Callable[[Any], None]) -> bytes:
    """A workbook that a spreadsheet program opened, changed, and saved."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book[table])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(content: bytes, **changes: Any) -> bytes:
    """A JSON file with another manifest; `asked` is changed where it is said."""
    told = json.loads(content)
    asked = told["manifest"]["asked"]
    told["manifest"] |= changes
    if isinstance(changes.get("asked"), dict):
        told["manifest"]["asked"] = {**asked, **changes["asked"]}
    return json.dumps(told).encode()
