"""What a file that a patient takes along says of a place, line by line, in the patient's language."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from finder.access.burden import Trip
from finder.access.ranking import Option
from finder.facility import Address, Provenance, ServicePoint
from finder.notices import EVIDENCE_WORDS, EXAMPLE_MARK, UNREACHABLE
from finder.questions import SearchResult
from finder.text import Text, text
from finder.therapy import Therapy

# What to ask on the phone.
QUESTIONS = (
    text("Do you give my treatment? Is the drug in stock?"),
    text("May I have my first dose with you?"),
    text("Can I have a chair on days in a row? On weekends?"),
    text("Do you take new patients and my plan? What would I pay?"),
    text("Is there parking near the door, and a way in without steps?"),
    text("May someone stay with me?"),
)
CALL_FIRST = text("Call before you travel. This is not an appointment and not medical advice.")
_PHONE, _NO_PHONE = text("Phone:"), text("Phone: not known")
_NEXT_VISITS, _ONE_WAY = text("Next visits:"), text("one way")
_SAME_AREA = text("Distance: in your own ZIP code or town")
_SOURCE, _UNKNOWN = text("Source:"), text("unknown")
_VISITS_SHOWN = 4


class Words(Protocol):
    """How things are said in a language. `finder.web.wording` is one: that of the request."""

    def say(self, sentence: Text | str) -> str:
        """A sentence, with the sentences inside it; a string is words of our own tables, or stays as it is."""

    def miles(self, distance_mi: float) -> str:
        """A distance."""

    def band(self, trip: Trip) -> str:
        """The time one way as a band."""

    def day(self, value: date | None) -> str:
        """A day; None is unknown, in words."""


def title(point: ServicePoint, words: Words) -> str:
    """The name of a place; marked if it is an example."""
    return f"{words.say(EXAMPLE_MARK)}: {point.name}" if point.example else point.name


def phone(point: ServicePoint, words: Words) -> str:
    """Its phone, or that none is known."""
    return f"{words.say(_PHONE)} {point.phone}" if point.phone else words.say(_NO_PHONE)


def where(address: Address) -> str:
    """Street, city, state and ZIP, as far as they are known."""
    return ", ".join(part for part in (address.street, address.city, f"{address.state} {address.zip}".strip()) if part)


def facts(option: Option, result: SearchResult, words: Words) -> Iterator[str]:
    """Lines: where it is, how far, what is known of the treatment there, when a stop is visited next."""
    if place := where(option.point.address):
        yield place
    yield _way(option, words)
    if result.therapy:
        yield _evidence(option, result.therapy, words)
    if option.visits:
        yield f"{words.say(_NEXT_VISITS)} {'; '.join(words.day(d) for d in option.visits[:_VISITS_SHOWN])}"


def _way(option: Option, words: Words) -> str:
    if not option.trip.by_road:
        return words.say(UNREACHABLE)
    if option.same_area:
        return words.say(_SAME_AREA)
    return f"{words.miles(option.trip.distance_mi)}, {words.band(option.trip)} {words.say(_ONE_WAY)}"


def _evidence(option: Option, therapy: Therapy, words: Words) -> str:
    """What is known of the treatment there and, where that is something, who says so."""
    known, said = option.evidence.evidence, option.evidence.provenance
    line = f"{words.say(therapy.short_name)}: {words.say(EVIDENCE_WORDS[known])}"
    return line if known == "unknown" or said == option.point.provenance else f"{line}. {source(said, words)}"


def source(said: Provenance, words: Words) -> str:
    """Who says so, and when it was last looked at."""
    name = words.say(said.source or said.source_url or _UNKNOWN)
    return f"{words.say(_SOURCE)} {name}, {words.day(said.checked_on)}"
