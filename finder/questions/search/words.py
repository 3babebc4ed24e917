"""Sentences about a ranked list: what its rows cannot say themselves."""

import math
from collections.abc import Iterator, Sequence

from finder.access.burden import Trip
from finder.access.ranking import Option, Ranking, Unsuitable
from finder.domain.therapy import Therapy
from finder.questions.search.alternatives import Crossing, RuledOut
from finder.questions.search.choices import label
from finder.questions.search.query import SearchQuery
from finder.questions.search.reasons import reason_words
from finder.text import Text, as_list, as_miles, named, text, text_n
from finder.wording.distance import distance_words, ferry_words, miles_words
from finder.wording.vocabulary import EXAMPLE_MARK

# Farther than this from where a ferry lands, another way off the island may be better.
LANDING_MI = 200.0
_ALASKA = "AK"


def list_notices(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """Say what the rows of a ranked list cannot say themselves."""
    yield from _reach(query, ranking)
    yield from _cut(query, ranking)
    yield from _filtered(query, ranking)


def _reach(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """Say that nothing is in reach, or not by road."""
    real = [o for o in ranking.options if not o.point.example]
    by_road = [o for o in real if o.trip.by_road]
    if not real and not query.filters.asked:
        yield (
            text("None of the listed locations fits. See why below.")
            if ranking.unsuitable
            else text("This directory has no locations to show.")
        )
    elif real and not by_road:
        yield _no_road(real, bool(ranking.unsuitable))
    elif by_road and not ranking.before_filters:
        yield _none_near(query, ranking, min((o.trip for o in by_road), key=lambda trip: trip.distance_mi))
    others = [o for o in ranking.options[ranking.known :] if not o.point.example]
    if by_road and any(o.trip.ferry for o in others):
        yield text("Locations that you need a ferry for are listed last, with the miles over water and by road.")
    if by_road and (without_road := sum(not o.trip.by_road and o.trip.ferry is None for o in others)):
        yield text_n(
            "%(n)s location shown cannot be reached by road from here. It is listed last, with its straight-line distance.",
            "%(n)s locations shown cannot be reached by road from here. They are listed last, with their straight-line "
            "distances.",
            without_road,
        )


def _no_road(real: Sequence[Option], unsuitable: bool) -> Text:
    if any(o.trip.ferry for o in real):
        return text("No road leads from here to these locations. They are sorted by the miles over water and by road.")
    if unsuitable:
        return text("No road leads from here to a location that may fit. The ones shown are the nearest in a straight line.")
    return text("No road leads from here to any listed location. The ones shown are the nearest in a straight line.")


def _none_near(query: SearchQuery, ranking: Ranking, nearest: Trip) -> Text:
    """Say that no location in reach fits, though unsuitable ones may be in reach."""
    said = {"miles": query.within_mi, "nearest": _beyond(nearest, query.within_mi)}
    if unsuitable := sum(u.point.has_chairs and not u.point.example for u in ranking.unsuitable):
        return text_n(
            "%(n)s location is listed within %(miles)s miles, but it does not fit. See why below. The next one is %(nearest)s "
            "away.",
            "%(n)s locations are listed within %(miles)s miles, but none of them fits. See why below. The next one is "
            "%(nearest)s away.",
            unsuitable,
            **said,
        )
    if query.filters.asked:
        return text(
            "No location is listed within %(miles)s miles. The nearest one that fits or may fit is %(nearest)s away.", **said
        )
    return text("No location is listed within %(miles)s miles. The nearest one is %(nearest)s away.", **said)


def _beyond(trip: Trip, limit_mi: float) -> Text:
    """A distance beyond a limit, never rounded to the limit itself."""
    if trip.spread or round(trip.distance_mi) > limit_mi:
        return miles_words(trip)
    return text("%(miles)s miles", miles=math.ceil(trip.distance_mi * 10) / 10)


def _cut(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """Say what a limit cut off, and how many of the list are examples."""
    if ranking.found > len(ranking.options):
        shown = {"shown": len(ranking.options), "found": ranking.found}
        if ranking.known or query.order == "sure":
            yield text("Showing the first %(shown)s of %(found)s locations.", **shown)
        elif query.filters.asked:
            yield text("Showing %(shown)s of %(found)s locations. Those known to fit all your choices come first.", **shown)
        else:
            yield text("Showing the nearest %(shown)s of %(found)s locations.", **shown)
    if examples := sum(o.point.example for o in ranking.options):
        yield text_n(
            "%(n)s entry is an example, not a real service. It is not counted.",
            "%(n)s entries are examples, not real services. They are not counted.",
            examples,
        )


def _filtered(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """Say what the patient's choices hide, and what they leave open."""
    if not query.filters.asked:
        return
    yield from _hidden(query, ranking)
    real = [o for o in ranking.options if not o.point.example]
    if not real:
        yield text("No listed location fits your choices, at any distance.")
    elif not ranking.within and any(o.trip.by_road for o in real):
        yield text("The ones shown are the nearest that fit or may fit your choices, however long the drive.")
    if unsure := sum(bool(o.unknown) for o in real):
        yield text_n(
            "For %(n)s of the locations shown, it is not known whether it fits all your choices. Call to ask.",
            "For %(n)s of the locations shown, it is not known whether they fit all your choices. Call to ask.",
            unsure,
        )


def _hidden(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    hidden, miles = ranking.before_filters - ranking.within, query.within_mi
    if hidden and not ranking.within:
        yield text_n(
            "The only location within %(miles)s miles does not fit all your choices.",
            "None of the %(n)s locations within %(miles)s miles fits all your choices.",
            hidden,
            miles=miles,
        )
        if not any(f.without for f in ranking.filters):
            yield text("No single choice rules them all out. You would need to drop more than one.")
    elif hidden:
        yield text_n(
            "%(n)s more location within %(miles)s miles does not fit your choices.",
            "%(n)s more locations within %(miles)s miles do not fit your choices.",
            hidden,
            miles=miles,
        )


def known_notices(
    query: SearchQuery, therapy: Therapy | None, known: Sequence[Option], options: Sequence[Option], known_to_others: bool
) -> Iterator[Text]:
    """Say if no location is known to give the therapy, or if none is by road.

    `known_to_others` says that some are, but that they do not fit this patient, or cannot be called.
    """
    if therapy is None:
        return
    name = named(therapy.short_name)
    if known and not known[0].trip.by_road:
        yield text("No road leads from here to a location known to give %(therapy)s. Call to ask.", therapy=name)
    elif not known and not query.filters.without_travel.asked and known_to_others:
        yield text(
            "The locations known to give %(therapy)s do not fit you, or we have no phone number for them. Call others to ask.",
            therapy=name,
        )
    elif not known and not query.filters.without_travel.asked:
        yield text("No location in this directory is known to give %(therapy)s. Call to ask.", therapy=name)
    elif not known and any(not o.point.example for o in options):
        yield text("None of the locations that fit your choices is known to give %(therapy)s.", therapy=name)


def ruled_out_notice(query: SearchQuery, ruled_out: RuledOut | None) -> Iterator[Text]:
    """Say that choices rule out the nearest location known to give the therapy."""
    if ruled_out:
        yield text(
            "%(name)s, %(where)s, is known to give this treatment, but does not fit your choices: %(choices)s.",
            name=ruled_out.option.point.name,
            where=_where(ruled_out.option),
            choices=as_list(label(query.filters, name) for name in ruled_out.by),
        )


def border_notices(enclave: bool, state: str, options: Sequence[Option]) -> Iterator[Text]:
    """Say that the road leads through Canada: from an `enclave`, which no other road leaves, or from Alaska to elsewhere."""
    if enclave:
        yield text(
            "The road from here leads through Canada. Bring what you need to cross the border both ways, and allow extra time."
        )
    elif state == _ALASKA and any(o.trip.by_road and o.point.address.state != _ALASKA for o in options):
        yield text(
            "The road from Alaska to other states leads through Canada. Bring what you need to cross the border both ways, and "
            "allow extra time."
        )


def crossing_notices(crossing: Crossing | None) -> Iterator[Text]:
    """Suggest a ferry where no road leads from the place, and name what is nearest by road from its other landing."""
    if crossing is None:
        return
    yield text(
        "A ferry may help: %(name)s, about %(distance)s over water. Ask when it runs and whether you can take it after an "
        "infusion.",
        name=crossing.ferry.name,
        distance=as_miles(max(1, round(crossing.ferry.miles))),
    )
    if crossing.first and crossing.first.trip.distance_mi <= LANDING_MI:
        yield text(
            "From its landing, the nearest location by road that may fit is %(name)s, %(distance)s away.",
            name=crossing.first.point.name,
            distance=miles_words(crossing.first.trip),
        )


def unsuitable_words(unsuitable: Unsuitable) -> Text:
    """Say why a location in reach does not fit."""
    sentence = text(
        "%(name)s, %(where)s: %(reason)s",
        name=unsuitable.point.name,
        where=_roughly(unsuitable),
        reason=reason_words(unsuitable.reason),
    )
    return text("%(mark)s: %(sentence)s", mark=EXAMPLE_MARK, sentence=sentence) if unsuitable.point.example else sentence


def _where(found: Option | Unsuitable) -> Text:
    """How far it is, as exactly as that is known."""
    if found.own:
        return distance_words(found)
    if found.trip.ferry:
        return ferry_words(found.trip.ferry)
    if not found.trip.by_road:
        return text("%(distance)s away in a straight line, with no road", distance=as_miles(found.trip.straight_mi))
    return text("%(distance)s away", distance=miles_words(found.trip))


def _roughly(found: Unsuitable) -> Text:
    """How far it is, without a range: the sentence is long already, and nobody goes there."""
    if found.own or found.trip.spread is None:
        return _where(found)
    return text("about %(miles)s", miles=as_miles(found.trip.distance_mi))
