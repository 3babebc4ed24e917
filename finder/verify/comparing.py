"""Compares a file with the same report made today: its inputs, then each cell of each row, or each line of each page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from finder.text import Text, text, text_n
from finder.verify.report_file import Cells, Manifest, ReportFile, Section

SHOWN = 10
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying a file: how many rows or pages were compared, and which inputs and cells differ.

    `differences` are the first SHOWN of `count`.
    """

    rows: int
    pages: int
    inputs: tuple[Text, ...]
    differences: tuple[Text, ...]
    count: int

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not self.inputs and not self.count

    def lines(self) -> Iterator[Text]:
        """The result in sentences."""
        size = _size(self.rows, self.pages)
        if self.equal:
            yield text("equal: %(size)s", size=size)
            return
        yield from self.inputs
        if not self.count:
            yield text("The content is equal nevertheless: %(size)s.", size=size)
            return
        yield from self.differences
        yield text_n("%(n)s difference in %(size)s.", "%(n)s differences in %(size)s.", self.count, size=size)


def _size(rows: int, pages: int) -> Text:
    return text_n("%(n)s page", "%(n)s pages", pages) if pages else text_n("%(n)s row", "%(n)s rows", rows)


def compare(file: ReportFile, now: ReportFile) -> Verification:
    """Compare a file with the same report made today."""
    found = _pages(file.pages, now.pages) if file.manifest.form == "pdf" else _sections(file.sections, now.sections)
    kept, count = list[Text](), 0
    for count, difference in enumerate(found, 1):
        if count <= SHOWN:
            kept.append(difference)
    rows = sum(len(s.rows) for s in file.sections.values())
    return Verification(rows, len(file.pages), tuple(_inputs(file.manifest, now.manifest)), tuple(kept), count)


def _inputs(file: Manifest, now: Manifest) -> Iterator[Text]:
    """Yield the inputs that have changed since the report was made, with what to do."""
    if file.version != now.version:
        yield _changed(
            "version", file.version, now.version, text("The program has changed. Use the version that made the file.")
        )
    if file.method != now.method:
        yield _changed("travel", file.method, now.method, text("Travel could not be measured the same way."))
    if file.directory != now.directory:
        advice = text("The listings have changed. Give the folder that the file was made from with --directory.")
        yield _changed("directory", file.directory, now.directory, advice)
    if file.hsd != now.hsd:
        advice = text("Give the HSD file that the file was made with (or none if it was made without) with --hsd.")
        yield _changed("HSD file", file.hsd or "–", now.hsd or "–", advice)
    for name in sorted(file.data.keys() | now.data.keys()):
        if (then := file.data.get(name)) != (today := now.data.get(name)):
            advice = text("The reference data has changed. Restore the data folder that the file was made with.")
            yield _changed(name, then or "–", today or "–", advice)


def _changed(name: str, then: str, today: str, advice: Text) -> Text:
    return text(
        "input %(name)s: file %(then)s, now %(today)s. %(advice)s", name=name, then=_cut(then), today=_cut(today), advice=advice
    )


def _sections(file: Mapping[str, Section], now: Mapping[str, Section]) -> Iterator[Text]:
    for name, today in now.items():
        where = f"{name}, " if len(now) > 1 else ""
        if name not in file:
            yield text("%(section)s is missing from the file", section=name)
        else:
            yield from _rows(where, file[name], today)


def _rows(where: str, file: Section, now: Section) -> Iterator[Text]:
    for column in now.columns:
        if column not in file.columns and now.rows:
            yield text("%(where)scolumn %(column)s is missing from the file", where=where, column=column)
    for column in file.columns:
        if column not in now.columns and file.rows:
            yield text("%(where)scolumn %(column)s is not in the report", where=where, column=_cut(column))
    expected = _by_key(now)
    for key, (number, row) in _by_key(file).items():
        if key in expected:
            _, today = expected.pop(key)
            yield from _cells(f"{where}row {number}, {_named(now, key)}", row, today)
        else:
            yield text("%(where)srow %(n)s, %(key)s: not in the report made now", where=where, n=number, key=_named(now, key))
    for key in expected:
        yield text("%(where)s%(key)s: missing from the file", where=where, key=_named(now, key))


Key = tuple[tuple[str, ...], int]


def _by_key(section: Section) -> dict[Key, tuple[int, Cells]]:
    """Rows with their numbers, by key and, for a key that is repeated, by its occurrence."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for number, row in enumerate(section.rows, section.first):
        key = tuple(row.get(c, "") for c in section.key)
        found[key, seen[key]] = number, row
        seen[key] += 1
    return found


def _named(section: Section, key: Key) -> str:
    return ", ".join(f"{column} {_cut(value)}" for column, value in zip(section.key, key[0], strict=True)) or "–"


def _cells(where: str, file: Cells, now: Cells) -> Iterator[Text]:
    for column, today in now.items():
        then = file.get(column)
        if then is not None and then != today:
            yield _differs(f"{where}, {column}", then, today)


def _pages(file: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Text]:
    for page, (then, today) in enumerate(zip_longest(file, now, fillvalue=""), 1):
        for line, pair in enumerate(zip_longest(then.splitlines(), today.splitlines(), fillvalue=""), 1):
            if pair[0] != pair[1]:
                yield _differs(f"page {page}, line {line}", *pair)


def _differs(where: str, then: str, today: str) -> Text:
    return text(
        "%(where)s: file %(then)s, now %(today)s",
        where=where,
        then=_cut(then) or text("empty"),
        today=_cut(today) or text("empty"),
    )


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
