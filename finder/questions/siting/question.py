"""The question of siting: its parts."""

from collections.abc import Mapping

from finder.errors import QueryError
from finder.questions.base import ReportedQuestion
from finder.questions.counting import OPTIONAL_PARAMETERS, counting_file_parts
from finder.questions.need import NEED_PARAMETERS
from finder.questions.own_people import PEOPLE_PARAMETERS, hides_small
from finder.questions.siting.answer import answer
from finder.questions.siting.document import document
from finder.questions.siting.query import Objective, SitingQuery, parameters, read_query
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
    parts = [*([str(query.units)] if query.units else []), query.objective, query.standard]
    parts += [query.candidates] if query.least_people else []
    parts += ["in-state"] if query.where == "state" else []
    return (query.state or "US", *parts, *counting_file_parts(query))


# Tables that the answer by an objective does not have: nobody may come within the standard, or no other stops are compared.
_WITHOUT: Mapping[Objective, tuple[str, ...]] = {
    "burden": ("ranges", "counties"),
    "backup": ("ranges", "counties"),
    "worst": ("ranges", "counties", "alternatives", "steps"),
    "fewest": ("ranges", "alternatives", "steps"),
}


def _check_table(table: str, query: SitingQuery) -> None:
    if table in ("alternatives", "steps", "ranges") and hides_small(query):
        raise QueryError(
            text("The table %(table)s compares choices of stops, which could reveal small numbers.", table=table),
            text("Choose another table, or add --show-small to show all numbers of your file."),
        )
    if table in _WITHOUT.get(query.objective, ()):
        raise QueryError(
            text("There is no table %(table)s for the objective %(it)s.", table=table, it=query.objective),
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
    optional=(*OPTIONAL_PARAMETERS, "units", *PEOPLE_PARAMETERS, *NEED_PARAMETERS),
    check_table=_check_table,
)
