"""The question of what a plan changes: its parts."""

from finder.questions.base import ReportedQuestion
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts
from finder.questions.scenario.answer import answer
from finder.questions.scenario.document import document
from finder.questions.scenario.query import ScenarioQuery, parameters, read_query
from finder.questions.scenario.result import ScenarioResult
from finder.questions.scenario.tables import TABLES, whole
from finder.questions.scenario.words import asked, headline
from finder.text import Text, text


def _notes(result: ScenarioResult) -> list[tuple[Text, Text]]:
    return [
        (text("Answer"), headline(result)),
        (text("Asked"), asked(result)),
        (text("Standard"), result.standard_label),
    ]


def _file_parts(query: ScenarioQuery) -> tuple[str, ...]:
    sides = [side.removeprefix("file:")[:8] for side in (query.base, query.plan)]
    return (query.state or "US", *sides, query.standard, *counting_file_parts(query))


SCENARIO = ReportedQuestion(
    id="scenario",
    title=text("What a plan changes"),
    tables=TABLES,
    default_table="counties",
    uses=("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "standards.toml", "therapies.toml", "evidence.toml"),
    read=read_query,
    parameters=parameters,
    answer=answer,
    whole=whole,
    lists={"sides": ("side",), "counties": ("fips",), "zips": ("zip", "fips")},
    document=document,
    notes=_notes,
    file_parts=_file_parts,
    optional=OPTIONAL_PARAMETERS,
)
