"""A list as the rows of its answer: a batch at a time, so that a long list takes no more memory than a short one."""

from collections.abc import Callable, Iterable, Iterator

from finder.files.csv_rows import Record
from finder.files.streams import CsvStream
from finder.questions.base import Row
from finder.questions.distances.batch import Answered, Numbered
from finder.text import Text, text
from finder.travel.model import Progress

# Trips that are held at a time, and letters of the list: it may have any other columns.
HELD_TRIPS, HELD_LETTERS = 60_000, 10_000_000
# The more rows are measured together, the less each takes.
_MOST_TOGETHER = 20_000
Answer = Callable[[list[Numbered]], Answered]


class Answering:
    """The rows of the answer to a list, and what is known of them once all have been read."""

    def __init__(self, listed: CsvStream, answer: Answer, progress: Progress, batch_rows: int = _MOST_TOGETHER) -> None:
        """`batch_rows` are measured together."""
        self._list, self._answer, self._progress, self._batch_rows = listed, answer, progress, batch_rows
        self.answered = self.without = 0
        self.methods: dict[str, None] = {}
        self.notices: dict[Text, None] = {}

    def rows(self) -> Iterator[Row]:
        """All rows, in the order of the list. Raises QueryError at the end if the list is no longer what it was at first."""
        done = 0
        self._progress(0.0)
        for batch in _batches(self._list.records(), self._batch_rows):
            answered = self._answer(batch)
            self.notices |= dict.fromkeys(answered.notices)
            without = self.without
            for row in answered.rows:
                self.without += bool(row["reason"])
                if row["method"]:
                    self.methods[row["method"]] = None
                yield row
            self.answered += len(batch) - (self.without - without)
            done += len(batch)
            self._progress(done / max(self._list.rows, 1))
        if done != self._list.rows:
            raise self._list.refusal(text("%(file)s changed while it was read.", file=self._list.path.name))


def rows_together(nearest: int) -> int:
    """How many rows of a list to measure together if each becomes so many rows of the answer."""
    return min(_MOST_TOGETHER, HELD_TRIPS // nearest)


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
