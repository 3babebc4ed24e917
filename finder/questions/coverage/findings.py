"""What a coverage answer says in sentences: first the answer, then how far to trust it and what it would be otherwise."""

from collections.abc import Iterator

import numpy as np

from finder.access.coverage import Verdicts
from finder.domain.arrays import Mask
from finder.domain.states import STATE_NAMES
from finder.questions.coverage.result import Compared, CoverageResult
from finder.text import Text, named, text, text_n
from finder.wording.formats import count, people, percent


def findings(result: CoverageResult, therapy: str | None) -> Iterator[Text]:
    """The answer first, then what a reader must know to use it. `therapy` is the chosen one's name."""
    if not result.points:
        return
    yield answer(result, therapy)
    yield from _minutes_alone(result)
    yield from _trust(result)
    yield from _known(result, therapy)
    yield from _mobile(result)


def answer(result: CoverageResult, therapy: str | None) -> Text:
    """The answer in one sentence."""
    totals, judged, short = result.coverage.totals, *judged_and_short(result.coverage.verdicts)
    where = named(STATE_NAMES[result.query.state]) if result.query.state else text("the United States")
    said: dict[str, object] = {
        "share": percent(totals.share),
        "people": people(totals.population),
        "where": where,
        "standard": result.standard.label,
        "places": _places(result, therapy),
        "outside": people(totals.population - totals.covered),
    }
    if judged:
        return text(
            "%(share)s of %(people)s people in %(where)s are within the standard of %(places)s; %(short)s of %(judged)s "
            "counties fall short.",
            short=count(short),
            judged=count(judged),
            **said,
        )
    if result.standard.source:
        return text(
            "%(share)s of %(people)s people in %(where)s are within the standard (%(standard)s) of %(places)s; %(outside)s "
            "people are not.",
            **said,
        )
    return text(
        "%(share)s of %(people)s people in %(where)s are %(standard)s of %(places)s; %(outside)s people are not.", **said
    )


def _places(result: CoverageResult, therapy: str | None) -> Text:
    kinds = {
        "any": text("a listed place"),
        "listed": text("a place known to give %(therapy)s", therapy=named(therapy or "")),
        "confirmed": text("a place where staff confirmed %(therapy)s", therapy=named(therapy or "")),
    }
    stops = text("a mobile stop") if result.query.mobile == "only" else kinds["any"]
    return kinds[result.query.evidence] if result.query.evidence != "any" else stops


def judged_and_short(verdicts: Verdicts) -> tuple[int, int]:
    """Counties with a verdict, and those of them that fall short."""
    return int(verdicts.judged.sum()), int((verdicts.judged & ~verdicts.passes).sum())


def _trust(result: CoverageResult) -> Iterator[Text]:
    robust, population = result.robustness, result.coverage.totals.population
    if population <= 0:
        return
    low, high = (float(v.covered.sum()) / population for v in (robust.high, robust.low))
    yield text(
        "If trips are as long or as short as they may well be, it is %(low)s or %(high)s.", low=percent(low), high=percent(high)
    )
    if flips := int(robust.flips.sum()):
        yield text_n(
            "The verdict on %(n)s county depends on that estimate.",
            "The verdicts on %(n)s counties depend on that estimate.",
            flips,
        )
    if rests := int((robust.one_place >= 0).sum()):
        yield text_n(
            "%(n)s county passes only as long as one place stays open.",
            "%(n)s counties pass only as long as one place stays open.",
            rests,
        )


def _minutes_alone(result: CoverageResult) -> Iterator[Text]:
    """People whom only the minutes keep out: the estimate of those is the weaker one."""
    near, outside = result.near_but_slow, result.coverage.totals.population - result.coverage.totals.covered
    if outside > 0 and near > 0:
        yield text(
            "%(people)s of those outside are within the miles but not within the minutes. Minutes here include 5 at the doors.",
            people=people(near),
        )


def _known(result: CoverageResult, therapy: str | None) -> Iterator[Text]:
    known = result.known
    if known is None or result.query.evidence != "any":
        return
    if not known.places:
        yield text("No counted place is known to give %(therapy)s: call to ask.", therapy=named(therapy or ""))
        return
    yield text_n(
        "Counting only the %(n)s place known to give %(therapy)s, it is %(share)s.",
        "Counting only the %(n)s places known to give %(therapy)s, it is %(share)s.",
        known.places,
        therapy=named(therapy or ""),
        share=percent(share_of(known)),
    )


def _mobile(result: CoverageResult) -> Iterator[Text]:
    without = next((c for c in result.compared if c.id == "centers"), None)
    if without is None or result.query.mobile != "include":
        return
    added = result.coverage.totals.covered - float(without.verdicts.covered.sum())
    yield text("Mobile stops bring %(people)s of these people within the standard.", people=count(added))


def share_of(compared: Compared) -> float | None:
    """The share of people within the standard of these places; None of nobody."""
    population = float(compared.verdicts.population.sum())
    return float(compared.verdicts.covered.sum()) / population if population > 0 else None


def counties_of(result: CoverageResult, rows: Mask) -> tuple[str, ...]:
    """Names of some counties: "Elko, NV"."""
    counties = result.demand.counties
    return tuple(f"{counties.name[c]}, {counties.state[c]}" for c in np.flatnonzero(rows).tolist())
