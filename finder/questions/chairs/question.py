"""The question of chairs within reach: its parts."""

from finder.questions.base import ReportedQuestion
from finder.questions.chairs.answer import answer
from finder.questions.chairs.document import document
from finder.questions.chairs.query import ChairsQuery, read_query
from finder.questions.chairs.result import ChairsResult
from finder.questions.chairs.tables import TABLES, whole
from finder.questions.chairs.words import asked, headline
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts, counting_parameters
from finder.text import Text, text


def _notes(result: ChairsResult) -> list[tuple[Text, Text]]:
    return [(text("Answer"), headline(result)), (text("Asked"), asked(result))]


def _file_parts(query: ChairsQuery) -> tuple[str, ...]:
    return (query.state or "US", *counting_file_parts(query))


CHAIRS = ReportedQuestion(
    id="chairs",
    title=text("Chairs within reach"),
    tables=TABLES,
    default_table="counties",
    uses=("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "therapies.toml", "evidence.toml"),
    read=read_query,
    parameters=counting_parameters,
    answer=answer,
    whole=whole,
    lists={"variants": ("id",), "counties": ("fips",)},
    document=document,
    notes=_notes,
    file_parts=_file_parts,
    optional=OPTIONAL_PARAMETERS,
)
