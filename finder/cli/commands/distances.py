"""`finder distances`"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from finder.cli import options, planner
from finder.cli.output import check_screen, tell, tell_first
from finder.cli.terminal import TerminalProgress
from finder.core import DEFAULT_TRAVEL, Finder, make_finder
from finder.errors import QueryError
from finder.questions.distances.answer import rows_together
from finder.questions.distances.nearest import MOST_NEAREST, NearestQuery
from finder.questions.distances.words import summary
from finder.reports.list_report import Making, read_list, write_list
from finder.settings import Settings, today
from finder.text import text

FORMATS = ("csv", "xlsx", "json")


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), planner.counting(), options.output(FORMATS)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments and options of its own."""
    parser.add_argument(
        "origins", type=Path, nargs="?", metavar="ORIGINS.csv", help="columns: id, and zip; lat and lon; or place"
    )
    parser.add_argument("--nearest", type=int, metavar="K", help=f"locations for each row, from 1 (default) to {MOST_NEAREST}")
    parser.add_argument(
        "--pairs", type=Path, metavar="PAIRS.csv", help="instead, from point to point: from_lat, from_lon, to_lat, to_lon"
    )


def run(asked: argparse.Namespace) -> int:
    """A list, row by row, with distances; exit 1 if no row has one."""
    path = _one_list(asked)
    check_screen(asked)
    query = _query(asked)
    if asked.out and asked.out.exists() and path.exists() and asked.out.samefile(path):
        raise QueryError(text("The answer would replace the list."), text("Choose another file for --out."))
    report = read_list(path, query)
    report.check_form(asked.format)
    made = _finder(asked)
    together = rows_together(query.nearest if query else 1)
    making = Making(made.context, asked.format, today(), TerminalProgress(), together)
    with _output(asked.out) as out:
        answering = write_list(out, report, making)
    tell(summary(answering, made.context.travel.method, report.listed.not_utf8))
    return 0 if answering.answered else 1


def _one_list(asked: argparse.Namespace) -> Path:
    """The list that was given."""
    if bool(asked.origins) == bool(asked.pairs):
        raise QueryError(text("Give one list: ORIGINS.csv, or --pairs PAIRS.csv."), text("Run finder distances --help."))
    path: Path = asked.pairs or asked.origins
    return path


def _query(asked: argparse.Namespace) -> NearestQuery | None:
    """Which locations are asked about; None for pairs, which have none."""
    if not asked.pairs:
        return NearestQuery(
            1 if asked.nearest is None else asked.nearest, asked.therapy, asked.evidence, asked.mobile, on=today()
        )
    given = {"--nearest": asked.nearest, "--therapy": asked.therapy, "--directory": asked.directory}
    given |= {"--evidence": asked.evidence != "any", "--mobile": asked.mobile != "include"}
    if useless := [name for name, value in given.items() if value not in (None, False)]:
        what = text("%(option)s has no effect on pairs of points.", option=useless[0])
        raise QueryError(what, text("Leave it out, or give ORIGINS.csv."))
    return None


def _finder(asked: argparse.Namespace) -> Finder:
    """A Finder that keeps nothing on disk: the points of a list may be people's. Of pairs, it has no listings to speak of."""
    made = make_finder(Settings.from_environment(), today(), asked.directory, asked.travel, cached=False)
    if not asked.pairs:
        tell_first(made.directory.notices, text("There are more notices. To see them all, run: finder check"))
    return made


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """The file to write to, or stdout. Half a file is deleted."""
    if path is None:
        yield sys.stdout.buffer
        return
    with path.open("wb") as out:
        try:
            yield out
        except BaseException:
            if path.is_file():
                path.unlink()
            raise
