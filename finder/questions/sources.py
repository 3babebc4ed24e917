"""The end of every printed report: the data it rests on and how old that is, and how to check it."""

from collections.abc import Iterator, Sequence

from finder.domain.facility import ServicePoint
from finder.domain.vintage import Vintage
from finder.questions.base import Result
from finder.questions.document import Block, Grid, Heading, Paragraph, Words
from finder.text import Text, as_count, as_month, named, text


def sources(result: Result, points: Sequence[ServicePoint]) -> Iterator[Block]:
    """The listings that were counted and the reference data, each with its source and age."""
    context = result.context
    yield Heading(text("Data sources and dates"), room=120)
    listings = text("folder %(label)s, %(n)s locations counted", label=repr(context.directory.label), n=as_count(len(points)))
    used = [v for v in context.reference.vintages.values() if v.id != "roads" or result.method.id != "straight"]
    rows: list[list[Words]] = [
        [text("Listings"), listings, _checked(points)],
        *(_vintage(v) for v in used),
    ]
    yield Grid([text("What"), text("Source"), text("As of")], rows, [22, 56, 22], 3)


def _vintage(vintage: Vintage) -> list[Words]:
    return [named(vintage.what), f"{vintage.source} ({vintage.license})", named(vintage.as_of)]


def _checked(points: Sequence[ServicePoint]) -> Text:
    """The months in which the listings were last checked."""
    days = sorted(d for p in points if (d := p.provenance.checked_on))
    if not days:
        return text("date unknown")
    first, last = as_month(days[0]), as_month(days[-1])
    if days[0].replace(day=1) == days[-1].replace(day=1):
        return text("%(month)s", month=first)
    return text("%(first)s to %(last)s", first=first, last=last)


def check_this_report() -> Iterator[Block]:
    """How a reader can check a printed report."""
    yield Heading(text("Check this report"), room=60)
    yield Paragraph(
        [
            text(
                "Its manifest is attached to this file. Run finder verify FILE: it works out the same numbers again, or tells "
                "you what has changed since. The tables behind this report can be downloaded as spreadsheets and map layers."
            )
        ]
    )
    yield Paragraph([text("This is not medical advice, and not a plan's or an agency's own test of a network.")])
