"""What a planner asks about coverage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from finder.domain.evidence import Level
from finder.questions.counting import MobileFilter, check_counting, counting_parameters
from finder.questions.need import EVERYBODY, check_need, need_parameters, read_share
from finder.questions.own_people import check_people, people_parameters, read_people

# The sets of service points that an answer compares.
ComparedId = Level | Literal["centers", "stops"]
DEFAULT_STANDARD = "miles:60"


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """Who is within reach of care by a standard.

    `evidence` and `mobile` say which service points count, and `state` whose people are asked about (None: the whole country).
    `people` and `show_small` are about people of a file: `OfPeople`, `need` and `infused` about expected patients: `OfNeed`.
    `on` is the day. Raises QueryError for a value that is not one of the choices.
    """

    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    people: str | None = None
    show_small: bool = False
    need: str | None = None
    infused: float = EVERYBODY
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        check_counting(self)
        check_people(self)
        check_need(self)


def read_query(parameters: Mapping[str, str | None], on: date) -> CoverageQuery:
    """Make a query from the parameters of a manifest."""
    people, show_small = read_people(parameters)
    return CoverageQuery(
        standard=str(parameters["standard"]),
        therapy=parameters["therapy"],
        state=parameters["state"],
        evidence=cast(Level, parameters["evidence"]),
        mobile=cast(MobileFilter, parameters["mobile"]),
        people=people,
        show_small=show_small,
        need=parameters.get("need"),
        infused=read_share(parameters.get("infused")),
        on=on,
    )


def parameters(query: CoverageQuery) -> dict[str, str | None]:
    """Return the query as parameters of a manifest."""
    return {"standard": query.standard, **counting_parameters(query), **people_parameters(query), **need_parameters(query)}
