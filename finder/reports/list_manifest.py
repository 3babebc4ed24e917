"""The manifest of a report on a list of the reader's own. Of the list, it has a fingerprint and the number of rows alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finder import __version__
from finder.files.streams import CsvStream
from finder.questions.base import Context
from finder.reports.manifest import ASKED, NONE, PROGRAM, fingerprint_of_all, short

# Questions about lists of the reader's own.
DISTANCES, CALENDAR = "distances", "calendar"
TRACE = ("version", "question", "table", "directory", "data", "computed_on", "list", "list_rows")


def trace_columns(asked: Mapping[str, str | None]) -> tuple[str, ...]:
    """The columns that a CSV file has for its manifest."""
    return (*TRACE, *(f"{ASKED}{name}" for name in asked))


@dataclass(frozen=True)
class ListManifest:
    """What a report on a list was made from.

    `uses` are the reference tables, besides the roads, that it rests on. `by_directory` is whether it rests on the listings.
    """

    table: str
    form: str
    asked: Mapping[str, str | None]
    computed_on: date
    context: Context
    listed: CsvStream
    uses: Sequence[str]
    by_directory: bool

    def whole(self, methods: Sequence[str]) -> dict[str, Any]:
        """The manifest as it stands at the end of a file. `methods` are the ways in which travel was measured."""
        directory = self.context.directory
        return {
            "program": PROGRAM,
            "version": __version__,
            "question": DISTANCES,
            "table": self.table,
            "format": self.form,
            "asked": dict(self.asked),
            "method": ", ".join(methods) or self.context.travel.method.id,
            "computed_on": self.computed_on.isoformat(),
            "directory": {"label": directory.label, "fingerprint": directory.fingerprint} if self.by_directory else None,
            "data": self._data,
            "list": {"rows": self.listed.rows, "fingerprint": short(self.listed.sha256)},
        }

    @property
    def trace(self) -> dict[str, str]:
        """The manifest as columns for every row of a CSV file. The way of measuring travel has a column of its own."""
        return {
            "version": __version__,
            "question": DISTANCES,
            "table": self.table,
            **{f"{ASKED}{name}": value or NONE for name, value in self.asked.items()},
            "directory": self.context.directory.fingerprint if self.by_directory else NONE,
            "data": fingerprint_of_all(self._data),
            "computed_on": self.computed_on.isoformat(),
            "list": short(self.listed.sha256),
            "list_rows": str(self.listed.rows),
        }

    @property
    def _data(self) -> dict[str, str]:
        roads = () if self.context.travel.method.id == "straight" else ("roads.npz",)
        return {name: short(self.context.reference.fingerprint(name)) for name in (*self.uses, *roads)}
