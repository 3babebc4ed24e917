"""The question of coverage: its parts."""

from finder.questions.base import ReportedQuestion
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts
from finder.questions.coverage.answer import answer
from finder.questions.coverage.criteria_check import check_standard
from finder.questions.coverage.document import asked, document
from finder.questions.coverage.findings import headline
from finder.questions.coverage.query import CoverageQuery, parameters, read_query
from finder.questions.coverage.result import CoverageResult
from finder.questions.coverage.rows import whole
from finder.questions.coverage.tables import TABLES
from finder.questions.need import NEED_PARAMETERS
from finder.questions.own_people import PEOPLE_PARAMETERS
from finder.text import Text, text


def _notes(result: CoverageResult) -> list[tuple[Text, Text]]:
    return [
        (text("Answer"), headline(result)),
        (text("Asked"), asked(result)),
        (text("Standard"), result.standard_label),
    ]


def _file_parts(query: CoverageQuery) -> tuple[str, ...]:
    return (query.state or "US", query.standard, *counting_file_parts(query))


def _check_table(table: str, query: CoverageQuery) -> None:
    if table == "hsd":
        check_standard(query.standard)


COVERAGE = ReportedQuestion(
    id="coverage",
    title=text("Coverage"),
    tables=TABLES,
    default_table="counties",
    uses=("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "standards.toml", "therapies.toml", "evidence.toml"),
    read=read_query,
    parameters=parameters,
    answer=answer,
    whole=whole,
    lists={
        "standard.rules": ("county_type",),
        "areas": ("fips",),
        "gaps": ("zip", "fips"),
        "states": ("state",),
        "compared": ("id",),
        "equity.groups": ("id",),
        "regions": ("rank",),
    },
    document=document,
    notes=_notes,
    file_parts=_file_parts,
    optional=(*OPTIONAL_PARAMETERS, *PEOPLE_PARAMETERS, *NEED_PARAMETERS),
    check_table=_check_table,
)
