"""A list of the reader's own -> its answer as a file, row by row: read first, then measured and written as a stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from finder.files.streams import CsvStream, Readable, open_stream
from finder.questions.base import Context
from finder.questions.columns import Column
from finder.questions.distances.answer import Answer, Answering
from finder.questions.distances.columns import NEAREST_COLUMNS, PAIRS_COLUMNS
from finder.questions.distances.headings import Headings, origin_headings, origins_refusal, pair_headings, pairs_refusal
from finder.questions.distances.nearest import Nearest, NearestQuery
from finder.questions.distances.pairs import pair_rows
from finder.questions.distances.words import notes
from finder.reports.list_manifest import ListManifest, trace_columns
from finder.reports.streamed import Streamed, write_csv, write_json
from finder.reports.streamed_workbook import check_size, write_workbook
from finder.text import Text, text
from finder.travel.model import Progress
from finder.wording.writer import ENGLISH

_USES = ("zips.npz", "zip_counties.npz", "counties.csv", "places.npz")
WRITERS: Mapping[str, Callable[[BinaryIO, Streamed], None]] = {"csv": write_csv, "xlsx": write_workbook, "json": write_json}


@dataclass(frozen=True, slots=True)
class ListReport:
    """A list that can be answered: which locations are asked about (None for pairs of points), and the columns of its table."""

    listed: CsvStream
    query: NearestQuery | None
    headings: Headings
    about: Mapping[str, Column]
    parameters: Mapping[str, str | None]

    @property
    def table(self) -> str:
        """The name of the table."""
        return "nearest" if self.query else "pairs"

    @property
    def title(self) -> Text:
        """What the table is called."""
        if self.query:
            return text("the nearest locations of each row of a list")
        return text("distances between pairs of points")

    @property
    def rows(self) -> int:
        """The most rows that its answer may have."""
        return self.listed.rows * (self.query.nearest if self.query else 1)

    def check_form(self, form: str) -> None:
        """Raises QueryError for a list whose answer does not fit into a file of a form."""
        if form == "xlsx":
            check_size(self.rows, len(self.headings.echoed) + len(self.about))


def read_list(path: Readable, query: NearestQuery | None) -> ListReport:
    """Read a list. Raises QueryError for one that cannot be answered."""
    about, parameters = (NEAREST_COLUMNS, query.parameters) if query else (PAIRS_COLUMNS, {})
    taken = (*about, *trace_columns(parameters))
    listed = open_stream(path, origins_refusal if query else pairs_refusal)
    headings = (origin_headings if query else pair_headings)(listed, taken)
    if not listed.rows:
        raise listed.refusal(text("%(file)s has no rows below its headings.", file=path.name))
    return ListReport(listed, query, headings, about, parameters)


@dataclass(frozen=True, slots=True)
class Making:
    """How an answer is made: from what, in which form, on which day, and how many rows are measured together."""

    context: Context
    form: str
    on: date
    progress: Progress
    batch_rows: int


def write_list(out: BinaryIO, report: ListReport, making: Making) -> Answering:
    """Measure and write all rows, and return what is known of them."""
    context, listed = making.context, report.listed
    answering = Answering(listed, _answer(report, context), making.progress, making.batch_rows)
    manifest = ListManifest(
        report.table, making.form, report.parameters, making.on, context, listed, _USES, report.query is not None
    )
    answer = Streamed(
        title=ENGLISH.say(text("Infusion Access Finder: %(table)s", table=report.title)),
        table=report.table,
        columns=(*report.headings.echoed, *report.about),
        rows=answering.rows(),
        trace=manifest.trace,
        manifest=lambda: manifest.whole(tuple(answering.methods)),
        notes=lambda: notes(answering, context.travel.method, report.title, report.about),
        about=report.about,
        made_on=making.on,
    )
    WRITERS[making.form](out, answer)
    return answering


def _answer(report: ListReport, context: Context) -> Answer:
    if report.query:
        return Nearest(report.query, context, report.headings).rows
    return lambda batch: pair_rows(batch, report.headings, context)
