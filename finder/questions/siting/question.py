"""The question of siting: its parts."""

from finder.errors import QueryError
from finder.questions.base import ReportedQuestion
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts
from finder.questions.need import NEED_PARAMETERS
from finder.questions.own_people import PEOPLE_PARAMETERS, hides_small
from finder.questions.siting.answer import answer
from finder.questions.siting.document import document
from finder.questions.siting.query import SitingQuery, parameters, read_query
from finder.questions.siting.result import SitingResult
from finder.questions.siting.tables import TABLES, whole
from finder.questions.siting.words import asked, headline
from finder.text import Text, text


def _notes(result: SitingResult) -> list[tuple[Text, Text]]:
    return [
        (text("Answer"), headline(result)),
        (text("Asked"), asked(result)),
        (text("Standard"), result.standard_label),
    ]


def _file_parts(query: SitingQuery) -> tuple[str, ...]:
    parts = [str(query.units), query.objective, query.standard]
    parts += [query.candidates] if query.least_people else []
    parts += ["in-state"] if query.where == "state" else []
    return (query.state or "US", *parts, *counting_file_parts(query))


def _check_table(table: str, query: SitingQuery) -> None:
    """Refuse tables that have nothing to say, or too much of small numbers.

    Where stops are chosen for miles or a second location, nobody may come within the standard.
    """
    if table in ("alternatives", "steps", "ranges") and hides_small(query):
        raise QueryError(
            text("The table %(table)s compares choices of stops, which could reveal small numbers.", table=table),
            text("Choose another table, or add --show-small to show all numbers of your file."),
        )
    if table in ("ranges", "counties") and query.objective in ("burden", "backup"):
        raise QueryError(
            text(
                "The table %(table)s is about people brought within the standard, not about %(it)s.",
                table=table,
                it=query.objective,
            ),
            text("Choose another table, or the objective people, equity, or robust."),
        )


SITING = ReportedQuestion(
    id="siting",
    title=text("New stops"),
    tables=TABLES,
    default_table="stops",
    uses=("zips.npz", "zip_counties.npz", "counties.csv", "places.npz", "standards.toml", "therapies.toml", "evidence.toml"),
    read=read_query,
    parameters=parameters,
    answer=answer,
    whole=whole,
    lists={
        "chosen": ("rank",),
        "alternatives": ("rank", "candidate_id"),
        "steps": ("units",),
        "ranges": ("travel",),
    },
    document=document,
    notes=_notes,
    file_parts=_file_parts,
    optional=(*OPTIONAL_PARAMETERS, *PEOPLE_PARAMETERS, *NEED_PARAMETERS),
    check_table=_check_table,
)
