"""Chairs within reach as a document to print."""

from collections.abc import Iterator

from finder.questions.chairs.result import ChairsResult
from finder.questions.chairs.tables import county_rows
from finder.questions.chairs.words import asked, headline, method_sentences
from finder.questions.document import Block, Bullets, Grid, Heading, Lead, Paragraph, Title, Words, alone
from finder.questions.sources import check_this_report, sources
from finder.questions.words import where
from finder.text import as_count, as_share, text
from finder.wording.vocabulary import CATCHMENT_VARIANT_WORDS

_MOST_COUNTIES = 24


def document(result: ChairsResult) -> tuple[Block, ...]:
    """All blocks, in order."""
    return tuple(_blocks(result))


def _blocks(result: ChairsResult) -> Iterator[Block]:
    yield Title(
        text("CHAIRS REPORT"),
        text("How are infusion chairs shared in %(where)s?", where=where(result.query.state)),
        asked(result),
        text(
            "Infusion chairs in %(where)s · %(day)s · not medical advice", where=where(result.query.state), day=result.query.on
        ),
    )
    yield Lead(headline(result))
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    if result.points:
        yield from _counties(result)
        yield from _variants(result)
    yield Heading(text("How it was measured"), room=120)
    yield Bullets(list(method_sentences(result)))
    yield from sources(result, result.points)
    yield from check_this_report()


def _counties(result: ChairsResult) -> Iterator[Block]:
    rows = county_rows(result)
    if not rows:
        return
    yield Heading(text("Counties with the fewest chairs within reach"))
    if len(rows) > _MOST_COUNTIES:
        yield Paragraph([text("The first %(n)s of %(all)s counties.", n=_MOST_COUNTIES, all=len(rows))])
    head = [text("County"), text("People"), text("Access ratio"), text("Range")]
    cells: list[list[Words]] = [
        [
            f"{row['name']}, {row['state']}",
            alone(as_count(row["population"])),
            alone(row["access_ratio"]),
            text("%(low)s–%(high)s", low=row["access_ratio_low"], high=row["access_ratio_high"]),
        ]
        for row in rows[:_MOST_COUNTIES]
    ]
    yield Grid(head, cells, [40, 20, 20, 20])


def _variants(result: ChairsResult) -> Iterator[Block]:
    yield Heading(text("By other methods and assumptions"))
    head = [text("Method"), text("Share of people with less than half of the average")]
    cells: list[list[Words]] = [
        [CATCHMENT_VARIANT_WORDS[name], alone(as_share(result.share_with_little(ratio)))]
        for name, ratio in result.variants.items()
    ]
    yield Grid(head, cells, [64, 36])
