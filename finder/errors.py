"""What can go wrong, and what the reader can do about it.

FinderError                 what is wrong + advice; shown in one line, never as a traceback
├── InputError              something that was typed or asked for                    exit code 2
│   ├── QueryError          a radius, therapy, standard, date, state ...
│   ├── PlaceNotFound       no place matches; carries suggestions
│   └── PlaceAmbiguous      several places match; carries them                       exit code 1
├── DirectoryError          a folder of listings that cannot be read at all          exit code 2
├── DataError               the program's own reference data is missing or damaged   exit code 2
└── ServiceError            an online service did not answer (the caller falls back to local data)

The edge that shows an error says it through a writer (`Writer.error`). `str()` of an error is for logs and debugging.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from finder.text import Text


class FinderError(Exception):
    """What is wrong, then what to do."""

    exit_code = 2

    def __init__(self, what: Text, advice: Text) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}"


class InputError(FinderError):
    """Something that was typed or asked for."""


class QueryError(InputError):
    """A parameter that cannot be used, such as a radius, therapy, standard, date, or state."""


class DirectoryError(FinderError):
    """A folder of listings that cannot be read at all. (A bad row is a notice, not an error.)"""


class DataError(FinderError):
    """The program's own reference data is missing or damaged."""


class ServiceError(FinderError):
    """An online service did not answer, or its answer could not be used."""


@contextmanager
def refuse_damage(refusal: FinderError) -> Iterator[None]:
    """Raise one refusal for whatever error a damaged file causes in a library, and drop the library's warnings.

    An error that is already a sentence for the reader passes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except FinderError:
        raise
    except Exception as error:
        raise refusal from error
