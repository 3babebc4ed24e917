"""What a plan changes as a document to print."""

from collections.abc import Iterator

from finder.questions.document import Block, Bullets, Figures, Grid, Heading, Lead, Paragraph, Title, Words, alone
from finder.questions.scenario.result import ScenarioResult
from finder.questions.scenario.tables import county_rows, side_rows, zip_rows
from finder.questions.scenario.words import asked, findings, headline, method_sentences
from finder.questions.sources import check_this_report, sources
from finder.questions.words import where
from finder.text import Text, as_count, as_share, as_whole_minutes, text

_MOST_ROWS = 40


def document(result: ScenarioResult) -> tuple[Block, ...]:
    """All blocks, in order."""
    return tuple(_blocks(result))


def _blocks(result: ScenarioResult) -> Iterator[Block]:
    yield Title(
        text("SCENARIO REPORT"),
        text("What does the plan change in %(where)s?", where=where(result.query.state)),
        asked(result),
        text(
            "What a plan changes in %(where)s · %(day)s · not medical advice",
            where=where(result.query.state),
            day=result.query.on,
        ),
    )
    yield Lead(headline(result))
    _, *others = findings(result)
    if others:
        yield Paragraph(others)
        yield Figures(list(_figures(result)))
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    if others:
        yield from _sides(result)
        yield from _counties(result)
        yield from _zips(result)
    yield Heading(text("How it was measured"), room=120)
    yield Bullets(list(method_sentences(result)))
    yield from sources(result, result.points)
    yield from check_this_report()


def _figures(result: ScenarioResult) -> Iterator[tuple[Words, Words]]:
    yield _count(result.people(result.gained)), text("people who come within the standard")
    yield _count(result.people(result.lost)), text("people who fall outside the standard")
    yield _count(len(result.base.points)), text("locations counted before")
    yield _count(len(result.plan.points)), text("locations counted then")


def _count(value: float | None) -> Text:
    return alone("–" if value is None else as_count(value))


def _sides(result: ScenarioResult) -> Iterator[Block]:
    yield Heading(text("Before and after"), room=100)
    head: list[Words] = [
        *(text("Scenario"), text("Locations")),
        *(text("People within"), text("Outside"), text("Share within"), text("Counties that fall short")),
    ]
    rows: list[list[Words]] = [
        [
            row["scenario"],
            *(_count(row[name]) for name in ("locations", "covered", "outside")),
            alone(as_share(row["share"])),
            _count(row["counties_short"]),
        ]
        for row in side_rows(result)
    ]
    yield Grid(head, rows, [30, 12, 16, 14, 12, 16])


def _counties(result: ScenarioResult) -> Iterator[Block]:
    rows = county_rows(result)
    if not rows:
        return
    yield Heading(text("Counties that change"), room=100)
    if len(rows) > _MOST_ROWS:
        yield Paragraph([text("The first %(n)s of %(all)s rows.", n=_MOST_ROWS, all=as_count(len(rows)))])
    head: list[Words] = [text("County"), text("People"), text("Share before"), text("Share then"), text("Meets the rule")]
    cells: list[list[Words]] = [
        [
            f"{row['name']}, {row['state']}",
            _count(row["population"]),
            alone(as_share(row["share"])),
            alone(as_share(row["share_then"])),
            _verdicts(row["passes"], row["passes_then"]),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [32, 16, 16, 16, 20])


def _verdicts(before: bool | None, then: bool | None) -> Text:
    if before is None or then is None:
        return text("no pass mark")
    words = {True: text("yes"), False: text("no")}
    return words[then] if before == then else text("%(before)s, then %(then)s", before=words[before], then=words[then])


def _zips(result: ScenarioResult) -> Iterator[Block]:
    rows = zip_rows(result)
    if not rows:
        return
    yield Heading(text("ZIP codes that change"), room=100)
    if len(rows) > _MOST_ROWS:
        yield Paragraph([text("The first %(n)s of %(all)s rows.", n=_MOST_ROWS, all=as_count(len(rows)))])
    head: list[Words] = [
        *(text("ZIP code"), text("County"), text("People")),
        *(text("Nearest before"), text("Minutes before"), text("Nearest then"), text("Minutes then")),
    ]
    cells: list[list[Words]] = [
        [
            row["zip"],
            row["county"],
            _count(row["people"]),
            row["nearest_name"] or text("none"),
            _minutes(row["nearest_min"]),
            row["then_name"] or text("none"),
            _minutes(row["then_min"]),
        ]
        for row in rows[:_MOST_ROWS]
    ]
    yield Grid(head, cells, [9, 19, 10, 22, 9, 22, 9])


def _minutes(value: float | None) -> Text:
    return text("no road") if value is None else alone(as_whole_minutes(value))
