"""What a planner asks about a plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from finder.domain.evidence import Level
from finder.domain.scenario import TODAY
from finder.errors import QueryError
from finder.questions.counting import MobileFilter, check_counting, counting_parameters
from finder.text import text

DEFAULT_STANDARD = "miles:60"
_SCENARIO = re.compile(rf"{TODAY}|file:[0-9a-f]{{16}}")


@dataclass(frozen=True, slots=True)
class ScenarioQuery:
    """What changes from one scenario, `base`, to another, `plan`: for whom, and by how much.

    Each is `today`, the directory as it is, or `file:` and the fingerprint of a scenario's file, which the context must have.
    `standard`, `evidence`, `mobile`, and `state` are as for coverage, and `on` is the day. Raises QueryError for a value that
    makes no sense.
    """

    base: str
    plan: str
    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        check_counting(self)
        for scenario in (self.base, self.plan):
            if not _SCENARIO.fullmatch(str(scenario)):
                raise QueryError(
                    text("%(scenario)s is not a scenario.", scenario=repr(str(scenario)[:60])),
                    text("Use today, or the file of a scenario."),
                )


def read_query(parameters: Mapping[str, str | None], on: date) -> ScenarioQuery:
    """Make a query from the parameters of a manifest."""
    return ScenarioQuery(
        base=str(parameters["base"]),
        plan=str(parameters["plan"]),
        standard=str(parameters["standard"]),
        therapy=parameters["therapy"],
        state=parameters["state"],
        evidence=cast(Level, parameters["evidence"]),
        mobile=cast(MobileFilter, parameters["mobile"]),
        on=on,
    )


def parameters(query: ScenarioQuery) -> dict[str, str | None]:
    """Return the query as parameters of a manifest."""
    return {"base": query.base, "plan": query.plan, "standard": query.standard, **counting_parameters(query)}
