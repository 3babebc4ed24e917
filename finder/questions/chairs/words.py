"""What an answer about chairs says in sentences."""

from collections.abc import Iterator

from finder.access.catchment import REACH_MIN
from finder.questions.chairs.result import ChairsResult
from finder.questions.words import nobody_in, nothing_counted, where, where_alone
from finder.text import Text, as_people, as_share, named, text
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS


def headline(result: ChairsResult) -> Text:
    """The answer in a sentence."""
    if not result.points:
        return nothing_counted()
    share = result.share_with_little(result.ratio)
    if share is None:
        return nobody_in(result.query.state)
    return text(
        "%(share)s of %(people)s people in %(where)s have less than half of the national average of infusion chairs within "
        "reach.",
        share=as_share(share),
        people=as_people(float(result.asked_people.sum())),
        where=where(result.query.state),
    )


def findings(result: ChairsResult) -> Iterator[Text]:
    """The answer, then what a reader must know to use it; nothing if no service point was counted."""
    if not result.points:
        return
    yield headline(result)
    shares = [share for ratio in result.variants.values() if (share := result.share_with_little(ratio)) is not None]
    if not shares:
        return
    yield text(
        "By other methods and assumptions, the share is between %(low)s and %(high)s.",
        low=as_share(min(shares)),
        high=as_share(max(shares)),
    )
    if result.people_without > 0:
        yield text(
            "%(people)s people have no infusion chair within a %(most)s-minute drive.",
            people=as_people(result.people_without),
            most=round(REACH_MIN),
        )


def asked(result: ChairsResult) -> Text:
    """What was asked, in a line."""
    query, therapy = result.query, result.context.therapy(result.query.therapy)
    return text(
        "%(where)s. Treatment: %(therapy)s. Counted: %(evidence)s. Mobile stops: %(mobile)s. %(day)s.",
        where=where_alone(query.state),
        therapy=named(therapy.short_name) if therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def method_sentences(result: ChairsResult) -> Iterator[Text]:
    """How it was measured."""
    yield text("Travel: %(label)s. %(note)s", label=result.method.label, note=result.method.error_note)
    yield text(
        "The access ratio comes from the enhanced two-step floating catchment area method (E2SFCA; Luo and Qi 2009). Trips of "
        "up to 30 minutes of driving have full weight, up to 60 minutes 0.68, and up to 90 minutes 0.22."
    )
    yield text("A ratio of 1 is the national average per person. The range is that of the other methods and assumptions.")
