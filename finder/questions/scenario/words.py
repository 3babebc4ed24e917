"""What is said of a plan: who comes within the standard, who falls outside it, and what else changes."""

from collections.abc import Iterator

import numpy as np

from finder.domain.arrays import Mask
from finder.questions.scenario.result import ScenarioResult, Side
from finder.questions.words import first_names, nobody_in, nothing_counted, people_by_town, where, where_alone
from finder.text import Text, as_count, as_list, as_people, as_share, named, text, text_n
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS

_MOST_NAMES, _MOST_TOWNS = 5, 3


def name_of(side: Side) -> Text:
    """What one side is called: the name that its file gives it, or "the directory as it is"."""
    return named(side.scenario.name) if side.scenario else text("the directory as it is")


def headline(result: ScenarioResult) -> Text:
    """The answer in a sentence."""
    gained, lost = result.people(result.gained), result.people(result.lost)
    if not result.points:
        return nothing_counted()
    if float(result.everyone.part_people.sum()) <= 0:
        return nobody_in(result.query.state)
    said: dict[str, object] = {
        "plan": name_of(result.plan),
        "base": name_of(result.base),
        "where": where(result.query.state),
        "within": result.within,
    }
    if gained and lost:
        return text(
            "With “%(plan)s” instead of “%(base)s”, %(gained)s people in %(where)s come %(within)s of a location, and %(lost)s "
            "fall outside it.",
            gained=as_people(gained),
            lost=as_people(lost),
            **said,
        )
    if gained:
        return text(
            "With “%(plan)s” instead of “%(base)s”, %(gained)s people in %(where)s come %(within)s of a location. Nobody falls "
            "outside it.",
            gained=as_people(gained),
            **said,
        )
    if lost:
        return text(
            "With “%(plan)s” instead of “%(base)s”, %(lost)s people in %(where)s are no longer %(within)s of a location. "
            "Nobody comes within it.",
            lost=as_people(lost),
            **said,
        )
    return text(
        "With “%(plan)s” instead of “%(base)s”, nobody in %(where)s comes %(within)s of a location, and nobody falls outside "
        "it.",
        **said,
    )


def findings(result: ScenarioResult) -> Iterator[Text]:
    """The answer, and what a reader must know to use it."""
    yield headline(result)
    if not result.points or float(result.everyone.part_people.sum()) <= 0:
        return
    yield from _shares(result)
    yield from _towns(result)
    yield from _counties(result)
    yield from _roads(result)
    yield from _miles(result)
    for side in (result.base, result.plan):
        yield from _what_changes(side)


def asked(result: ScenarioResult) -> Text:
    """What was asked, in a line."""
    query, therapy = result.query, result.context.therapy(result.query.therapy)
    return text(
        "%(where)s. From: %(base)s. To: %(plan)s. Standard: %(standard)s. Treatment: %(therapy)s. Counted: %(evidence)s. "
        "Mobile stops: %(mobile)s. %(day)s.",
        where=where_alone(query.state),
        base=name_of(result.base),
        plan=name_of(result.plan),
        standard=result.standard_label,
        therapy=named(therapy.short_name) if therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def counties_that_pass(result: ScenarioResult) -> list[str]:
    """The names of the counties that fall short of the rule by the base and meet it by the plan."""
    before, then = result.verdicts
    return _names(result, before.judged & ~before.passes & then.passes)


def counties_that_fail(result: ScenarioResult) -> list[str]:
    """The names of the counties that meet the rule by the base and fall short by the plan."""
    before, then = result.verdicts
    return _names(result, then.judged & before.passes & ~then.passes)


def _names(result: ScenarioResult, counties: Mask) -> list[str]:
    return [result.everyone.counties.full_names[row] for row in np.flatnonzero(counties).tolist()]


def _shares(result: ScenarioResult) -> Iterator[Text]:
    everyone = float(result.everyone.part_people.sum())
    before, then = (result.people(side.within) / everyone for side in (result.base, result.plan))
    yield text(
        "%(then)s of %(people)s people are then within the standard, and %(before)s before.",
        then=as_share(then),
        before=as_share(before),
        people=as_people(everyone),
    )


def _towns(result: ScenarioResult) -> Iterator[Text]:
    if towns := _largest(result, result.gained):
        yield text("Most of those who come within it live in %(towns)s.", towns=as_list(towns))
    if towns := _largest(result, result.lost):
        yield text("Most of those who fall outside it live in %(towns)s.", towns=as_list(towns))


def _largest(result: ScenarioResult, parts: Mask) -> list[Text]:
    """The towns with most of some people."""
    towns = people_by_town(result.context, result.everyone, np.flatnonzero(parts))[:_MOST_TOWNS]
    return [text("%(town)s (%(people)s)", town=town, people=as_count(round(n))) for town, n in towns]


def _counties(result: ScenarioResult) -> Iterator[Text]:
    if passing := counties_that_pass(result):
        yield text_n(
            "%(n)s county comes to meet the standard: %(counties)s.",
            "%(n)s counties come to meet the standard: %(counties)s.",
            len(passing),
            counties=first_names(passing, _MOST_NAMES),
        )
    if failing := counties_that_fail(result):
        yield text_n(
            "%(n)s county comes to fall short of it: %(counties)s.",
            "%(n)s counties come to fall short of it: %(counties)s.",
            len(failing),
            counties=first_names(failing, _MOST_NAMES),
        )


def _roads(result: ScenarioResult) -> Iterator[Text]:
    before, then = (np.isfinite(side.travel.miles) for side in (result.base, result.plan))
    people = result.everyone.population
    if new := float(people[~before & then].sum()):
        yield text("%(people)s people have a road to a location who had none.", people=as_people(new))
    if none := float(people[before & ~then].sum()):
        yield text("%(people)s people are left without a road to any location.", people=as_people(none))


def _miles(result: ScenarioResult) -> Iterator[Text]:
    added = float(result.added_annual_miles.sum())
    said: dict[str, object] = {"miles": as_people(abs(added)), "trips": as_count(result.trips.low)}
    if added < 0:
        yield text(
            "The way to the nearest location gets shorter by %(miles)s miles a year in all, if each person made %(trips)s "
            "round trips.",
            **said,
        )
    elif added > 0:
        yield text(
            "The way to the nearest location gets longer by %(miles)s miles a year in all, if each person made %(trips)s "
            "round trips.",
            **said,
        )


def _what_changes(side: Side) -> Iterator[Text]:
    """What a scenario changes in the directory."""
    if side.scenario is None:
        return
    scenario, kinds = side.scenario, []
    if scenario.added:
        kinds.append(text("added: %(names)s", names=first_names(scenario.added, _MOST_NAMES)))
    if scenario.moved:
        kinds.append(text("moved: %(names)s", names=first_names(scenario.moved, _MOST_NAMES)))
    if scenario.closed:
        kinds.append(text("closed: %(names)s", names=first_names(scenario.closed, _MOST_NAMES)))
    if scenario.changed:
        kinds.append(text("other treatments: %(names)s", names=first_names(scenario.changed, _MOST_NAMES)))
    if kinds:
        yield text("“%(scenario)s”: %(changes)s.", scenario=named(scenario.name), changes=as_list(kinds))
    else:
        yield text("“%(scenario)s” changes nothing.", scenario=named(scenario.name))


def method_sentences(result: ScenarioResult) -> Iterator[Text]:
    """How it was worked out."""
    yield text("Travel: %(label)s. %(note)s", label=result.method.label, note=result.method.error_note)
    yield text(
        "Both are measured over the same people and the same roads. A person is within the standard if any location counted is "
        "within the limits of the county they live in."
    )
