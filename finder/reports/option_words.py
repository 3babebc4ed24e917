"""What a file that a patient takes along says of a place, line by line, in the patient's language."""

from collections.abc import Iterator

from finder.access.burden import YearOfTravel
from finder.access.ranking import Option
from finder.domain.facility import Address, Provenance, ServicePoint, Stop
from finder.domain.therapy import Span, Therapy
from finder.questions.search.result import SearchResult
from finder.text import Text, named, text
from finder.wording.vocabulary import EVIDENCE_WORDS, EXAMPLE_MARK, UNREACHABLE
from finder.wording.writer import ENGLISH, Writer

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
# Who answers the phone speaks English. There is one other language so far, so one sentence.
ENGLISH_FOR_INTERPRETER = "“I need a Spanish interpreter, please.”"
_INTERPRETER = text("If you need an interpreter, say: %(english)s", english=ENGLISH_FOR_INTERPRETER)
PHONE, _TO_FILL_IN = text("Phone:"), "______________"
_LOOK_UP = text("We have no phone number: look it up by this name and address.")
_NEXT_VISITS, _ONE_WAY = text("Next visits, local time:"), text("one way")
_EXACT_SPOT_UNKNOWN = text("Its exact spot is not known: the distance may be off.")
_SAME_AREA = text("Distance: in your own ZIP code or town")
_SOURCE, _UNKNOWN = text("Source:"), text("unknown")
_VISITS_SHOWN = 4


def interpreter(words: Writer) -> str | None:
    """How to ask for an interpreter; None for a reader of English."""
    return None if in_english(_INTERPRETER, words) is None else words.say(_INTERPRETER)


def in_english(sentence: Text, words: Writer) -> str | None:
    """A sentence to be said to somebody who speaks English; None if it reads so already."""
    english = ENGLISH.say(sentence)
    return None if words.say(sentence) == english else english


def title(point: ServicePoint, words: Writer) -> str:
    """The name of a place; marked if it is an example."""
    return f"{words.say(EXAMPLE_MARK)}: {point.name}" if point.example else point.name


def phone(point: ServicePoint, words: Writer) -> str:
    """Its phone, or room to fill one in."""
    return f"{words.say(PHONE)} {point.phone or _TO_FILL_IN}"


def where(address: Address) -> str:
    """Street, city, state and ZIP, as far as they are known."""
    return ", ".join(part for part in (address.street, address.city, f"{address.state} {address.zip}".strip()) if part)


def facts(option: Option, result: SearchResult, words: Writer) -> Iterator[str]:
    """Lines: where it is, how far, what is known of the treatment there, what a year of it asks, when a stop is visited next,
    and what else to know."""
    if not option.point.phone and not option.point.example:
        yield words.say(_LOOK_UP)
    if place := where(option.point.address):
        yield place
    if not result.therapy or option.point.example:
        yield _way(option, words)
    else:
        yield f"{_way(option, words)} · {_evidence(option, result.therapy, words)}"
        if option.burden and not option.same_area:
            yield f"{words.say(year_heading(result.therapy))} {year_words(option.burden.home, words)}"
    stop = option.point.listing
    if option.visits and isinstance(stop, Stop):
        yield f"{words.say(_NEXT_VISITS)} {words.visits(stop, option.visits[:_VISITS_SHOWN])}"
    yield from map(words.say, option.notes)
    if option.point.listing.note:
        yield words.say(option.point.listing.note)
    if option.point.location and option.point.location.precision != "address" and not option.same_area:
        yield words.say(_EXACT_SPOT_UNKNOWN)


def _way(option: Option, words: Writer) -> str:
    if not option.trip.by_road:
        return words.say(UNREACHABLE)
    if option.same_area:
        return words.say(_SAME_AREA)
    return f"{words.miles(option.trip.distance_mi)}, {words.band(option.trip)} {words.say(_ONE_WAY)}"


def _evidence(option: Option, therapy: Therapy, words: Writer) -> str:
    """What is known of the treatment there and, where that is something, who says so."""
    known, said = option.evidence.evidence, option.evidence.provenance
    line = f"{words.say(therapy.short_name)}: {words.say(EVIDENCE_WORDS[known])}"
    return line if known == "unknown" or said == option.point.provenance else f"{line}. {source(said, words)}"


def year_heading(therapy: Therapy) -> Text:
    """What the numbers of a year are those of: with the days in a row that were chosen, where a cycle may take several."""
    name, regimen = named(therapy.short_name), therapy.regimen
    days = regimen.consecutive_days if regimen else Span(1, 1)
    if 1 < days.low == days.high:
        return text("A year of %(therapy)s here, with %(n)s days in a row:", therapy=name, n=int(days.low))
    return text("A year of %(therapy)s here:", therapy=name)


def year_words(year: YearOfTravel, words: Writer) -> str:
    """What a year of the treatment asks there, at home each night."""
    asks = text(
        "%(trips)s trips, %(miles)s miles, %(hours)s hours on the road, about %(cost)s to drive.",
        trips=words.span(year.trips),
        miles=words.span(year.miles, 0),
        hours=words.span(year.hours, 0),
        cost=words.usd(year.mileage_cost_usd),
    )
    return words.say(asks)


def source(said: Provenance, words: Writer) -> str:
    """Who says so, and when it was last looked at."""
    name = words.say(said.source or said.source_url or _UNKNOWN)
    return f"{words.say(_SOURCE)} {name}, {words.day(said.checked_on)}"
