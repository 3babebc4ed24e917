"""What an answer about closures says in sentences."""

from collections.abc import Iterator

import numpy as np

from finder.domain.arrays import weighted_quantile
from finder.questions.closures.groups import Group
from finder.questions.closures.query import By
from finder.questions.closures.result import ClosuresResult
from finder.questions.document import alone
from finder.questions.words import nobody_in, nothing_counted, people_by_town, where, where_alone
from finder.text import Text, as_count, as_list, as_miles, as_minutes, as_people, named, text, text_n
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS

_MOST_TOWNS, _MOST_NAMES = 3, 8
BY_WORDS: dict[By, Text] = {"location": text("each location"), "address": text("all locations at an address")}


def headline(result: ClosuresResult) -> Text:
    """The answer in a sentence."""
    if not result.points:
        return nothing_counted()
    if result.people <= 0:
        return nobody_in(result.query.state)
    if result.closed:
        return _of_closed(result)
    worst = result.worst_first[0] if result.worst_first else None
    if len(result.groups) == 1:
        return _of_the_only_one(result)
    if result.people_within <= 0:
        return text(
            "Nobody among the people in %(where)s is %(within)s of a location today, so no closure changes that.",
            where=where(result.query.state),
            within=result.within,
        )
    if worst is None or not result.alone.people[worst]:
        return text(
            "If any one location closed, all people in %(where)s who are %(within)s of a location today still would be.",
            where=where(result.query.state),
            within=result.within,
        )
    return text(
        "%(people)s people in %(where)s would no longer be %(within)s of any location on this list if %(location)s closed. No "
        "other single closure affects more.",
        people=as_people(float(result.alone.people[worst])),
        where=where(result.query.state),
        within=result.within,
        location=place_of(result, result.groups[worst]),
    )


def _of_the_only_one(result: ClosuresResult) -> Text:
    said: dict[str, object] = {
        "location": result.groups[0].name,
        "people": as_people(float(result.alone.stranded.sum())),
        "where": where(result.query.state),
    }
    if len(result.points) > 1:
        return text(
            "All locations that count close together: %(location)s. If they closed, %(people)s people in %(where)s would have "
            "no road to any location on this list.",
            **said,
        )
    return text(
        "Only one location counts, %(location)s. If it closed, %(people)s people in %(where)s would have no road to any "
        "location on this list.",
        **said,
    )


def findings(result: ClosuresResult) -> Iterator[Text]:
    """The answer, then what a reader must know to use it."""
    yield headline(result)
    if not result.points or result.people <= 0:
        return
    if result.closed:
        yield from _closed_findings(result)
        return
    state = result.query.state
    if state and not any(p.address.state == state for p in result.points):
        yield text("No location counted lies in %(where)s. Its people go to other states.", where=where(state))
    yield from _alone_findings(result)
    yield from _pair_findings(result)


def place_of(result: ClosuresResult, group: Group) -> Text:
    """What closes, with its town: "Sidney Health Center in Sidney, MT"."""
    towns = {(result.points[r].address.city, result.points[r].address.state) for r in group.locations}
    return _in_town(group.name, *(towns.pop() if len(towns) == 1 else ("", "")))


def _in_town(name: str, city: str, state: str) -> Text:
    if not (city and state):
        return alone(name)
    return text("%(location)s in %(city)s, %(state)s", location=name, city=city, state=state)


def asked(result: ClosuresResult) -> Text:
    """What was asked, in a line."""
    query, therapy = result.query, result.context.therapy(result.query.therapy)
    each = text("%(what)s alone", what=BY_WORDS[query.by])
    return text(
        "%(where)s. Closing: %(closing)s. Standard: %(standard)s. Treatment: %(therapy)s. Counted: %(evidence)s. Mobile stops: "
        "%(mobile)s. %(day)s.",
        where=where_alone(query.state),
        closing=_names(result) if result.closed else each,
        standard=result.standard_label,
        therapy=named(therapy.short_name) if therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def method_sentences(result: ClosuresResult) -> Iterator[Text]:
    """How it was worked out."""
    yield text("Travel: %(label)s. %(note)s", label=result.method.label, note=result.method.error_note)
    yield text(
        "People fall outside the standard if they are within its limits of a location today and of none that is left. People "
        "who are outside it today are not counted among them."
    )
    yield text(
        "Whoever has a location nearest goes to the nearest that is left. The added miles are those of %(trips)s round trips a "
        "year for each person, as if each of them were treated. To get the miles of patients, multiply by the share of people "
        "who are.",
        trips=as_count(result.trips.low),
    )
    yield text("A mobile unit closes with all its stops.")
    if result.query.by == "address":
        yield text("Locations with the same street address, or at the same point, close together.")


def _names(result: ClosuresResult) -> str:
    names = [result.groups[g].name for g in result.closed.groups] if result.closed else []
    return "; ".join(names[:_MOST_NAMES]) + ("; ..." if len(names) > _MOST_NAMES else "")


def _of_closed(result: ClosuresResult) -> Text:
    assert result.closed
    groups = [result.groups[g] for g in result.closed.groups]
    closing = place_of(result, groups[0]) if len(groups) == 1 else _names(result)
    if result.people_losing <= 0:
        return text(
            "None of the people in %(where)s would fall outside the standard if this closed: %(closing)s. Whoever is "
            "%(within)s of it has another location %(within)s, too.",
            where=where(result.query.state),
            closing=closing,
            within=result.within_it,
        )
    return text(
        "%(people)s people in %(where)s would no longer be %(within)s of any location on this list if this closed: "
        "%(closing)s.",
        people=as_people(result.people_losing),
        where=where(result.query.state),
        within=result.within,
        closing=closing,
    )


def _alone_findings(result: ClosuresResult) -> Iterator[Text]:
    each, names = result.alone, result.demand.counties.full_names
    if depended_on := int(np.count_nonzero(each.people > 0)):
        yield text_n(
            "%(n)s location is the only one %(within)s for some people: %(people)s people depend on it.",
            "%(n)s locations are the only one %(within)s for some people: %(people)s people depend on a single location.",
            depended_on,
            within=result.within_it,
            people=as_people(float(each.people.sum())),
        )
    if result.before.verdicts.judged.any():
        yield _counties(sorted({names[c] for c in each.counties.county[each.counties.fails].tolist()}))
    if (stranded := float(each.stranded.sum())) and len(result.groups) > 1:
        yield text("%(people)s people have a road to one location and to no other.", people=as_people(stranded))
    if each.miles.any():
        farthest = int(np.argmax(each.miles))
        yield text(
            "Most driving would be added by the closure of %(location)s: %(miles)s miles a year if each person were treated.",
            location=place_of(result, result.groups[farthest]),
            miles=as_people(float(each.miles[farthest])),
        )


def _counties(failing: list[str]) -> Text:
    if not failing:
        return text("No county that meets the rule would fail it by the closure of one location.")
    return text_n(
        "%(n)s county meets the rule only as long as one location stays open: %(names)s.",
        "%(n)s counties meet the rule only as long as one location stays open: %(names)s.",
        len(failing),
        names="; ".join(failing[:_MOST_NAMES]) + ("; ..." if len(failing) > _MOST_NAMES else ""),
    )


def _pair_findings(result: ClosuresResult) -> Iterator[Text]:
    found = result.pairs
    if found is None or not found.people.any():
        return
    most = int(np.argmax(found.people))
    yield text_n(
        "%(n)s pair of locations has a larger effect together than both closures alone: if %(one)s and %(other)s both close, "
        "%(people)s people more fall outside the standard.",
        "%(n)s pairs of locations have a larger effect together than both closures alone. The largest: if %(one)s and "
        "%(other)s both close, %(people)s people more fall outside the standard.",
        int(np.count_nonzero(found.people)),
        one=result.groups[found.first[most]].name,
        other=result.groups[found.second[most]].name,
        people=as_people(float(found.people[most])),
    )


def _closed_findings(result: ClosuresResult) -> Iterator[Text]:
    assert result.closed
    if result.people_losing:
        named_towns = [text("%(town)s (%(people)s)", town=t, people=as_count(round(n))) for t, n in towns_losing(result)]
        yield text("The towns with most of them: %(towns)s.", towns=as_list(named_towns[:_MOST_TOWNS]))
    low, high = result.people_losing_range
    if round(low) != round(high):
        yield text(
            "Allowing for error in the travel estimates, between %(low)s and %(high)s people fall outside it.",
            low=as_count(round(low)),
            high=as_count(round(high)),
        )
    if result.before.verdicts.judged.any():
        yield _failing_together(result)
    if stranded := result.people_stranded:
        yield text("%(people)s people would have no road to any location on this list.", people=as_people(stranded))
    yield from _new_trips(result)


def _failing_together(result: ClosuresResult) -> Text:
    assert result.closed
    names = [result.demand.counties.full_names[c] for c in result.closed.together.fails.tolist()]
    if not names:
        return text("No county that meets the rule today would fail it.")
    return text_n(
        "%(n)s county that meets the rule today would fail it: %(names)s.",
        "%(n)s counties that meet the rule today would fail it: %(names)s.",
        len(names),
        names="; ".join(names[:_MOST_NAMES]) + ("; ..." if len(names) > _MOST_NAMES else ""),
    )


def _new_trips(result: ClosuresResult) -> Iterator[Text]:
    """Where those who have what closes nearest would go, and how far."""
    found, demand = result.affected, result.demand
    zips = demand.part_zip[found.part]
    first = result.before.choices.location[zips, 0]
    rows = np.flatnonzero(np.isfinite(found.miles) & (found.location != first))
    people = demand.part_people[found.part[rows]]
    if not len(rows):
        if result.people_affected <= 0:
            yield text("Nobody has what closes nearest, so nobody would drive farther.")
        return
    following = result.points[np.argmax(np.bincount(found.location[rows], people))]
    before = weighted_quantile(result.before.choices.miles[zips[rows], 0], people, 0.5) or 0.0
    after, minutes = (weighted_quantile(v[rows], people, 0.5) or 0.0 for v in (found.miles, found.minutes))
    yield text(
        "%(people)s people who have what closes nearest would go elsewhere, most often to %(next)s. Their median trip one way "
        "would grow from %(before)s to %(after)s (%(minutes)s).",
        people=as_people(float(people.sum())),
        before=as_miles(before),
        after=as_miles(after),
        minutes=as_minutes(minutes),
        next=_in_town(following.name, following.address.city, following.address.state),
    )
    yield text(
        "That adds %(miles)s miles a year if each of them were treated, by %(trips)s round trips each.",
        miles=as_people(float(result.added_miles.sum())),
        trips=as_count(result.trips.low),
    )


def towns_losing(result: ClosuresResult) -> list[tuple[str, float]]:
    """The towns of those who fall outside the standard, by the names of their ZIP codes, most people first."""
    return people_by_town(result.context, result.demand, result.affected.part[result.affected.loses])
