"""Verifies a file: makes its report again, and compares."""

from collections.abc import Callable
from pathlib import Path

from finder.core import Finder
from finder.files.limits import read_file
from finder.reports.render import render
from finder.text import text
from finder.verify.comparing import Verification, compare
from finder.verify.reading import LIMITS, read
from finder.verify.report_file import Manifest, refused


def verify(path: Path, finder_for: Callable[[Manifest], Finder]) -> Verification:
    """Make the report of a file again, with the same question, day, and way of measuring travel, and compare.

    `finder_for` makes a Finder that measures travel as the manifest says. Raises QueryError for a file that is not a report, or
    that was made with an HSD file when none is given.
    """
    file = read(read_file(path, LIMITS), path.name)
    said = file.manifest
    finder = finder_for(said)
    if said.hsd and finder.context.hsd is None:
        raise refused(
            text("This file was made with an HSD file: %(label)s.", label=said.hsd_label or said.hsd),
            text("Give it with --hsd."),
        )
    answer = finder.answer(said.question, said.query)
    return compare(file, read(render(said.question, answer, said.table, said.form).content))
