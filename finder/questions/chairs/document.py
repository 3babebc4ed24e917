"""Chairs within reach as a document to print: the answer and its map first, then tables, method, and sources."""

from collections.abc import Iterator

import numpy as np

from finder.domain.arrays import Ints
from finder.questions.chairs.result import LITTLE, ChairsResult
from finder.questions.chairs.tables import PER_1000, county_rows
from finder.questions.chairs.words import asked, findings, headline, method_sentences
from finder.questions.document import Block, Bullets, CountyMap, Figures, Grid, Heading, Lead, Paragraph, Title, Words, alone
from finder.questions.sources import check_this_report, sources
from finder.questions.words import where
from finder.text import Text, as_count, as_share, text
from finder.wording.vocabulary import CATCHMENT_VARIANT_WORDS

_MOST_COUNTIES = 24
# Ratios at which the next lighter shade starts. One more shade is for counties without any chair within reach.
_SHADE_STEPS = (0.25, LITTLE, 1.0, 2.0)
_SHADE_WORDS = (
    text("2 or more"),
    text("1 to 2"),
    text("0.5 to 1"),
    text("0.25 to 0.5"),
    text("under 0.25"),
    text("0: no chair within a 90-minute drive"),
)


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
    shown = bool(result.points) and len(result.least_first) > 0
    if shown:
        _, *others = findings(result)
        yield Paragraph(others)
        yield Figures(list(_figures(result)))
        yield _map(result)
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    if shown:
        yield from _counties(result)
        yield from _variants(result)
    yield Heading(text("How it was measured"), room=120)
    yield Bullets(list(method_sentences(result)))
    yield from sources(result, result.points)
    yield from check_this_report()


def _figures(result: ChairsResult) -> Iterator[tuple[Words, Words]]:
    everyone, share = float(result.asked_people.sum()), result.share_with_little(result.ratio) or 0.0
    yield _count(share * everyone), text("people with less than half of the average")
    yield _count(result.people_without), text("people with no chair within a 90-minute drive")
    yield _count(len(result.points)), text("locations counted in the country")
    yield _count(result.supply.assumed), text("of these with assumed chairs or hours")
    yield alone(round(PER_1000 * result.national_score, 2)), text("chair-hours a week per 1,000 people, national average")


def _count(value: float) -> Text:
    return alone(as_count(value))


def _map(result: ChairsResult) -> CountyMap:
    counties = np.flatnonzero(result.asked_counties)
    low, high = result.county_variants[:, counties].min(0), result.county_variants[:, counties].max(0)
    return CountyMap(
        fips=result.demand.counties.fips[counties].tolist(),
        shade=shade_classes(result, counties),
        hatched=(low < LITTLE) & (high >= LITTLE),
        dots=[p.position.point for p in result.points if p.position],
        state=result.query.state,
        title=text("Access ratio:"),
        legend=_SHADE_WORDS,
        nobody=text("no one lives there"),
        hatched_words=text("above or below 0.5, depending on the method"),
        dots_words=text("location counted"),
    )


def shade_classes(result: ChairsResult, counties: Ints) -> Ints:
    """The shade of each of some counties (rows): a row of the legend, or the one after the last where nobody lives."""
    ratio = result.county_ratio[counties]
    classes = len(_SHADE_STEPS) - np.searchsorted(_SHADE_STEPS, ratio, side="right")
    # "No chair" is only said where nobody has any.
    classes[ratio == 0] = len(_SHADE_STEPS) + 1
    classes[np.isnan(ratio)] = len(_SHADE_WORDS)
    return classes.astype(np.intp)


def _counties(result: ChairsResult) -> Iterator[Block]:
    rows = county_rows(result)
    yield Heading(text("Counties with the fewest chairs within reach"), room=180)
    if len(rows) > _MOST_COUNTIES:
        yield Paragraph(
            [
                text("The first %(n)s of %(all)s counties.", n=_MOST_COUNTIES, all=len(rows)),
                text("Counties with equal ratios are in order of population."),
            ]
        )
    head = [text("County"), text("People"), text("Access ratio"), text("Range")]
    cells: list[list[Words]] = [
        [
            f"{row['name']}, {row['state']}",
            _count(row["population"]),
            alone(row["access_ratio"]),
            _range(row["access_ratio_low"], row["access_ratio_high"]),
        ]
        for row in rows[:_MOST_COUNTIES]
    ]
    yield Grid(head, cells, [40, 20, 20, 20])


def _range(low: float, high: float) -> Text:
    return alone(low) if low == high else text("%(low)s–%(high)s", low=low, high=high)


def _variants(result: ChairsResult) -> Iterator[Block]:
    yield Heading(text("By other methods and assumptions"), room=180)
    head = [text("Method"), text("People with less than half of the average")]
    cells: list[list[Words]] = [
        [CATCHMENT_VARIANT_WORDS[name], alone(as_share(result.share_with_little(ratio)))]
        for name, ratio in result.variants.items()
    ]
    yield Grid(head, cells, [62, 38])
