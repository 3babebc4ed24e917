"""Which column of a list is which, by its headings. All other columns are echoed and never read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finder.errors import QueryError
from finder.files.csv_rows import Record
from finder.files.headings import columns_of, lacks
from finder.files.streams import CsvStream
from finder.text import Text, text

ORIGINS_ADVICE = text("A list of origins needs the column id, and one of these: zip; lat and lon; place.")
PAIRS_ADVICE = text("A list of pairs needs the columns from_lat, from_lon, to_lat, and to_lon.")
PAIR_COLUMNS = ("from_lat", "from_lon", "to_lat", "to_lon")


def origins_refusal(what: Text) -> QueryError:
    """The refusal of a list of origins."""
    return QueryError(what, ORIGINS_ADVICE)


def pairs_refusal(what: Text) -> QueryError:
    """The refusal of a list of pairs."""
    return QueryError(what, PAIRS_ADVICE)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a list. `at` has where each column that is read stands; `echoed` are the names of all in the answer."""

    at: dict[str, int]
    echoed: tuple[str, ...]
    separator: str

    def echo(self, record: Record) -> dict[str, str]:
        """The cells of a row, as they are, under the names in the answer; empty where the row has none.

        Of a row whose quotes make no sense, they are what stands between separators.
        """
        cells = record.broken.split(self.separator) if record.cells is None else record.cells
        return dict(zip(self.echoed, [*cells, *[""] * (len(self.echoed) - len(cells))], strict=False))

    def cell(self, cells: Sequence[str], column: str) -> str:
        """The cell of a column that is read, without the space around it; empty if there is none."""
        at = self.at.get(column, len(cells))
        return cells[at].strip() if at < len(cells) else ""

    def has_more(self, cells: Sequence[str]) -> bool:
        """Whether a row has more cells than there are headings, and so it is not known which is which."""
        return any(cell.strip() for cell in cells[len(self.echoed) :])


def origin_headings(list_: CsvStream, answered: Iterable[str]) -> Headings:
    """The headings of a list of origins. `answered` are the columns of the answer.

    Raises QueryError if the id, or anything that says where a row is, is missing, or if two columns have the same name.
    """
    found, label = _found(list_, ("id", "zip", "lat", "lon", "place")), list_.path.name
    if "id" not in found:
        raise list_.refusal(lacks(label, ["id"]))
    if not {"zip", "place"} & set(found) and (lacking := [c for c in ("lat", "lon") if c not in found]):
        what = text("%(file)s has no column that says where a row is.", file=label)
        raise list_.refusal(lacks(label, lacking) if len(lacking) == 1 else what)
    return Headings(found, _echoed(list_.headings, answered), list_.separator)


def pair_headings(list_: CsvStream, answered: Iterable[str]) -> Headings:
    """The headings of a list of pairs. Raises QueryError for a missing column and for two of the same name."""
    found = _found(list_, PAIR_COLUMNS)
    if lacking := [c for c in PAIR_COLUMNS if c not in found]:
        raise list_.refusal(lacks(list_.path.name, lacking))
    return Headings(found, _echoed(list_.headings, answered), list_.separator)


def _found(list_: CsvStream, read: Sequence[str]) -> dict[str, int]:
    return columns_of(list_.headings, read, list_.path.name, list_.refusal)


def _echoed(headings: Sequence[str], answered: Iterable[str]) -> tuple[str, ...]:
    """The names of all columns in the answer: as they are, or with `input_` in front where the answer has one of that name."""
    taken, echoed = {name.lower() for name in answered}, list[str]()
    for number, heading in enumerate(headings, 1):
        name = heading.strip() or f"column_{number}"
        while name.lower() in taken:
            name = f"input_{name}"
        taken.add(name.lower())
        echoed.append(name)
    return tuple(echoed)
