"""The door of the room: a file -> whether its numbers come out again."""

from pathlib import Path

from finder.core import make_finder
from finder.reports.render import render
from finder.text import text
from finder.travel.model import Progress, no_progress
from finder.verify.comparing import Verification, compare
from finder.verify.reading import LARGEST_FILE, read
from finder.verify.taken import refused


def verify(
    path: Path, directory: Path | None = None, hsd: Path | None = None, progress: Progress = no_progress
) -> Verification:
    """Make the report of a file again: with its question, on its day, by its way of travel, over a folder of listings.

    Raises QueryError for a file that is no report of coverage, and FinderError for inputs that cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise refused(text("This file is larger than %(mb)s MB.", mb=LARGEST_FILE // 1_000_000))
    file = read(path.read_bytes())
    said = file.said
    if said.hsd and hsd is None:
        raise refused(
            text("This file was made with an HSD file: %(label)s.", label=said.hsd_label or said.hsd),
            text("Give it with --hsd."),
        )
    finder = make_finder(directory, said.method, progress=progress, hsd=hsd)
    return compare(file, read(render(finder.coverage(said.query), said.table, said.form).content))
