"""An answer about closures as a document to print: the answer first, then the closures, the pairs, and the method."""

from collections.abc import Iterator, Sequence

from finder.questions.base import Row
from finder.questions.closures.result import ClosuresResult
from finder.questions.closures.tables import center_rows, county_rows, pair_rows, zip_rows
from finder.questions.closures.words import asked, findings, headline, method_sentences
from finder.questions.document import Block, Bullets, Figures, Grid, Heading, Lead, Paragraph, Title, Words, alone
from finder.questions.sources import check_this_report, sources
from finder.questions.words import where
from finder.text import Text, as_count, as_share, text

_MOST_ROWS = 40


def document(result: ClosuresResult) -> tuple[Block, ...]:
    """All blocks, in order."""
    return tuple(_blocks(result))


def _blocks(result: ClosuresResult) -> Iterator[Block]:
    yield Title(
        text("CLOSURES REPORT"),
        text("Who loses what if a location closes in %(where)s?", where=where(result.query.state)),
        asked(result),
        text("Closures in %(where)s · %(day)s · not medical advice", where=where(result.query.state), day=result.query.on),
    )
    yield Lead(headline(result))
    shown = bool(result.points) and result.people > 0
    if shown:
        _, *others = findings(result)
        yield Paragraph(others)
        yield Figures(list(_figures(result)))
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    if shown:
        yield from _centers(result)
        yield from _counties(result)
        yield from _zips(result) if result.closed else _pairs(result)
    yield Heading(text("How it was measured"), room=120)
    yield Bullets(list(method_sentences(result)))
    yield from sources(result, result.points)
    yield from check_this_report()


def _figures(result: ClosuresResult) -> Iterator[tuple[Words, Words]]:
    yield _count(result.people_within), text("people within the standard today")
    if result.closed:
        yield _count(result.people_losing), text("people who fall outside the standard")
        yield _count(result.people_stranded), text("people left without a road to any location")
    else:
        yield _count(float(result.alone.people.sum())), text("people within the standard of one location alone")
        yield _count(float(result.alone.stranded.sum())), text("people with a road to one location alone")
    yield _count(len(result.points)), text("locations counted")


def _count(value: float) -> Text:
    return alone(as_count(value))


def _cut(rows: Sequence[Row]) -> Iterator[Block]:
    """That only the first rows are shown, if so."""
    if len(rows) > _MOST_ROWS:
        yield Paragraph([text("The first %(n)s of %(all)s rows.", n=_MOST_ROWS, all=as_count(len(rows)))])


def _centers(result: ClosuresResult) -> Iterator[Block]:
    rows = center_rows(result)
    yield Heading(text("Locations by the effect of their closure"), room=180)
    yield from _cut(rows)
    head = [
        *(text("Location"), text("Where"), text("People who fall outside the standard"), text("Left without a road")),
        *(text("Miles added a year"), text("Counties that fail")),
    ]
    cells: list[list[Words]] = [
        [
            row["name"],
            ", ".join(filter(None, (row["city"], row["state"]))),
            *(_count(row[name]) for name in ("people_losing_standard", "people_stranded", "added_annual_miles")),
            _count(len(row["dependent_counties"].split("; ")) if row["dependent_counties"] else 0),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [36, 22, 16, 14, 18, 12], 2)


def _counties(result: ClosuresResult) -> Iterator[Block]:
    rows = county_rows(result)
    if not rows:
        return
    yield Heading(text("Counties that a closure makes fail"), room=180)
    yield from _cut(rows)
    head = [text("County"), text("Closing"), text("Share today"), text("Share after"), text("Required share")]
    cells: list[list[Words]] = [
        [
            f"{row['name']}, {row['state']}",
            row["closing_name"],
            *(alone(as_share(row[name])) for name in ("share", "share_after", "required_share")),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [26, 40, 14, 14, 14], 2)


def _zips(result: ClosuresResult) -> Iterator[Block]:
    rows = sorted(zip_rows(result), key=lambda row: (not row["loses_standard"], -row["people"], row["zip"], row["fips"]))
    if not rows:
        return
    yield Heading(text("ZIP codes and their next choice"), room=180)
    yield from _cut(rows)
    head = [
        *(text("ZIP code"), text("Next choice"), text("People"), text("Falls outside the standard")),
        *(text("Miles today"), text("Miles then")),
    ]
    cells: list[list[Words]] = [
        [
            f"{row['zip']} ({row['county']})",
            row["next_name"] or row["next_road"],
            _count(row["people"]),
            text("yes") if row["loses_standard"] else text("no"),
            *(_miles(row[name]) for name in ("nearest_mi", "next_mi")),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [28, 38, 12, 14, 12, 12], 2)


def _miles(value: float | None) -> Words:
    return "–" if value is None else _count(round(value))


def _pairs(result: ClosuresResult) -> Iterator[Block]:
    rows = pair_rows(result)
    if not rows:
        return
    yield Heading(text("Pairs with a larger effect together"), room=180)
    yield from _cut(rows)
    head = [
        *(text("Location"), text("And"), text("People who fall outside the standard"), text("Of these only together")),
        text("Miles added only together"),
    ]
    cells: list[list[Words]] = [
        [
            row["closing_name"],
            row["other_name"],
            *(_count(row[name]) for name in ("people_losing_standard", "people_only_together", "miles_only_together")),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [36, 36, 16, 16, 16], 2)
