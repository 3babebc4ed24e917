"""Coverage as a document to print: the answer and its map first, then tables, groups of people, confidence, and sources."""

from collections.abc import Iterator

import numpy as np

from finder.access.coverage import Area
from finder.access.equity import BEYOND_MIN, Group
from finder.access.gap_regions import Region
from finder.domain.arrays import Ints
from finder.domain.states import STATE_NAMES
from finder.questions.coverage.confidence import confidence
from finder.questions.coverage.findings import findings, headline, judged_and_short, therapy_name
from finder.questions.coverage.regions import region_name
from finder.questions.coverage.result import CoverageResult
from finder.questions.document import (
    Block,
    Bullets,
    CountyMap,
    Figures,
    Grid,
    Heading,
    Lead,
    Paragraph,
    Title,
    Words,
    alone,
)
from finder.questions.own_people import people_of
from finder.questions.words import where
from finder.text import Text, as_count, as_share, named, text, text_n
from finder.wording.vocabulary import COUNTED_WORDS, GROUP_WORDS, MOBILE_WORDS

_MOST_COUNTIES, _MOST_REGIONS = 18, 12
_OVER_60 = BEYOND_MIN.index(60.0)
# The largest share of people outside the standard in each shade. One more shade is for counties where everyone is.
_SHADE_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHADE_WORDS = (
    text("no one"),
    text("up to a quarter"),
    text("up to half"),
    text("up to three quarters"),
    text("more than three quarters"),
    text("everyone"),
)


def document(result: CoverageResult) -> tuple[Block, ...]:
    """All blocks, in order."""
    return tuple(_blocks(result))


def asked(result: CoverageResult) -> Text:
    """What was asked, in a line."""
    query = result.query
    return text(
        "%(where)s. Standard: %(standard)s. Treatment: %(therapy)s. Counted: %(evidence)s. Mobile stops: %(mobile)s. %(day)s.",
        where=people_of(query),
        standard=result.standard_label,
        therapy=therapy_name(result) if result.therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def _blocks(result: CoverageResult) -> Iterator[Block]:
    yield Title(
        text("COVERAGE REPORT"),
        text("Who can reach infusion care in %(where)s?", where=where(result.query.state)),
        asked(result),
        text(
            "Infusion care in %(where)s · %(standard)s · %(day)s · not medical advice",
            where=where(result.query.state),
            standard=result.standard.id,
            day=result.query.on,
        ),
    )
    yield Lead(headline(result))
    if result.points:
        _, *others = findings(result)
        yield Paragraph(others)
        yield Figures(list(_figures(result)))
        yield _map(result)
    yield Heading(text("Before you use this report"), room=40)
    yield Bullets(result.notices, quiet=True)
    if result.points:
        yield from _counties(result)
        yield from _regions(result)
        yield from _states(result)
        yield from _equity(result)
    yield from confidence(result)


def _figures(result: CoverageResult) -> Iterator[tuple[Words, Words]]:
    totals, judged, short = result.coverage.totals, *judged_and_short(result.coverage.verdicts)
    _, over_60, over_90 = result.travel.beyond
    yield _count(totals.population - totals.covered), text("people outside the standard")
    if judged:
        yield _count(short), text("of %(judged)s counties fall short", judged=as_count(judged))
    else:
        yield _count(totals.unreachable), text("people with no road to a location counted")
    yield _whole(result.travel.median_min), text("median minutes one way")
    yield _count(over_60), text("people more than 60 minutes away")
    yield _count(over_90), text("people more than 90 minutes away")
    yield _whole(result.second.median_min), text("median minutes to a second location")


def _count(value: float) -> Text:
    return alone(as_count(value))


def _share(value: float | None) -> Words:
    return "–" if value is None else alone(as_share(value))


def _whole(value: float | None) -> Words:
    """Whole minutes or miles; "no road" for infinity."""
    return "–" if value is None else alone(as_count(value))


def _map(result: CoverageResult) -> CountyMap:
    counties = np.unique(result.demand.part_county)
    return CountyMap(
        fips=result.demand.counties.fips[counties].tolist(),
        shade=shade_classes(result, counties),
        hatched=result.robustness.flips[counties],
        dots=[p.position.point for p in result.points if p.position],
        state=result.query.state,
        title=text("People outside the standard:"),
        legend=_SHADE_WORDS,
        nobody=text("no one of your file, or hidden") if result.query.people else text("no one lives there"),
        hatched_words=text("verdict depends on the travel estimate"),
        dots_words=text("location counted"),
    )


def shade_classes(result: CoverageResult, counties: Ints) -> Ints:
    """The shade of each of some counties (rows): a row of the legend, or the one after the last where nobody lives."""
    verdicts = result.coverage.verdicts
    outside = 1 - verdicts.share[counties]
    classes = np.searchsorted(_SHADE_STEPS, outside)
    # "No one" and "everyone" are only said of exactly that.
    classes[(verdicts.covered[counties] == 0) & (outside > 0)] = len(_SHADE_STEPS)
    classes[np.isnan(outside)] = len(_SHADE_WORDS)
    return classes.astype(np.intp)


def _outside(area: Area) -> float:
    return area.population - area.covered


def _counties(result: CoverageResult) -> Iterator[Block]:
    short = sorted((a for a in result.coverage.areas if _outside(a) > 0), key=lambda a: (-_outside(a), a.fips))
    if not short:
        return
    yield Heading(text("Counties with the most people outside the standard"), room=180)
    judged = any(a.passes is not None for a in short)
    shown = short[:_MOST_COUNTIES]
    if len(short) > len(shown):
        yield Paragraph([text("The first %(n)s of %(all)s such counties.", n=len(shown), all=as_count(len(short)))])
    head = [text("County"), text("Outside"), text("Share within"), text("People"), text("Median miles")]
    rows = [_county_cells(a, result, judged) for a in shown]
    yield Grid([*head, *([text("Verdict")] if judged else [])], rows, [40, 14, 14, 16, 16, 14][: len(rows[0])])


def _county_cells(area: Area, result: CoverageResult, judged: bool) -> list[Words]:
    verdict = text("passes") if area.passes else text("falls short")
    return [
        result.county_name(area.fips),
        _count(_outside(area)),
        _share(area.share),
        _count(area.population),
        _whole(area.nearest_mi_median),
        *([verdict] if judged else []),
    ]


def _regions(result: CoverageResult) -> Iterator[Block]:
    if not result.regions:
        return
    yield Heading(text("Where people are out of reach"))
    said = text("Neighboring ZIP codes with people outside the standard, joined into regions that one mobile unit could serve.")
    further = result.regions[_MOST_REGIONS:]
    rest = text_n(
        "%(n)s smaller region, with %(people)s people, is not shown.",
        "%(n)s smaller regions, with %(people)s people, are not shown.",
        len(further),
        people=as_count(sum(r.people for r in further)),
    )
    yield Paragraph([said, *([rest] if further else [])])
    head = [
        *(text("Region"), text("Nearest location counted"), text("People"), text("Counties"), text("Miles"), text("Minutes")),
    ]
    yield Grid(head, [_region_cells(r, result) for r in result.regions[:_MOST_REGIONS]], [42, 34, 13, 11, 9, 10], 2)


def _region_cells(region: Region, result: CoverageResult) -> list[Words]:
    return [
        text("%(rank)s. %(name)s", rank=region.rank, name=region_name(region, result)),
        result.points[region.nearest].name if region.nearest is not None else "–",
        _count(region.people),
        _count(len(region.counties)),
        _whole(region.nearest_mi),
        _whole(region.nearest_min),
    ]


def _states(result: CoverageResult) -> Iterator[Block]:
    states = sorted(result.coverage.states, key=lambda s: (s.covered - s.population, s.state))
    if len(states) < 2:
        return
    yield Heading(text("States, by people outside the standard"))
    head = [text("State"), text("Outside"), text("Share within"), text("People"), text("Counties that fall short")]
    rows = [
        [
            named(STATE_NAMES[s.state]),
            _count(s.population - s.covered),
            _share(s.share),
            _count(s.population),
            text("%(short)s of %(judged)s", short=s.short, judged=s.judged) if s.judged else "–",
        ]
        for s in states
    ]
    yield Grid(head, rows, [34, 18, 16, 18, 20])


def _equity(result: CoverageResult) -> Iterator[Block]:
    if not result.equity.groups:
        return
    yield Heading(text("Who is outside the standard"))
    others = text("of others")
    head = [
        *(text("People"), text("How many"), text("Outside"), others),
        *(text("Median minutes"), others, text("Over 60 minutes"), others),
    ]
    yield Grid(head, [_group_cells(g) for g in result.equity.groups], [30, 14, 10, 10, 12, 10, 13, 10])
    said = [text("Others are all people who are not in the group. The size of each group is known by ZIP code, not by street.")]
    if result.equity.gini is not None and result.equity.palma is not None:
        said.append(
            text(
                "Inequality of travel minutes among people with a road: Gini coefficient %(gini)s, Palma ratio %(palma)s.",
                gini=round(result.equity.gini, 2),
                palma=round(result.equity.palma, 1),
            )
        )
    yield Paragraph(said, quiet=True)


def _group_cells(group: Group) -> list[Words]:
    mine, rest = group.travel, group.rest
    return [
        GROUP_WORDS.get(group.id, text("%(id)s", id=group.id)),
        _count(mine.people),
        _part(mine.people - group.covered, mine.people),
        _part(rest.people - group.rest_covered, rest.people),
        _whole(mine.median_min),
        _whole(rest.median_min),
        _part(mine.beyond[_OVER_60], mine.people),
        _part(rest.beyond[_OVER_60], rest.people),
    ]


def _part(some: float, people: float) -> Words:
    return _share(some / people) if people else "–"
