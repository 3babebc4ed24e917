"""What a ranked list cannot say by itself, in sentences."""

import math
from collections.abc import Iterator
from functools import reduce

from finder.access.ranking import Option, Ranking, Unsuited
from finder.domain.ferry import Ferry
from finder.domain.therapy import Therapy
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import LeftOut
from finder.text import Text, named, text, text_n
from finder.wording.vocabulary import EXAMPLE_MARK

# Farther from where a ferry lands, another way off the island may be the better one.
LANDING_MI = 200.0


def search_notices(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """What a ranked list cannot say by itself."""
    yield from _how_many(query, ranking)
    yield from _filtered(query, ranking)


def _how_many(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    real = [o for o in ranking.options if not o.point.example]
    examples = len(ranking.options) - len(real)
    by_road = [o for o in real if o.trip.by_road]
    if not real and not query.filters.asked:
        yield (
            text("This directory has no place to show.")
            if not ranking.unsuited
            else text("No listed place is an answer: see why below.")
        )
    elif real and not by_road:
        yield (
            text("No road leads from here to a place that may be an answer. Those shown are the nearest in a straight line.")
            if ranking.unsuited
            else text("No road leads from here to any listed place. Those shown are the nearest in a straight line.")
        )
    elif by_road and not ranking.before_filters:
        nearest = _beyond(min(o.trip.distance_mi for o in by_road), query.within_mi)
        yield _none_near(query, sum(not u.point.example for u in ranking.unsuited), nearest)
    if by_road and len(by_road) < len(real):
        yield text_n(
            "%(n)s place shown is unreachable by road from here. It comes last, with its straight line.",
            "%(n)s places shown are unreachable by road from here. They come last, with their straight line.",
            len(real) - len(by_road),
        )
    if ranking.found > len(ranking.options):
        shown = {"shown": len(ranking.options), "found": ranking.found}
        if query.filters.asked:
            yield text("%(shown)s of %(found)s places are shown, first those that fit for certain.", **shown)
        else:
            yield text("The nearest %(shown)s of %(found)s places are shown.", **shown)
    if examples:
        yield text_n(
            "%(n)s entry is an example, not a real service. It is not counted.",
            "%(n)s entries are examples, not real services. They are not counted.",
            examples,
        )


def _none_near(query: SearchQuery, unsuited: int, nearest_mi: float) -> Text:
    """That no place in reach is an answer, though `unsuited` ones are in reach."""
    miles = f"{query.within_mi:g}"
    if unsuited:
        return text_n(
            "%(n)s place is listed within %(miles)s miles, but is no answer: see why below. The next one is %(nearest)s "
            "miles away.",
            "%(n)s places are listed within %(miles)s miles, but none is an answer: see why below. The next one is %(nearest)s "
            "miles away.",
            unsuited,
            miles=miles,
            nearest=nearest_mi,
        )
    if query.filters.asked:
        return text(
            "No listed place within %(miles)s miles. The nearest that fits, or may fit, is %(nearest)s miles away.",
            miles=miles,
            nearest=nearest_mi,
        )
    return text(
        "No listed place within %(miles)s miles. The nearest one is %(nearest)s miles away.", miles=miles, nearest=nearest_mi
    )


def _filtered(query: SearchQuery, ranking: Ranking) -> Iterator[Text]:
    """What the reader's choices hide, and what they leave open."""
    if not query.filters.asked:
        return
    hidden, miles = ranking.before_filters - ranking.within, f"{query.within_mi:g}"
    if hidden and not ranking.within:
        yield text_n(
            "The %(n)s place within %(miles)s miles does not fit all your choices.",
            "None of the %(n)s places within %(miles)s miles fits all your choices.",
            hidden,
            miles=miles,
        )
        if not any(f.without for f in ranking.filters):
            yield text("No single choice rules them all out: you would have to give up more than one.")
    elif hidden:
        yield text_n(
            "%(n)s more place within %(miles)s miles does not fit your choices.",
            "%(n)s more places within %(miles)s miles do not fit your choices.",
            hidden,
            miles=miles,
        )
    real = [o for o in ranking.options if not o.point.example]
    if not real:
        yield text("No listed place fits your choices, near or far.")
    elif not ranking.within and any(o.trip.by_road for o in real):
        yield text("Those shown are the nearest that fit your choices, or may fit, however long the drive.")
    if unsure := sum(bool(o.unknown) for o in real):
        yield text_n(
            "%(n)s of the places shown does not say if it fits all your choices: call to ask.",
            "%(n)s of the places shown do not say if they fit all your choices: call to ask.",
            unsure,
        )


def ferry_notice(ferry: Ferry) -> Text:
    """A way over water, for a place that no road leads from."""
    return text(
        "A ferry may help: %(name)s, about %(miles)s miles over water. Ask when it runs, and whether you can take it after "
        "an infusion.",
        name=ferry.name,
        miles=round(ferry.miles) or 1,
    )


def landing_notice(first: Option) -> Iterator[Text]:
    """What is nearest by road from where a ferry lands."""
    if first.trip.distance_mi <= LANDING_MI:
        yield text(
            "From where it lands, the nearest place by road that may be an answer is %(name)s, %(miles)s away.",
            name=first.point.name,
            miles=_miles(first.trip.distance_mi),
        )


def _beyond(distance_mi: float, limit_mi: float) -> float:
    """Miles to show for a distance beyond a limit: never rounded to the limit itself."""
    shown = round(distance_mi)
    return shown if shown > limit_mi else math.ceil(distance_mi * 10) / 10


def known_notice(query: SearchQuery, therapy: Therapy, known: Option | None, ranking: Ranking) -> Text | None:
    """How far `known`, the nearest place known to give the therapy, is; None if the list says it. The page names it instead."""
    name = named(therapy.short_name)
    if known is None and query.filters.of_places.asked:
        if all(o.point.example for o in ranking.options):
            return None
        return text("None of the places that fit your choices is known to give %(therapy)s.", therapy=name)
    if known is None:
        return text("No place in this directory is known to give %(therapy)s: call to ask.", therapy=name)
    if not known.trip.by_road:
        return text("No road leads from here to a place known to give %(therapy)s: call to ask.", therapy=name)
    known_mi = known.trip.distance_mi
    nearer = sum(asked_mi < known_mi for asked_mi in ranking.asking_mi)
    if not nearer:
        return None
    return text_n(
        "The nearest place known to give %(therapy)s is %(miles)s away. %(n)s nearer place: call to ask.",
        "The nearest place known to give %(therapy)s is %(miles)s away. %(n)s nearer places: call to ask.",
        nearer,
        therapy=name,
        miles=_miles(known_mi),
    )


def left_out_notice(query: SearchQuery, left_out: LeftOut) -> Text:
    """That choices rule out the nearest place known to give the therapy."""
    labels = [query.filters.label(name) for name in left_out.by]
    return text(
        "%(name)s, %(where)s, is known to give this treatment, but does not fit your choices: %(choices)s.",
        where=_where(left_out.option),
        name=left_out.option.point.name,
        choices=reduce(_joined, labels),
    )


def _miles(distance_mi: float) -> Text:
    """Whole miles in words."""
    shown = round(distance_mi)
    return text_n("about %(n)s mile", "about %(n)s miles", shown) if shown else text("less than a mile")


def _where(found: Option | Unsuited) -> Text:
    """How far a place is, as exactly as that is known."""
    if found.same_area:
        return text("in your own ZIP code or town")
    if not found.trip.by_road:
        return text("%(miles)s away in a straight line, with no road", miles=_miles(found.trip.straight_mi))
    return text("%(miles)s away", miles=_miles(found.trip.distance_mi))


def unsuited_notice(unsuited: Unsuited) -> Text:
    """Why a place in reach is no answer."""
    sentence = text("%(name)s, %(where)s: %(reason)s", name=unsuited.point.name, where=_where(unsuited), reason=unsuited.reason)
    return text("%(mark)s: %(sentence)s", mark=EXAMPLE_MARK, sentence=sentence) if unsuited.point.example else sentence


def _joined(first: Text, then: Text) -> Text:
    return text("%(first)s, %(then)s", first=first, then=then)
