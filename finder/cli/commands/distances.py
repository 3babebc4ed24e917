"""`finder distances`"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from finder.cli import options, planner
from finder.cli.output import check_screen, tell, tell_first
from finder.cli.terminal import TerminalProgress
from finder.core import DEFAULT_TRAVEL, Finder, make_finder
from finder.errors import QueryError
from finder.files.streams import CsvStream, open_stream
from finder.questions.columns import Column
from finder.questions.distances.answer import Answer, Answering, rows_together
from finder.questions.distances.columns import NEAREST_COLUMNS, PAIRS_COLUMNS
from finder.questions.distances.headings import (
    Headings,
    origin_headings,
    origins_refusal,
    pair_headings,
    pairs_refusal,
)
from finder.questions.distances.nearest import MOST_NEAREST, Nearest, NearestQuery
from finder.questions.distances.pairs import pair_rows
from finder.questions.distances.words import notes, summary
from finder.reports.list_manifest import ListManifest, trace_columns
from finder.reports.streamed import Streamed, write_csv, write_json
from finder.reports.streamed_workbook import check_size, write_workbook
from finder.settings import Settings, today
from finder.text import Text, text
from finder.wording.writer import ENGLISH

FORMATS = ("csv", "xlsx", "json")
_WRITERS = {"csv": write_csv, "xlsx": write_workbook, "json": write_json}
_USES = ("zips.npz", "zip_counties.npz", "counties.csv", "places.npz")


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
    listed, columns = _read(asked, path, query)
    made = _finder(asked)
    together = rows_together(query.nearest if query else 1)
    answering = Answering(listed, _answer(made, query, columns.headings), TerminalProgress(), together)
    said = ListManifest(
        columns.table, asked.format, columns.parameters, today(), made.context, listed, _USES, query is not None
    )
    method = made.context.travel.method
    answer = Streamed(
        title=ENGLISH.say(text("Infusion Access Finder: %(table)s", table=columns.title)),
        table=columns.table,
        columns=(*columns.headings.echoed, *columns.about),
        rows=answering.rows(),
        trace=said.trace,
        manifest=lambda: said.whole(tuple(answering.methods)),
        notes=lambda: notes(answering, method, columns.title, columns.about),
        about=columns.about,
        made_on=today(),
    )
    with _output(asked.out) as out:
        _WRITERS[asked.format](out, answer)
    tell(summary(answering, method, listed.not_utf8))
    return 0 if answering.answered else 1


@dataclass(frozen=True, slots=True)
class _Columns:
    """The table that is written: its name, the columns of the list, those that the answer adds, and what was asked."""

    table: str
    title: Text
    headings: Headings
    about: Mapping[str, Column]
    parameters: Mapping[str, str | None]


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


def _read(asked: argparse.Namespace, path: Path, query: NearestQuery | None) -> tuple[CsvStream, _Columns]:
    """The list, and the columns of the answer. Raises QueryError for a list that cannot be answered, or not in this format."""
    if asked.out and asked.out.exists() and path.exists() and asked.out.samefile(path):
        raise QueryError(text("The answer would replace the list."), text("Choose another file for --out."))
    about, parameters = (NEAREST_COLUMNS, query.parameters) if query else (PAIRS_COLUMNS, {})
    taken = (*about, *trace_columns(parameters))
    listed = open_stream(path, origins_refusal if query else pairs_refusal)
    headings = (origin_headings if query else pair_headings)(listed, taken)
    if not listed.rows:
        raise listed.refusal(text("%(file)s has no rows below its headings.", file=path.name))
    if asked.format == "xlsx":
        check_size(listed.rows * (query.nearest if query else 1), len(headings.echoed) + len(about))
    title = text("the nearest locations of each row of a list") if query else text("distances between pairs of points")
    return listed, _Columns("nearest" if query else "pairs", title, headings, about, parameters)


def _finder(asked: argparse.Namespace) -> Finder:
    """A Finder that keeps nothing on disk: the points of a list may be people's. Of pairs, it has no listings to speak of."""
    made = make_finder(Settings.from_environment(), today(), asked.directory, asked.travel, cached=False)
    if not asked.pairs:
        tell_first(made.directory.notices, text("There are more notices. To see them all, run: finder check"))
    return made


def _answer(made: Finder, query: NearestQuery | None, headings: Headings) -> Answer:
    if query:
        return Nearest(query, made.context, headings).rows
    return lambda batch: pair_rows(batch, headings, made.context)


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
