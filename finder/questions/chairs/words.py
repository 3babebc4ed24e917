"""What an answer about chairs says in sentences."""

from collections.abc import Iterator

from finder.domain.states import STATE_NAMES
from finder.questions.chairs.result import ChairsResult
from finder.text import Text, as_people, as_share, named, text
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS


def headline(result: ChairsResult) -> Text:
    """The answer in a sentence."""
    share = result.share_with_little(result.ratio)
    if not result.points or share is None:
        return text("No listed location fits these choices, so we can't say how its chairs are shared.")
    return text(
        "%(share)s of %(people)s people in %(where)s have less than half of the national average of infusion chairs within "
        "reach.",
        share=as_share(share),
        people=as_people(float(result.asked_people.sum())),
        where=where(result),
    )


def where(result: ChairsResult) -> Text:
    """Whose people are shown, as it stands in a sentence."""
    return named(STATE_NAMES[result.query.state]) if result.query.state else text("the United States")


def asked(result: ChairsResult) -> Text:
    """What was asked, in a line."""
    query, therapy = result.query, result.context.therapy(result.query.therapy)
    return text(
        "%(where)s. Treatment: %(therapy)s. Counted: %(evidence)s; %(mobile)s. %(day)s.",
        where=named(STATE_NAMES[query.state]) if query.state else text("United States"),
        therapy=named(therapy.short_name) if therapy else text("any"),
        evidence=COUNTED_WORDS[query.evidence],
        mobile=MOBILE_WORDS[query.mobile],
        day=query.on,
    )


def method_sentences(result: ChairsResult) -> Iterator[Text]:
    """How it was measured."""
    yield text("Travel: %(label)s. %(note)s", label=result.method.label, note=result.method.error_note)
    yield text(
        "The access ratio is by the enhanced two-step floating catchment area method (E2SFCA; Luo and Qi 2009), with full "
        "weight up to 30 minutes, 0.68 up to 60, and 0.22 up to 90."
    )
    yield text("A ratio of 1 is the national average per person. The range covers other methods and assumptions.")
