"""What all questions have in common. Reports and verification know this and no question by name.

A question is asked with a *query* (a frozen value) and answered from a *context*. Its *result* comes as tables, as plain values
(the whole), or as a document to print. `finder/questions/registry.py` lists the questions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.own_people import OwnPeople
from finder.domain.scenario import Scenario
from finder.domain.sites import Sites
from finder.domain.therapy import Therapy
from finder.errors import QueryError
from finder.places.chain import PlaceFinder
from finder.questions.candidates import Candidates
from finder.questions.document import Block
from finder.reference.reference import Reference
from finder.text import Text, text
from finder.travel.model import Method, TravelModel

if TYPE_CHECKING:
    from finder.hsd.reference_file import HsdFile

# A row of a table, or any object of JSON: plain values by name.
Row = dict[str, Any]
# The shape of a row on a map: the outline of its county or state, the point of its ZIP code, or its own `lat` and `lon`.
Geometry = Literal["county", "state", "zip", "point"]


def tell_nobody(_stage: Text) -> None:
    """Say to nobody what is being done."""


@dataclass(frozen=True, eq=False)
class Context:
    """What questions are answered from: one directory, one way of measuring travel, people, and the reference tables.

    `demand` are the residents, and `people` those of a file of the reader's own, if one was given. A question that takes long
    says by `tell` what it is doing.
    """

    directory: Directory
    places: PlaceFinder
    travel: TravelModel
    reference: Reference
    demand: DemandPoints
    hsd: "HsdFile | None" = None
    sites: Sites | None = None
    scenarios: tuple[Scenario, ...] = ()
    people: OwnPeople | None = None
    tell: Callable[[Text], None] = tell_nobody

    @cached_property
    def candidates(self) -> Candidates:
        """The service points that travel can be measured to."""
        return Candidates(self.directory, self.demand, self.places.gazetteer.spreads)

    def therapy(self, therapy_id: str | None) -> Therapy | None:
        """Return the therapy with an id; None for None. Raises QueryError for an unknown id."""
        if therapy_id is None or therapy_id in self.reference.therapies:
            return self.reference.therapies.get(therapy_id or "")
        raise QueryError(
            text("%(therapy)s is not a known therapy.", therapy=repr(therapy_id[:60])),
            text("Use one of: %(known)s.", known=", ".join(self.reference.therapies)),
        )


class Query(Protocol):
    """What every query has."""

    @property
    def on(self) -> date:
        """The day the question is asked about."""
        ...


class Result(Protocol):
    """What every result has."""

    @property
    def query(self) -> Query: ...

    @property
    def context(self) -> Context: ...

    @property
    def method(self) -> Method: ...

    @property
    def notices(self) -> tuple[Text, ...]: ...


Q = TypeVar("Q", bound=Query)
R = TypeVar("R", bound=Result)
R_contra = TypeVar("R_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Table(Generic[R_contra]):
    """One table of an answer.

    `rows` makes its rows, which have all `columns`. `key` has the columns that tell rows apart, and `shown` those that fit on
    a terminal; `geometry` is None if its rows have no place. What each column holds: `finder/questions/columns.py`.
    """

    title: Text
    rows: Callable[[R_contra], list[Row]]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    shown: tuple[str, ...]
    geometry: Geometry | None


@dataclass(frozen=True, kw_only=True)
class Question(Generic[Q, R]):
    """A question as its parts.

    `read` makes a query from parameters and a day, and raises QueryError for parameters that make no sense. `whole` makes the
    whole answer as plain values.
    """

    id: str
    title: Text
    tables: Mapping[str, Table[R]]
    default_table: str
    read: Callable[[Mapping[str, str | None], date], Q]
    answer: Callable[[Q, Context], R]
    whole: Callable[[R], Row]


@dataclass(frozen=True, kw_only=True)
class ReportedQuestion(Question[Q, R]):
    """A question whose answers can be downloaded as files with a manifest, and verified.

    `parameters` makes the parameters of a manifest from a query, the reverse of `read`; a parameter that was not asked is
    None, which only those in `optional` may be. `lists` names the lists of rows in the whole answer, each with the columns that
    tell its rows apart. `document` makes what is printed, `notes` what a reader of a spreadsheet must know, and `file_parts`
    what a file's name says of the query. `uses` are the reference tables that every answer is made from. `check_table` raises
    QueryError for a table that the answer to a query does not have.
    """

    uses: tuple[str, ...]
    parameters: Callable[[Q], dict[str, str | None]]
    lists: Mapping[str, tuple[str, ...]]
    document: Callable[[R], tuple[Block, ...]]
    notes: Callable[[R], list[tuple[Text, Text]]]
    file_parts: Callable[[Q], tuple[str, ...]]
    optional: tuple[str, ...] = ()
    check_table: Callable[[str, Q], None] = field(default=lambda _table, _query: None)


AnyQuestion = ReportedQuestion[Any, Any]
