"""What a listing says of a location that people choose by: the facts known, and those that are not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from finder.domain.facility import Listing
from finder.text import Text, as_hours, as_list, text
from finder.wording.vocabulary import ANSWER_WORDS
from finder.wording.writer import Writer

FactId = Literal[
    "open", "first_infusion", "longest_infusion", "new_patients", "wheelchair", "payment", "languages", "chairs", "serves"
]
# What each is called as a heading, in the order in which they are shown.
FACT_LABELS: Mapping[FactId, Text] = {
    "open": text("Open"),
    "first_infusion": text("First infusion here"),
    "longest_infusion": text("Longest infusion"),
    "new_patients": text("New patients"),
    "wheelchair": text("Step-free (wheelchair)"),
    "payment": text("Payment"),
    "languages": text("Languages"),
    "chairs": text("Infusion chairs"),
    "serves": text("Serves"),
}
# The same inside a sentence.
_UNKNOWN: Mapping[FactId, Text] = {
    "open": text("opening hours"),
    "first_infusion": text("first infusions"),
    "longest_infusion": text("longest infusion"),
    "new_patients": text("new patients"),
    "wheelchair": text("step-free (wheelchair)"),
    "payment": text("payment"),
    "languages": text("languages"),
    "chairs": text("number of chairs"),
    "serves": text("whom it serves"),
}
Values = Mapping[FactId, str]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of several locations, a value for each, empty where it is not known."""

    label: Text
    values: tuple[str, ...]


def facts_of(listing: Listing, words: Writer) -> Values:
    """The facts of a listing in words, by id and in order; an empty text is not known.

    What only mobile stops have is not there for others, and neither are opening hours for stops, which have visits.
    """
    said = dict(_said(listing, words))
    return {fact: said[fact] for fact in FACT_LABELS if fact in said}


def _said(listing: Listing, words: Writer) -> Iterator[tuple[FactId, str]]:
    if listing.only_on_visits:
        yield "first_infusion", words.say(ANSWER_WORDS["yes"]) if listing.gives_first_dose else ""
        yield "longest_infusion", words.value(as_hours(most)) if (most := listing.max_infusion_hours) else ""
    else:
        yield "open", words.opening(listing.hours)
    yield "new_patients", words.listed(listing.new_patients)
    yield "wheelchair", words.listed(listing.wheelchair)
    yield "payment", words.listed(listing.payment)
    yield "languages", words.listed(listing.languages)
    yield "chairs", "" if listing.chairs is None else words.count(listing.chairs)
    yield "serves", words.serves(listing) if listing.serves else ""


def known_facts(listing: Listing, words: Writer) -> str:
    """The known facts in one line: "Open: Monday to Friday · New patients: yes"; empty if none is known."""
    return " · ".join(f"{words.say(FACT_LABELS[fact])}: {said}" for fact, said in facts_of(listing, words).items() if said)


def unknown_facts(listing: Listing, words: Writer) -> str:
    """The facts that are not known, once for all: "Not known: payment, languages. Call to ask."; empty if all are known."""
    return _not_known([fact for fact, said in facts_of(listing, words).items() if not said], words)


def side_by_side(listings: Sequence[Listing], words: Writer) -> tuple[tuple[FactRow, ...], str]:
    """The facts that at least one of the listings has, row by row, and a sentence with those that none has."""
    found = [facts_of(listing, words) for listing in listings]
    asked = [fact for fact in FACT_LABELS if any(fact in facts for facts in found)]
    known = [fact for fact in asked if any(facts.get(fact) for facts in found)]
    rows = tuple(FactRow(FACT_LABELS[fact], tuple(facts.get(fact, "") for facts in found)) for fact in known)
    return rows, _not_known([fact for fact in asked if fact not in known], words)


def _not_known(facts: Sequence[FactId], words: Writer) -> str:
    if not facts:
        return ""
    return words.say(text("Not known: %(facts)s. Call to ask.", facts=as_list(_UNKNOWN[fact] for fact in facts)))
