"""The end of every printed report: its data sources with their dates, and how to check it."""

from collections.abc import Iterator, Sequence
from datetime import date

from finder.domain.facility import ServicePoint
from finder.domain.vintage import Vintage
from finder.questions.base import Result
from finder.questions.document import Block, Grid, Heading, Paragraph, Words
from finder.questions.words import months_checked
from finder.text import Text, as_count, as_month, named, text


def sources(result: Result, points: Sequence[ServicePoint]) -> Iterator[Block]:
    """The listings that were counted and the reference data, each with its source and age."""
    context = result.context
    yield Heading(text("Data sources and dates"), room=120)
    listings = text("folder %(label)s, %(n)s locations counted", label=repr(context.directory.label), n=as_count(len(points)))
    used = [v for v in context.reference.vintages.values() if v.id != "roads" or result.method.id != "straight"]
    rows: list[list[Words]] = [
        [text("Listings"), listings, _checked(points, result.query.on)],
        *(_vintage(v) for v in used),
    ]
    yield Grid([text("What"), text("Source"), text("As of")], rows, [21, 51, 28], 3)


def _vintage(vintage: Vintage) -> list[Words]:
    return [named(vintage.what), f"{vintage.source} ({vintage.license})", named(vintage.as_of)]


def _checked(points: Sequence[ServicePoint], on: date) -> Text:
    """The months in which the listings were last checked."""
    match months_checked(points, on):
        case [month]:
            return text("%(month)s", month=as_month(month))
        case [first, last]:
            return text("%(first)s to %(last)s", first=as_month(first), last=as_month(last))
    return text("no date given")


def check_this_report() -> Iterator[Block]:
    """How a reader can check a printed report."""
    yield Heading(text("Check this report"), room=90)
    yield Paragraph(
        [
            text(
                "A manifest of what this report was made from is attached to this file. Run finder verify FILE to compute the "
                "same numbers again, or to learn what has changed since. The tables behind this report can be downloaded as "
                "spreadsheets and map layers."
            ),
            text("This is not medical advice, and it does not replace a plan's or an agency's own test of a network."),
        ]
    )
