"""What a check found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from finder.errors import FinderError
from finder.text import Text, text

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: the part, whether it works, what was found, and what to do if it does not.

    `warn` is for what makes answers slower, older, or fewer; with `fail`, the finder would not work.
    """

    part: str
    state: State
    found: Text
    advice: Text | None = None


Check = Callable[[], Iterator[Finding]]


def findings_of(part: str, check: Check) -> Iterator[Finding]:
    """The findings of a check; whatever goes wrong in it is one of them."""
    try:
        yield from check()
    except FinderError as error:
        yield Finding(part, "fail", error.what, error.advice)
    except Exception as error:
        what = text("This could not be checked (%(why)s).", why=type(error).__name__)
        yield Finding(part, "fail", what, text("Install the program and its data again."))
