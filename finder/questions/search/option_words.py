"""What a file for a patient says about a location, line by line, in the patient's language."""

from collections.abc import Iterator
from datetime import date

from finder.access.burden import YearOfTravel
from finder.access.ranking import Option
from finder.domain.facility import Address, ServicePoint
from finder.domain.provenance import Provenance
from finder.domain.therapy import Span, Therapy
from finder.questions.search.facts import known_facts
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.text import Text, as_count, as_hours, as_miles, as_usd, named, text
from finder.wording.vocabulary import EXAMPLE_MARK, NOT_KNOWN
from finder.wording.writer import ENGLISH, Writer

# What to ask on the phone.
QUESTIONS = (
    text("Do you give my treatment? Is the drug in stock?"),
    text("Can I get my first dose with you?"),
    text("Can I have a chair several days in a row? On weekends?"),
    text("Do you take new patients and my insurance plan? What would I pay?"),
    text("Is there parking near the door, and a step-free entrance?"),
    text("Can someone stay with me?"),
)
CALL_FIRST = text("Call before you travel. This is not an appointment and not medical advice.")
# The person who answers the phone speaks English. There is one other language so far, so one sentence is enough.
ENGLISH_FOR_INTERPRETER = "“I need a Spanish interpreter, please.”"
_INTERPRETER = text("If you need an interpreter, say: %(english)s", english=ENGLISH_FOR_INTERPRETER)
PHONE, _TO_FILL_IN = text("Phone:"), "______________"
_LOOK_UP = text("We don't have a phone number. Look it up by this name and address.")
_NEXT_VISITS = text("Next visits, local time:")
_APPROXIMATE = text("We don't know exactly where it is, so the distance may be off.")
_SOURCE = text("Source:")
_VISITS_SHOWN = 4


def interpreter(words: Writer) -> str | None:
    """How to ask for an interpreter; None for a reader of English."""
    return None if in_english(_INTERPRETER, words) is None else words.say(_INTERPRETER)


def in_english(sentence: Text, words: Writer) -> str | None:
    """A sentence to say to someone who speaks English; None if it is in English already."""
    english = ENGLISH.say(sentence)
    return None if words.say(sentence) == english else english


def title(point: ServicePoint, words: Writer) -> str:
    """The name of a location, marked if it is an example."""
    return f"{words.say(EXAMPLE_MARK)}: {point.name}" if point.example else point.name


def phone(point: ServicePoint, words: Writer) -> str:
    """Its phone number, or room to write one down."""
    return f"{words.say(PHONE)} {point.phone or _TO_FILL_IN}"


def where(address: Address) -> str:
    """Street, city, state, and ZIP code, as far as they are known."""
    return ", ".join(part for part in (address.street, address.city, f"{address.state} {address.zip}".strip()) if part)


def facts(option: Option, result: SearchResult, words: Writer) -> Iterator[str]:
    """Lines: where it is, how far, what is known of the treatment there, what a year of it takes, the next visits, what
    people choose by as far as it is known, and what else to know."""
    if not option.point.phone and not option.point.example:
        yield words.say(_LOOK_UP)
    if found := " · ".join(filter(None, (where(option.point.address), option.point.website))):
        yield found
    if not result.therapy or option.point.example:
        yield words.way(option)
    else:
        evidence = _evidence(option, result.therapy, result.query.on, words)
        # What nobody knows is short, and the sheet has room for two locations on a page.
        yield from (words.way(option), evidence) if option.evidence.statements else (f"{words.way(option)} · {evidence}",)
        if option.burden:
            yield f"{words.say(year_heading(result.therapy))} {words.say(year_words(option.burden.home))}"
    if option.visits:
        yield f"{words.say(_NEXT_VISITS)} {words.visits(option.point.listing, option.visits[:_VISITS_SHOWN])}"
    if known := known_facts(option.point.listing, words):
        yield known
    yield from (words.say(reason_words(note)) for note in option.notes)
    if option.point.listing.note:
        yield words.say(option.point.listing.note)
    position = option.point.position
    if position and position.precision != "address" and not option.same_area and not option.trip.spread:
        yield words.say(_APPROXIMATE)


def _evidence(option: Option, therapy: Therapy, on: date, words: Writer) -> str:
    """What is known of the treatment there, by each source."""
    return f"{words.begin(therapy.short_name)}: {words.evidence(option.evidence, on)}"


def year_heading(therapy: Therapy) -> Text:
    """What the numbers of a year are for, with the days in a row that were chosen, where a cycle may take several."""
    name, regimen = named(therapy.short_name), therapy.regimen
    days = regimen.consecutive_days if regimen else Span(1, 1)
    if 1 < days.low == days.high:
        return text("A year of %(therapy)s here, with %(n)s days in a row:", therapy=name, n=int(days.low))
    return text("A year of %(therapy)s here:", therapy=name)


def year_words(year: YearOfTravel, **said: str) -> Text:
    """What a year of the treatment takes there, home each night; `said` are values in words, instead of those of the year."""
    values = {
        "trips": as_count(year.trips.low, year.trips.high),
        "miles": as_miles(year.miles.low, year.miles.high),
        "hours": as_hours(*year_hours(year)),
        "cost": as_usd(year.mileage_cost_usd.low, year.mileage_cost_usd.high),
    }
    return text("%(trips)s trips, %(miles)s, %(hours)s on the road, about %(cost)s to drive.", **values | said)


def year_hours(year: YearOfTravel) -> tuple[float, float]:
    """The hours on the road in a year, whole."""
    return round(year.hours.low), round(year.hours.high)


def source(said: Provenance, on: date, words: Writer) -> str:
    """Who says so, and when that was last checked, as far as is known on a day."""
    name = words.say(said.source or said.source_url or NOT_KNOWN)
    return f"{words.say(_SOURCE)} {name}, {words.day(said.as_of(on))}"
