"""What a planner asks about new stops."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast, get_args

from finder.domain.evidence import Level
from finder.errors import QueryError
from finder.questions.counting import MobileFilter, check_counting, counting_parameters
from finder.questions.need import EVERYBODY, check_need, need_parameters, read_share
from finder.questions.own_people import check_people, hides_small, people_parameters, read_people
from finder.text import as_list, text

# What is made as large as can be: people brought within the standard; miles saved; people who get a second location; people
# brought within, weighted; people brought within, on average over three estimates of travel. What is made as small: the longest
# drive of anyone in a state; the number of stops with which every county meets the standard.
Objective = Literal["people", "burden", "backup", "equity", "robust", "worst", "fewest"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
# Those by which something is made as small as can be.
LEAST: tuple[Objective, ...] = ("worst", "fewest")
# Where new stops may be: in any state, or only in the state whose people are asked about.
Where = Literal["any", "state"]
WHERE: tuple[Where, ...] = get_args(Where)
DEFAULT_STANDARD = "minutes:60"
ALL_TOWNS = "towns"
_CANDIDATES = re.compile(r"towns(?::(?P<people>[0-9]{1,8}))?|file:(?P<file>[0-9a-f]{16})")
MOST_UNITS, MOST_SECONDS = 200, 3600


@dataclass(frozen=True, slots=True)
class SitingQuery:
    """Where `units` new stops help most by an objective, if each of them can give the therapy.

    By `fewest`, `units` is None: how many there must be is what is asked. By `worst`, a state is asked about.
    `candidates` are `towns` (all of the gazetteer), `towns:N`, those of N people or more, or `file:` and the fingerprint of a
    file of candidates, which the context must have. `seconds` is the longest that the proof may take. `evidence`, `mobile`,
    `state`, `people`, `show_small`, `need`, and `infused` are as for coverage, and `on` is the day. Raises QueryError for a
    value that makes no sense.
    """

    units: int | None
    objective: Objective = "people"
    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    candidates: str = ALL_TOWNS
    where: Where = "any"
    seconds: int = 60
    people: str | None = None
    show_small: bool = False
    need: str | None = None
    infused: float = EVERYBODY
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        check_counting(self)
        check_people(self)
        check_need(self)
        self._check_objective()
        _check_number(self.seconds, MOST_SECONDS, "seconds")
        _check_own(self)
        if not _CANDIDATES.fullmatch(str(self.candidates)):
            raise QueryError(
                text("%(candidates)s are not candidates.", candidates=repr(str(self.candidates)[:60])),
                text("Use towns for all towns, towns:5000 for those of 5,000 people or more, or a CSV file of candidates."),
            )
        if self.where not in WHERE:
            raise QueryError(
                text("%(where)s does not say where new stops may be.", where=repr(str(self.where)[:60])),
                text("Use one of: %(known)s.", known=as_list(WHERE)),
            )
        if self.where == "state" and self.state is None:
            raise QueryError(text("New stops are to be in the state, and no state was chosen."), text("Choose a state, too."))

    def _check_objective(self) -> None:
        if self.objective not in OBJECTIVES:
            raise QueryError(
                text("%(objective)s is not an objective.", objective=repr(str(self.objective)[:60])),
                text("Use one of: %(known)s.", known=as_list(OBJECTIVES)),
            )
        if self.objective != "fewest":
            _check_number(self.units, MOST_UNITS, "units")
        elif self.units is not None:
            raise QueryError(
                text("The objective fewest finds the number of new stops, and one was given."), text("Leave the number out.")
            )
        if self.objective == "worst" and self.state is None:
            raise QueryError(
                text("The longest drive in the whole country is one that no town shortens."), text("Choose a state, too.")
            )

    @property
    def least_people(self) -> int:
        """The people that a town must have to be a candidate."""
        return int(self._candidates("people") or 0)

    @property
    def of_file(self) -> str | None:
        """The fingerprint of the file that the candidates are from; None if they are towns."""
        return self._candidates("file")

    def _candidates(self, part: str) -> str | None:
        found = _CANDIDATES.fullmatch(self.candidates)
        return found[part] if found else None


def _check_own(query: SitingQuery) -> None:
    """Raises QueryError for what can't be asked about the people of a file, or not without their small numbers."""
    if query.people and query.objective == "equity":
        raise QueryError(
            text("Who is 65 or older, poor, or without a car is not known of the people of a file."),
            text("Choose another objective."),
        )
    if hides_small(query) and query.objective not in ("people", "backup"):
        raise QueryError(
            text(
                "The objective %(it)s adds up other things than people, which could reveal small numbers.", it=query.objective
            ),
            text("Choose people or backup, or add --show-small to show all numbers of your file."),
        )


def _check_number(value: object, most: int, name: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        what = {
            "units": text("The number of new stops must be a whole number from 1 to %(most)s.", most=most),
            "seconds": text("The seconds for the proof must be a whole number from 1 to %(most)s.", most=most),
        }[name]
        raise QueryError(what, text("For example: %(example)s.", example={"units": 5, "seconds": 60}[name]))


def read_query(parameters: Mapping[str, str | None], on: date) -> SitingQuery:
    """Make a query from the parameters of a manifest."""
    people, show_small = read_people(parameters)
    return SitingQuery(
        units=None if parameters["units"] is None else _whole(parameters["units"]),
        objective=cast(Objective, parameters["objective"]),
        standard=str(parameters["standard"]),
        therapy=parameters["therapy"],
        state=parameters["state"],
        evidence=cast(Level, parameters["evidence"]),
        mobile=cast(MobileFilter, parameters["mobile"]),
        candidates=str(parameters["candidates"]),
        where=cast(Where, parameters["where"]),
        seconds=_whole(parameters["seconds"]),
        people=people,
        show_small=show_small,
        need=parameters.get("need"),
        infused=read_share(parameters.get("infused")),
        on=on,
    )


def _whole(written: str | None) -> int:
    """A whole number as a file writes it; 0, which is refused, for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 9 else 0


def parameters(query: SitingQuery) -> dict[str, str | None]:
    """Return the query as parameters of a manifest."""
    return {
        "units": None if query.units is None else str(query.units),
        "objective": query.objective,
        "standard": query.standard,
        "candidates": query.candidates,
        "where": query.where,
        "seconds": str(query.seconds),
        **counting_parameters(query),
        **people_parameters(query),
        **need_parameters(query),
    }
