"""What a planner asks about infusion chairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from finder.domain.evidence import Level
from finder.questions.counting import MobileFilter, check_counting


@dataclass(frozen=True, slots=True)
class ChairsQuery:
    """How the chairs within reach are shared among people.

    `evidence` and `mobile` say which service points count, and `state` whose people are shown (None: the whole country). People
    of other states share the chairs in any case. `on` is the day. Raises QueryError for a value that is not one of the choices.
    """

    therapy: str | None = None
    state: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        check_counting(self)


def read_query(parameters: Mapping[str, str | None], on: date) -> ChairsQuery:
    """Make a query from the parameters of a manifest."""
    return ChairsQuery(
        therapy=parameters["therapy"],
        state=parameters["state"],
        evidence=cast(Level, parameters["evidence"]),
        mobile=cast(MobileFilter, parameters["mobile"]),
        on=on,
    )
