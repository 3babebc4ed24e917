"""A list as the rows of its answer: a batch at a time, so that a long list takes no more memory than a short one."""

from collections.abc import Callable, Iterable, Iterator

from finder.files.csv_rows import Record
from finder.files.streams import CsvStream
from finder.questions.base import Row
from finder.text import Text
from finder.travel.model import Progress

# Rows of the answer that are held at a time, about, and letters of the list: it may have any other columns.
HELD_ROWS, HELD_LETTERS = 10_000, 4_000_000
_FEWEST_TOGETHER, _MOST_TOGETHER = 100, 5_000
Numbered = tuple[int, Record]
Answer = Callable[[list[Numbered]], tuple[list[Row], tuple[Text, ...]]]


class Answering:
    """The rows of the answer to a list, and what is known of them once all have been read."""

    def __init__(self, listed: CsvStream, answer: Answer, progress: Progress, batch_rows: int = _MOST_TOGETHER) -> None:
        """`batch_rows` are measured together."""
        self._list, self._answer, self._progress, self._batch_rows = listed, answer, progress, batch_rows
        self.answered = self.without = 0
        self.methods: dict[str, None] = {}
        self.notices: dict[Text, None] = {}

    def rows(self) -> Iterator[Row]:
        """All rows, in the order of the list."""
        done = 0
        self._progress(0.0)
        for batch in _batches(self._list.records(), self._batch_rows):
            rows, notices = self._answer(batch)
            self.notices |= dict.fromkeys(notices)
            self._count(rows, len(batch))
            yield from rows
            done += len(batch)
            self._progress(done / max(self._list.rows, 1))

    def _count(self, rows: list[Row], records: int) -> None:
        without = sum(1 for row in rows if row["reason"])
        self.without += without
        self.answered += records - without
        self.methods |= {row["method"]: None for row in rows if row["method"]}


def rows_together(nearest: int) -> int:
    """How many rows of a list to measure together if each becomes so many rows of the answer."""
    return max(_FEWEST_TOGETHER, min(_MOST_TOGETHER, HELD_ROWS // nearest))


def _batches(records: Iterable[Record], most_rows: int) -> Iterator[list[Numbered]]:
    batch, letters = list[Numbered](), 0
    for number, record in enumerate(records, 1):
        batch.append((number, record))
        letters += sum(map(len, record.cells)) if record.cells else len(record.broken)
        if len(batch) >= most_rows or letters >= HELD_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch
