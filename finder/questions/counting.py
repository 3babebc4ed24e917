"""Which service points count in a planner's question: by kind, by evidence of a therapy, and by what a stop can deliver."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import numpy as np

from finder.domain.arrays import Mask
from finder.domain.evidence import LEVELS, Level
from finder.domain.facility import ServicePoint
from finder.domain.states import STATE_NAMES
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.excluded import Exclusion, exclusion
from finder.text import as_list, text
from finder.travel.model import TravelEnds

MobileFilter = Literal["include", "exclude", "only"]
MOBILE_FILTERS: tuple[MobileFilter, ...] = ("include", "exclude", "only")


class Counting(Protocol):
    """The part of a planner's query that says which service points count, and whose people are asked about."""

    @property
    def therapy(self) -> str | None: ...

    @property
    def state(self) -> str | None: ...

    @property
    def evidence(self) -> Level: ...

    @property
    def mobile(self) -> MobileFilter: ...

    @property
    def on(self) -> date: ...


def check_counting(query: Counting) -> None:
    """Raises QueryError for a value that is not one of the choices, and for evidence without a therapy."""
    if query.mobile not in MOBILE_FILTERS:
        raise QueryError(
            text("%(mobile)s is not a way to count mobile stops.", mobile=repr(str(query.mobile)[:60])),
            text("Use include, exclude, or only."),
        )
    if query.state is not None and query.state not in STATE_NAMES:
        raise QueryError(
            text("%(state)s is not a state.", state=repr(query.state[:60])), text("Use two letters, like MT, DC, or PR.")
        )
    if query.evidence not in LEVELS:
        raise QueryError(
            text("%(evidence)s is not a level of evidence.", evidence=repr(str(query.evidence)[:60])),
            text("Use one of: %(known)s.", known=as_list(LEVELS)),
        )
    if query.evidence != "any" and query.therapy is None:
        raise QueryError(text("A level of evidence applies to a therapy, and none was chosen."), text("Choose a therapy, too."))


def accepts(query: Counting, point: ServicePoint) -> bool:
    """Whether a service point counts, by its kind and by what is known about the therapy there."""
    return counts_kind(query, point) and reaches(query, point, query.evidence)


def counts_kind(query: Counting, point: ServicePoint) -> bool:
    """Whether service points of that kind count."""
    return query.mobile == "include" or (point.kind == "stop") == (query.mobile == "only")


def reaches(query: Counting, point: ServicePoint, level: Level) -> bool:
    """Whether the evidence of the therapy at a service point is at least as strong as a level, on the day of the query."""
    return point.evidence(query.therapy, query.on).reaches(level)


@dataclass(frozen=True, eq=False)
class Counted:
    """Service points that count, with their ends of travel.

    `unable` stops do not count, because they can't deliver the therapy; nor do those `excluded`, whatever is asked.
    """

    points: tuple[ServicePoint, ...]
    ends: TravelEnds
    unable: int
    excluded: tuple[Exclusion, ...] = ()

    def only(self, kept: Mask) -> "Counted":
        """Return some of them, by a mask of shape (points,)."""
        rows = np.flatnonzero(kept)
        return Counted(tuple(self.points[r] for r in rows.tolist()), self.ends.take(rows), self.unable, self.excluded)

    def accepted(self, query: Counting) -> "Counted":
        """Return those that the query accepts; self if it accepts all."""
        kept = np.array([accepts(query, p) for p in self.points], bool)
        return self if kept.all() else self.only(kept)


def able(query: Counting, context: Context, pediatric_hospitals: bool = True) -> Counted:
    """Return the service points that could count: real, open on the day, and able to give all of the therapy.

    `pediatric_hospitals` is whether the standard counts these.
    """
    candidates, therapy = context.candidates.on(query.on), context.therapy(query.therapy)
    real = [
        i for i, c in enumerate(candidates) if not (c.point.example or c.closed or c.refuses(therapy)) and c.point.has_chairs
    ]
    excluded = {i: why for i in real if (why := exclusion(candidates[i].point, pediatric_hospitals))}
    real = [i for i in real if i not in excluded]
    rows = [i for i in real if candidates[i].gives_all(therapy)]
    ends = context.candidates.placed.take(np.array(rows, np.intp))
    return Counted(tuple(candidates[i].point for i in rows), ends, len(real) - len(rows), tuple(excluded.values()))


def counted(query: Counting, context: Context, pediatric_hospitals: bool = True) -> Counted:
    """Return the service points that count."""
    return able(query, context, pediatric_hospitals).accepted(query)


# Parameters of a manifest that may be None.
OPTIONAL_PARAMETERS = ("therapy", "state")


def counting_parameters(query: Counting) -> dict[str, str | None]:
    """Return the choices as parameters of a manifest."""
    return {"therapy": query.therapy, "evidence": query.evidence, "mobile": query.mobile, "state": query.state}


def counting_file_parts(query: Counting) -> tuple[str, ...]:
    """Return the parts of a file name that say which choices were made."""
    evidence = [query.evidence] if query.evidence != "any" else []
    mobile = [f"mobile-{query.mobile}"] if query.mobile != "include" else []
    return (query.therapy or "any", *evidence, *mobile)
