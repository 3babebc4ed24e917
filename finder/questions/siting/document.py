"""A siting answer as a document to print: the answer first, then each stop, what else could be chosen, and the method."""

from collections.abc import Iterator

from finder.questions.document import Block, Bullets, Figures, Grid, Heading, Lead, Paragraph, Title, Words, alone
from finder.questions.siting.result import SitingResult
from finder.questions.siting.words import asked, findings, headline, method_sentences, stop_sentences
from finder.questions.sources import check_this_report, sources
from finder.questions.words import where
from finder.text import Text, as_count, text
from finder.wording.vocabulary import TRAVEL_BAND_WORDS

_MOST_STEPS = 30


def document(result: SitingResult) -> tuple[Block, ...]:
    """All blocks, in order."""
    return tuple(_blocks(result))


def _blocks(result: SitingResult) -> Iterator[Block]:
    yield Title(
        text("SITING REPORT"),
        text("Where do new stops help most in %(where)s?", where=where(result.query.state)),
        asked(result),
        text("New stops in %(where)s · %(day)s · not medical advice", where=where(result.query.state), day=result.query.on),
    )
    yield Lead(headline(result))
    if result.stops:
        told = [sentence for stop in result.stops for sentence in stop_sentences(result, stop)]
        _, *others = findings(result)
        yield Paragraph([sentence for sentence in others if sentence not in told])
        yield Figures(list(figures(result)))
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    for stop in result.stops:
        yield Heading(text("Stop %(rank)s: %(name)s", rank=stop.rank, name=stop.name), room=90)
        yield Paragraph(list(stop_sentences(result, stop)))
    if result.stops:
        yield from _steps(result)
        yield from _ranges(result)
    yield Heading(text("How it was measured"), room=120)
    yield Bullets(list(method_sentences(result)))
    yield from sources(result, result.points)
    yield from check_this_report()


def figures(result: SitingResult) -> Iterator[tuple[Words, Words]]:
    """The numbers that the answer comes down to, each with what it counts."""
    yield _count(result.people_gained), text("people who gain")
    yield _count(float(result.newly_reachable.sum())), text("of these without a road to any location today")
    yield _count(result.people - result.people_within), text("people outside the standard today")
    yield _count(len(result.candidates)), text("candidate towns")


def _count(value: float | None) -> Words:
    return "–" if value is None else alone(as_count(value))


def _steps(result: SitingResult) -> Iterator[Block]:
    if not result.plan.steps:
        return
    yield Heading(text("Gain by number of stops"), room=140)
    head: list[Words] = [
        *(text("Stops"), text("In this order"), text("Added by the last")),
        *(text("Best of as many"), text("At most possible")),
    ]
    rows: list[list[Words]] = []
    before = 0.0
    for step in result.plan.steps[:_MOST_STEPS]:
        rows.append([_count(n) for n in (step.count, step.phased, step.phased - before, step.best, step.bound)])
        before = step.phased
    yield Grid(head, rows, [12, 22, 22, 22, 22])


def _ranges(result: SitingResult) -> Iterator[Block]:
    if not result.plan.bands:
        return
    yield Heading(text("Under low, expected, and high travel"), room=120)
    head: list[Words] = [text("Travel"), text("These stops"), text("The best stops for it")]
    rows: list[list[Words]] = [[_band(b.band), _count(b.value), _count(b.best)] for b in result.plan.bands]
    yield Grid(head, rows, [50, 25, 25])


def _band(band: str) -> Text:
    return TRAVEL_BAND_WORDS[band]
