"""What a planner asks about closures."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast, get_args

from finder.domain.evidence import Level
from finder.errors import QueryError
from finder.questions.counting import MobileFilter, check_counting, counting_parameters
from finder.text import as_list, text

# What closes at once: a location, or all locations at an address. A mobile unit closes with all its stops in any case.
By = Literal["location", "address"]
BY: tuple[By, ...] = get_args(By)
DEFAULT_STANDARD = "miles:60"
MOST_CLOSED = 200


@dataclass(frozen=True, slots=True)
class ClosuresQuery:
    """Who loses what if each location closes alone; or, with `close`, if all of these close at once.

    `by` is what closes at once, and `close` are ids of locations or mobile units, in order and without repetition. `standard`,
    `evidence`, `mobile`, and `state` are as for coverage, and `on` is the day. Raises QueryError for a value that makes no
    sense.
    """

    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    by: By = "location"
    close: tuple[str, ...] = ()
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        check_counting(self)
        if self.by not in BY:
            raise QueryError(
                text("%(by)s does not say what closes at once.", by=repr(str(self.by)[:60])),
                text("Use one of: %(known)s.", known=as_list(BY)),
            )
        if len(self.close) > MOST_CLOSED:
            raise QueryError(
                text("%(n)s locations were named to close.", n=len(self.close)),
                text("Name at most %(most)s.", most=MOST_CLOSED),
            )


def ids(written: Iterable[str]) -> tuple[str, ...]:
    """Read lists of ids, each once and in order: "a,b". An id with a comma stands in quotation marks, as in a CSV file."""
    cells = (cell.strip() for line in csv.reader(list(written), skipinitialspace=True) for cell in line)
    return tuple(sorted({cell for cell in cells if cell}))


def listed(close: tuple[str, ...]) -> str | None:
    """Write ids as `ids` reads them; None for none."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(close)
    return line.getvalue() if close else None


def read_query(parameters: Mapping[str, str | None], on: date) -> ClosuresQuery:
    """Make a query from the parameters of a manifest."""
    return ClosuresQuery(
        standard=str(parameters["standard"]),
        therapy=parameters["therapy"],
        state=parameters["state"],
        evidence=cast(Level, parameters["evidence"]),
        mobile=cast(MobileFilter, parameters["mobile"]),
        by=cast(By, parameters["by"]),
        close=ids([parameters["close"] or ""]),
        on=on,
    )


def parameters(query: ClosuresQuery) -> dict[str, str | None]:
    """Return the query as parameters of a manifest."""
    return {"standard": query.standard, "by": query.by, "close": listed(query.close), **counting_parameters(query)}
