"""What a coverage answer says in sentences: the answer, then how firm it is, and what it would be if others counted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isnan

import numpy as np

from finder.access.coverage import Verdicts
from finder.domain.evidence import LEVELS, Level
from finder.questions.coverage.result import CoverageResult
from finder.questions.need import Expected, condition_of, expected, patients
from finder.questions.own_people import people_in
from finder.questions.words import nobody_in, nothing_counted
from finder.text import Text, as_count, as_list, as_people, as_share, named, text, text_n
from finder.wording.vocabulary import LEVEL_WORDS

# What people are within the standard of, by the evidence that was asked for.
_AT_LEVEL: Mapping[Level, Text] = {
    "listed": text("a location where a source lists %(therapy)s"),
    "price_list": text("a location with %(therapy)s on a price list, or with stronger evidence"),
    "paid": text("a location known to give %(therapy)s"),
    "page": text("a location with %(therapy)s on its website, or confirmed by staff"),
    "confirmed": text("a location where staff confirmed %(therapy)s"),
}


def findings(result: CoverageResult) -> Iterator[Text]:
    """The answer, then what a reader must know to use it; nothing if no service point was counted."""
    if not result.points:
        return
    yield _answer(result)
    yield from _need(result)
    yield from _minutes_alone(result)
    yield from _confidence(result)
    yield from _known(result)
    yield from _mobile(result)


def _need(result: CoverageResult) -> Iterator[Text]:
    """How many patients are expected in all, and outside the standard."""
    condition = condition_of(result.query, result.context)
    if condition:
        everyone, outside = expected_patients(result)
        yield text(
            "Expected patients with %(condition)s among them: %(all)s; outside the standard: %(outside)s.",
            condition=named(condition.name),
            all=patients(everyone),
            outside=patients(outside),
        )


def expected_patients(result: CoverageResult) -> tuple[Expected, Expected]:
    """Expected patients in all, and outside the standard. A condition must have been asked about."""
    query, context, demand, totals = result.query, result.context, result.demand, result.coverage.totals
    outside, everyone = ~result.coverage.verdicts.within, np.ones(len(demand.part_zip), bool)
    return (
        expected(query, context, demand, everyone, totals.population),
        expected(query, context, demand, outside, totals.population - totals.covered),
    )


def headline(result: CoverageResult) -> Text:
    """The answer in a sentence."""
    if not result.points:
        return nothing_counted()
    return _answer(result)


def therapy_name(result: CoverageResult) -> Text:
    """The short name of the treatment that was asked about; "the treatment" if none was."""
    return named(result.therapy.short_name) if result.therapy else text("the treatment")


def judged_and_short(verdicts: Verdicts) -> tuple[int, int]:
    """Counties with a verdict, and those of them that fall short."""
    return int(verdicts.judged.sum()), int((verdicts.judged & ~verdicts.passes).sum())


def _answer(result: CoverageResult) -> Text:
    if result.coverage.totals.share is None:
        return nobody_in(result.query.state)
    totals, judged, short = result.coverage.totals, *judged_and_short(result.coverage.verdicts)
    said: dict[str, object] = {
        "share": as_share(totals.share),
        "people": as_people(totals.population),
        "where": people_in(result.query),
        "standard": result.standard_label,
        "locations": _locations(result),
        "outside": as_people(totals.population - totals.covered),
    }
    if judged:
        return text(
            "%(share)s of %(people)s people in %(where)s are within the standard of %(locations)s; %(short)s of %(judged)s "
            "counties fall short.",
            short=as_count(short),
            judged=as_count(judged),
            **said,
        )
    if result.standard.source:
        return text(
            "%(share)s of %(people)s people in %(where)s are within the standard (%(standard)s) of %(locations)s; "
            "%(outside)s people are not.",
            **said,
        )
    return text(
        "%(share)s of %(people)s people in %(where)s are %(standard)s of %(locations)s; %(outside)s people are not.", **said
    )


def _locations(result: CoverageResult) -> Text:
    """What people are within the standard of: a listed location, one known to give the treatment, ..."""
    if result.query.evidence != "any":
        return replace(_AT_LEVEL[result.query.evidence], values=(("therapy", therapy_name(result)),))
    return text("a mobile stop") if result.query.mobile == "only" else text("a listed location")


def _confidence(result: CoverageResult) -> Iterator[Text]:
    robust, population = result.robustness, result.coverage.totals.population
    if population <= 0:
        return
    low, high = (v.people_within / population for v in (robust.high, robust.low))
    if not isnan(low + high):
        yield text(
            "Allowing for error in the travel estimates, the share is between %(low)s and %(high)s.",
            low=as_share(low),
            high=as_share(high),
        )
    if flips := int(robust.flips.sum()):
        yield text_n(
            "The verdict on %(n)s county depends on the travel estimate.",
            "The verdicts on %(n)s counties depend on the travel estimate.",
            flips,
        )
    if rests := int((robust.sole >= 0).sum()):
        yield text_n(
            "%(n)s county passes only as long as one location stays open.",
            "%(n)s counties pass only as long as one location stays open.",
            rests,
        )


def _minutes_alone(result: CoverageResult) -> Iterator[Text]:
    """Say how many people only the minutes exclude: minutes are estimated less well than miles."""
    near, outside = result.near_but_slow, result.coverage.totals.population - result.coverage.totals.covered
    if outside > 0 and near > 0:
        yield text(
            "%(people)s of the people outside are within the miles but not within the minutes of driving.",
            people=as_people(near),
        )


def _known(result: CoverageResult) -> Iterator[Text]:
    """What the share is at each level of evidence, side by side."""
    known = result.known
    if known is None:
        return
    if not known.locations:
        yield text("None of the locations counted is known to give %(therapy)s: call to ask.", therapy=therapy_name(result))
    levels = [c for c in result.compared if c.id in LEVELS and c.locations]
    shares = as_list(
        text("%(counted)s: %(share)s (%(n)s)", counted=LEVEL_WORDS[c.id], share=as_share(c.share), n=as_count(c.locations))
        for c in levels
    )
    if len(levels) > 1:
        yield text("By strength of evidence, with the number of locations: %(shares)s.", shares=shares)


def _mobile(result: CoverageResult) -> Iterator[Text]:
    without = next((c for c in result.compared if c.id == "centers"), None)
    if without is None or result.query.mobile != "include":
        return
    added = result.coverage.totals.covered - without.covered
    if isnan(added):
        return
    yield text("Mobile stops bring %(people)s of these people within the standard.", people=as_count(added))
