"""How many patients are expected among the people of an answer: the rate of a condition, by age where a source says so."""

from collections.abc import Iterator
from math import isnan
from typing import Protocol

import numpy as np

from finder.access.expected import standard_people
from finder.domain.arrays import Mask
from finder.domain.condition import Condition
from finder.domain.demand import DemandPoints
from finder.errors import QueryError
from finder.questions.base import Context, Row
from finder.text import Text, as_number, as_share, named, text

# Parameters of a manifest that only a question about a condition has.
NEED_PARAMETERS = ("need", "infused")
# As if all patients were infused, until the reader says otherwise.
EVERYBODY = 1.0
_GROUP = "65_plus"


# The low, middle, and high number of patients; NaN where it is hidden.
Expected = tuple[float, float, float]


class OfNeed(Protocol):
    """The part of a query that asks for expected patients: those with a condition, and the share of them who are infused."""

    @property
    def need(self) -> str | None:
        """The id of the condition; None for none."""
        ...

    @property
    def infused(self) -> float:
        """A share above 0 and up to 1."""
        ...

    @property
    def people(self) -> str | None:
        """Whose people are asked about; None for the residents."""
        ...


def check_need(query: OfNeed) -> None:
    """Raises QueryError for a share that makes no sense, and for one of nothing."""
    if not 0 < query.infused <= 1:
        raise QueryError(
            text("The share of patients who are infused must be above 0 and at most 1."),
            text("For example: %(example)s.", example="0.3"),
        )
    if query.need is None and query.infused != EVERYBODY:
        raise QueryError(text("A share of patients was given, and no condition."), text("Choose one with --need."))


def need_parameters(query: OfNeed) -> dict[str, str | None]:
    """Return the condition and the share as parameters of a manifest; nothing if no condition was asked."""
    return {} if query.need is None else {"need": query.need, "infused": repr(query.infused)}


def read_share(written: str | None) -> float:
    """Read a share as a manifest has it; 0, which is refused, for anything else."""
    if written is None:
        return EVERYBODY
    try:
        return float(written)
    except ValueError:
        return 0.0


def condition_of(query: OfNeed, context: Context) -> Condition | None:
    """Return the condition that is asked about. Raises QueryError for one that is not known."""
    known = context.reference.conditions
    if query.need is None or query.need in known:
        return known.get(query.need or "")
    raise QueryError(
        text("%(need)s is not a known condition.", need=repr(query.need[:60])),
        text("Use one of: %(known)s.", known=", ".join(known)),
    )


def expected(query: OfNeed, context: Context, demand: DemandPoints, among: Mask, people: float) -> Expected:
    """Return the low, middle, and high number of patients to be infused among some people.

    `among` is a mask of the parts of `demand`, and `people` how many they are; NaN if that is hidden. Of people of a file, no
    age is known.
    """
    condition = condition_of(query, context)
    assert condition, "a condition was asked about"
    if condition.at_65 is not None and query.people is None:
        nation = context.demand
        share = nation.groups.get(_GROUP, np.full(len(nation.zip), np.nan))
        known = ~np.isnan(share)
        national = float(np.average(share[known], weights=nation.population[known])) if known.any() else 0.0
        mine = demand.groups.get(_GROUP, np.full(len(demand.zip), np.nan))[demand.part_zip]
        people = standard_people(demand.part_people * among, mine, national, condition.at_65)
    low, middle, high = (rate.per_100_000 / 100_000 * people * query.infused for rate in condition.rates)
    return low, middle, high


def patients(numbers: Expected) -> Text:
    """Three numbers of patients, inside a sentence: "12 (6 to 20)"."""
    if any(map(isnan, numbers)):
        return text("(hidden)")
    low, middle, high = (as_number(n, 2 if n < 1 else 1 if n < 10 else 0) for n in numbers)
    return text("%(middle)s (%(low)s to %(high)s)", low=low, middle=middle, high=high)


def need_row(query: OfNeed, **numbers: Expected) -> Row:
    """Return expected patients as a part of the whole answer, by whom they are counted among."""
    among = {name: dict(zip(("low", "middle", "high"), map(_hundredth, n), strict=True)) for name, n in numbers.items()}
    return {"expected_patients": {"condition": query.need, "infused": query.infused, **among}}


def _hundredth(number: float) -> float | None:
    return None if isnan(number) else round(number, 2)


def need_notices(query: OfNeed, context: Context) -> Iterator[Text]:
    """What a reader must know of expected patients: the rates, the share, and what follows from one rate for everybody."""
    condition = condition_of(query, context)
    if condition is None:
        return
    low, middle, high = condition.rates
    yield text(
        "Patients with %(condition)s per 100,000 people: %(middle)s (%(middle_source)s), or as few as %(low)s (%(low_source)s) "
        "and as many as %(high)s (%(high_source)s).",
        condition=named(condition.name),
        low=as_number(low.per_100_000, 2),
        middle=as_number(middle.per_100_000, 2),
        high=as_number(high.per_100_000, 2),
        low_source=low.source,
        middle_source=middle.source,
        high_source=high.source,
    )
    yield text(
        "Of the patients, %(share)s are taken to be infused. That is an assumption, not a finding: change it with --infused.",
        share=as_share(query.infused),
    )
    if condition.at_65 is not None and query.people is None:
        yield text(
            "At 65 and older, the rate is taken to be %(times)s times that of all ages (%(source)s).",
            times=as_number(condition.at_65, 1),
            source=condition.at_65_source,
        )
    else:
        yield text("The rate is the same for everybody, so it cannot change which counties or towns come first.")
