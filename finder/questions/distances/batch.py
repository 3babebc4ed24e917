"""A batch of rows, and the answer to it."""

from collections.abc import Iterator
from typing import NamedTuple

from finder.files.csv_rows import Record
from finder.questions.base import Row
from finder.text import Text

# The number of a row in its list, from 1, and the row.
Numbered = tuple[int, Record]


class Answered(NamedTuple):
    """The rows of an answer, made one by one, and what was said of the way of measuring."""

    rows: Iterator[Row]
    notices: tuple[Text, ...]
