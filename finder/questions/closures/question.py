"""The question of closures: its parts."""

from finder.questions.base import ReportedQuestion
from finder.questions.closures.answer import answer
from finder.questions.closures.document import document
from finder.questions.closures.query import ClosuresQuery, parameters, read_query
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import TABLES, check_table, whole
from finder.questions.closures.words import asked, headline
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts
from finder.text import Text, text


def _notes(result: ClosuresResult) -> list[tuple[Text, Text]]:
    return [
        (text("Answer"), headline(result)),
        (text("Asked"), asked(result)),
        (text("Standard"), result.standard_label),
    ]


def _file_parts(query: ClosuresQuery) -> tuple[str, ...]:
    by = ["by-address"] if query.by == "address" else []
    closing = [f"close-{len(query.close)}"] if query.close else []
    return (query.state or "US", query.standard, *by, *closing, *counting_file_parts(query))


CLOSURES = ReportedQuestion(
    id="closures",
    title=text("Closures"),
    tables=TABLES,
    default_table="centers",
    uses=("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "standards.toml", "therapies.toml", "evidence.toml"),
    read=read_query,
    parameters=parameters,
    answer=answer,
    whole=whole,
    lists={
        "centers": ("id",),
        "counties": ("closing_id", "fips"),
        "pairs": ("closing_id", "other_id"),
    },
    document=document,
    notes=_notes,
    file_parts=_file_parts,
    optional=(*OPTIONAL_PARAMETERS, "close"),
    check_table=check_table,
)
