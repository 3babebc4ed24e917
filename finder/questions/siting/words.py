"""What a siting answer says in sentences: the answer and its proof, then each stop in three."""

from collections.abc import Iterator
from math import isnan

from finder.questions.need import condition_of, patients
from finder.questions.own_people import people_in, people_of
from finder.questions.siting.counties import counties_that_pass
from finder.questions.siting.least_words import fewest_headline, least_findings, worst_headline
from finder.questions.siting.patients import expected_patients
from finder.questions.siting.query import LEAST, SitingQuery
from finder.questions.siting.result import SitingResult
from finder.questions.siting.stop import NEAR_MI, NewStop, TownGain
from finder.questions.standard import within_standard
from finder.questions.words import first_names, nobody_in
from finder.text import (
    Text,
    as_count,
    as_list,
    as_miles,
    as_minutes,
    as_people,
    as_share,
    named,
    text,
    text_n,
)
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS, OBJECTIVE_WORDS

_MOST_TOWNS, _MOST_STOPS, _MOST_COUNTIES = 3, 10, 5
# A share of the gain that phases may cost without a word.
_LITTLE = 0.005


def headline(result: SitingResult) -> Text:
    """The answer in a sentence."""
    if result.query.objective == "fewest":
        return fewest_headline(result)
    if result.query.objective == "worst":
        return worst_headline(result)
    if not result.plan.choice.chosen:
        return _nothing(result)
    return _answer(result)


def findings(result: SitingResult) -> Iterator[Text]:
    """The answer, its proof, and what a reader must know to use it; then the three sentences of each stop."""
    yield headline(result)
    if (result.query.objective in LEAST and result.plan.choice.chosen) or result.plan.hopeless:
        yield from least_findings(result)
    if not result.plan.choice.chosen:
        return
    yield from _need(result)
    yield from _proof(result)
    yield from _scope(result)
    yield from _range(result)
    yield from _phases(result)
    yield from _beside(result)
    for stop in result.stops[:_MOST_STOPS]:
        yield from stop_sentences(result, stop)


def _need(result: SitingResult) -> Iterator[Text]:
    """How many patients are expected among the people who gain."""
    condition = condition_of(result.query, result.context)
    if condition:
        yield text(
            "Expected patients with %(condition)s among those who gain: %(patients)s.",
            condition=named(condition.name),
            patients=patients(expected_patients(result)),
        )


def asked(result: SitingResult) -> Text:
    """What was asked, in a line."""
    query, therapy = result.query, result.context.therapy(result.query.therapy)
    return text(
        "%(where)s. New stops: %(units)s, for %(objective)s. Standard: %(standard)s. Candidates: %(candidates)s. Treatment: "
        "%(therapy)s. Counted: %(evidence)s. Mobile stops: %(mobile)s. %(day)s.",
        where=people_of(query),
        units=text("as few as can be") if query.units is None else query.units,
        objective=OBJECTIVE_WORDS[query.objective],
        standard=result.standard_label,
        candidates=_candidates(query),
        therapy=named(therapy.short_name) if therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def stop_sentences(result: SitingResult, stop: NewStop) -> Iterator[Text]:
    """Who gains, what they do today, and the best alternative; and a word of warning if the list may have a hole there."""
    if stop.towns:
        yield _who(result, stop)
        yield _today(result, stop)
    else:
        yield text("Stop %(rank)s, %(stop)s, helps only if trips take longer than estimated.", rank=stop.rank, stop=stop.name)
    if result.query.objective not in LEAST and result.pools is None:
        yield _alternative(result, stop)
    if town := stop.check_list:
        yield check_first(town)


def check_first(town: TownGain) -> Text:
    """Why a gain may be no gain."""
    return text(
        "First check the list: %(town)s has %(people)s people, and no location counted is within %(miles)s of those who gain "
        "there. The list is more likely to miss a location than the town is.",
        town=town.name,
        people=as_people(town.people),
        miles=as_miles(NEAR_MI),
    )


def within(result: SitingResult) -> Text:
    """The standard inside a sentence."""
    return within_standard(result.county_limits.standard)


def method_sentences(result: SitingResult) -> Iterator[Text]:
    """How it was worked out."""
    yield text("Travel: %(label)s. %(note)s", label=result.method.label, note=result.method.error_note)
    yield text(
        "All locations counted stay. The stops are chosen together, among %(towns)s towns, for %(objective)s. A bound shows "
        "how much better any other choice could be.",
        towns=as_count(len(result.candidates)),
        objective=OBJECTIVE_WORDS[result.query.objective],
    )
    yield text("Each person is counted once, at the quickest new stop for them, under the limits of the county they live in.")
    if result.query.objective == "equity":
        yield text(
            "By this objective a person counts once for each of these: being 65 or older, living below the poverty line, and "
            "living in a household without a car."
        )
    yield text(
        "Miles saved are those of %(trips)s round trips a year for each person, as if each of them were treated. To get the "
        "miles of patients, multiply by the share of people who are.",
        trips=as_count(result.trips.low),
    )


def _candidates(query: SitingQuery) -> Text:
    """Which towns are candidates, in a line."""
    if query.of_file:
        towns = text("sites of a file")
    elif query.least_people:
        towns = text("towns of %(people)s people or more", people=as_count(query.least_people))
    else:
        towns = text("all towns")
    if query.where == "state":
        return text("%(towns)s of the state", towns=towns)
    return towns


def _nothing(result: SitingResult) -> Text:
    """Why no stop was chosen."""
    query, people = result.query, result.people
    if people <= 0:
        return nobody_in(query.state)
    if not len(result.candidates):
        return text("No town fits these choices, so there is no candidate for a new stop.")
    if query.objective in ("people", "equity") and result.people_within >= people:
        return text(
            "Everyone in %(where)s is %(within)s of a location already, so a new stop would add nobody.",
            where=people_in(query),
            within=within(result),
        )
    return text("None of the candidate towns would change anything by this objective in %(where)s.", where=people_in(query))


def _answer(result: SitingResult) -> Text:
    stops = result.stops
    names = first_names([s.name for s in stops])
    said: dict[str, object] = {"where": people_in(result.query), "stops": names, "within": within(result)}
    people = as_people(result.people_gained)
    if result.query.objective == "burden":
        return text_n(
            "%(n)s new stop is nearer for %(people)s people in %(where)s than any location: %(stops)s. It would save %(miles)s "
            "miles a year if each of them were treated.",
            "%(n)s new stops are nearer for %(people)s people in %(where)s than any location: %(stops)s. They would save "
            "%(miles)s miles a year if each of them were treated.",
            len(stops),
            people=people,
            miles=as_people(result.plan.choice.value),
            **said,
        )
    if result.query.objective == "backup":
        return text_n(
            "%(n)s new stop would give %(people)s people in %(where)s a second location %(within)s: %(stops)s.",
            "%(n)s new stops would give %(people)s people in %(where)s a second location %(within)s: %(stops)s.",
            len(stops),
            people=people,
            **said,
        )
    return text_n(
        "%(n)s new stop would bring %(people)s more people in %(where)s %(within)s of care: %(stops)s.",
        "%(n)s new stops would bring %(people)s more people in %(where)s %(within)s of care: %(stops)s.",
        len(stops),
        people=people,
        **said,
    )


def _proof(result: SitingResult) -> Iterator[Text]:
    choice, query = result.plan.choice, result.query
    if query.units is not None and len(choice.chosen) < query.units:
        yield text(
            "%(asked)s stops were asked for. No other candidate would add anything to these.", asked=as_count(query.units)
        )
    if query.objective in LEAST:
        return
    if choice.proven:
        yield text("It is proven that no other choice of as many candidates does better by this objective.")
    else:
        yield text(
            "It is not proven that this is the best choice: another one could do better by up to %(share)s. The search for a "
            "proof stopped after %(seconds)s seconds, and another run may choose other stops.",
            share=as_share(choice.bound / choice.value - 1),
            seconds=query.seconds,
        )


def _scope(result: SitingResult) -> Iterator[Text]:
    if (new := float(result.newly_reachable.sum())) > 0:
        yield text("%(people)s of these people have no road to any location today.", people=as_people(new))
    if passing := counties_that_pass(result):
        yield text_n(
            "%(n)s county that falls short of the standard today would meet it: %(counties)s.",
            "%(n)s counties that fall short of the standard today would meet it: %(counties)s.",
            len(passing),
            counties=first_names(passing, _MOST_COUNTIES),
        )
    others = 0.0 if result.elsewhere is None else float(result.elsewhere.sum())
    if result.query.state and not others:
        yield text("Only people of %(where)s are counted.", where=people_in(result.query))
    elif result.query.state:
        yield text(
            "Only people of %(where)s are counted. %(people)s people of other states would come %(within)s, too.",
            where=people_in(result.query),
            people=as_people(others),
            within=within(result),
        )


def _range(result: SitingResult) -> Iterator[Text]:
    worth = [band.value for band in result.plan.bands]
    if not worth or result.query.objective == "equity":
        return
    yield text(
        "Allowing for error in the travel estimates, today's and those to the stops, between %(low)s and %(high)s people gain.",
        low=as_count(min(worth)),
        high=as_count(max(worth)),
    )


def _phases(result: SitingResult) -> Iterator[Text]:
    """What it costs to start with the first stops of the whole plan instead of the best plan of fewer."""
    lost = [(1 - step.phased / step.best, step) for step in result.plan.steps if step.best > 0]
    share, step = max(lost, key=lambda pair: pair[0], default=(0.0, None))
    if step is None or len(result.plan.steps) < 2:
        return
    if share <= _LITTLE:
        yield text("The stops can start one after another, in this order, at next to no loss.")
    else:
        yield text_n(
            "If the stops come in this order, the first stop alone reaches %(share)s less than the best single stop could.",
            "If the stops come in this order, the first %(n)s reach %(share)s less than the best %(n)s could.",
            step.count,
            share=as_share(share),
        )


def _beside(result: SitingResult) -> Iterator[Text]:
    if other := result.beside:
        yield text(
            "Only %(counted)s locations count by this evidence, so this answer says more about the list than about care. If "
            "any of the %(n)s listed locations counted, the stops would be: %(stops)s.",
            counted=as_count(len(result.points)),
            n=as_count(other.locations),
            stops="; ".join(other.names) or text("none"),
        )


def _who(result: SitingResult, stop: NewStop) -> Text:
    named_towns = [_town_gain(t) for t in stop.towns]
    towns = as_list(named_towns[:_MOST_TOWNS])
    if result.pools is not None:
        return text(
            "Stop %(rank)s, %(stop)s, is for %(people)s people, some of them in %(towns)s.",
            rank=stop.rank,
            stop=stop.name,
            people=as_people(stop.people),
            towns=towns,
        )
    said: dict[str, object] = {"rank": stop.rank, "stop": stop.name, "people": as_people(stop.people), "towns": towns}
    if result.query.objective in ("burden", "worst"):
        return text("Stop %(rank)s, %(stop)s, is nearer for %(people)s people, most of them in %(towns)s.", **said)
    if result.query.objective == "backup":
        return text("Stop %(rank)s, %(stop)s, is a second location for %(people)s people, most of them in %(towns)s.", **said)
    return text("Stop %(rank)s, %(stop)s, brings %(people)s people within, most of them in %(towns)s.", **said)


def _town_gain(town: TownGain) -> Text:
    if isnan(town.gained):
        return named(town.name)
    return text("%(town)s (%(people)s)", town=town.name, people=as_count(round(town.gained)))


def _today(result: SitingResult, stop: NewStop) -> Text:
    miles, minutes = stop.before
    if stop.location is None or miles == float("inf"):
        return text(
            "Today, no road leads from most of them to a location. Half of them would drive up to %(minutes)s to the stop.",
            minutes=as_minutes(stop.then[1]),
        )
    location = result.points[stop.location]
    return text(
        "Today, half of them drive %(miles)s or more one way (%(minutes)s) to the nearest location, most often %(location)s in "
        "%(city)s, %(state)s; half would drive up to %(then)s to the stop.",
        miles=as_miles(miles),
        minutes=as_minutes(minutes),
        location=location.name,
        city=location.address.city,
        state=location.address.state,
        then=as_minutes(stop.then[1]),
    )


def _alternative(result: SitingResult, stop: NewStop) -> Text:
    if not stop.alternatives:
        return text("No other candidate could take its place.")
    best = stop.alternatives[0]
    name = result.candidates.full_name(best.column)
    if stop.ties:
        return text_n(
            "%(n)s other town does exactly as well: %(names)s.",
            "%(n)s other towns do exactly as well: %(names)s.",
            len(stop.ties),
            names="; ".join(result.candidates.full_name(a.column) for a in stop.ties[:_MOST_TOWNS]),
        )
    if len(stop.alternatives) > 1:
        return text(
            "In its place, %(name)s gets %(share)s of its gain; %(others)s towns get 98%% or more.",
            name=name,
            share=as_share(best.share),
            others=as_count(len(stop.alternatives)),
        )
    return text("The best alternative, %(name)s, gets %(share)s of its gain.", name=name, share=as_share(best.share))
