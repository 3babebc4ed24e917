"""A writer says sentences, quantities, and codes in one language.

`ENGLISH` is the one of commands and files; the web makes one for each language when it starts.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from functools import cache
from gettext import NullTranslations, translation
from numbers import Real
from pathlib import Path
from typing import Any

from finder.access.burden import Trip
from finder.access.own_area import is_measured
from finder.access.ranking import Option, Unsuitable
from finder.domain.evidence import TherapyEvidence
from finder.domain.facility import Listing, ServicePoint
from finder.domain.place import Place
from finder.domain.provenance import AsOf
from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Span
from finder.errors import DataError, FinderError, refuse_damage
from finder.text import Quantity, Text, Unit, as_miles, named, text, text_n
from finder.wording import rounding
from finder.wording import vocabulary as words
from finder.wording.distance import distance_brief, distance_words
from finder.wording.evidence import TIER_WORDS, brief_words, evidence_words, leading_words
from finder.wording.formats import Formats
from finder.wording.hours import HoursInWords

# Locales by language. Spanish as written in the United States: 1,234.5 miles, like the road signs and the prices.
LOCALES = {"en": "en", "es": "es_US"}
_ONE_WAY = text("one way")
_MILES = text_n("%(shown)s mile", "%(shown)s miles", 2)
_HOURS = text_n("%(shown)s hour", "%(shown)s hours", 2)
_MINUTES, _RANGE = text("%(shown)s minutes"), text("%(low)s to %(high)s")
Amount = float | Span | tuple[float, float]
# What listings write most: answers, and codes or names of languages and of ways to pay.
_LISTED: Mapping[str, Text] = (
    {said.template.lower(): said for said in (*words.LANGUAGE_WORDS.values(), *words.PAYMENT_WORDS.values())}
    | words.LANGUAGE_WORDS
    | words.PAYMENT_WORDS
    | words.ANSWER_WORDS
)


class Writer:
    """One language and its locale. Every method returns plain text, not HTML."""

    def __init__(self, language: str, formats: Formats, translations: NullTranslations) -> None:
        self.language, self.formats, self.translations = language, formats, translations
        self._hours, self._between = HoursInWords(formats, self.say), translations.gettext(_RANGE.template)
        self._by_type: dict[type, Callable[[Any], str]] = {str: str, Text: self.say, Quantity: self._quantity}
        self._by_type |= {float: self.number, int: self.number}
        self._units: dict[Unit, Callable[[Any], str]] = {
            "share": self.share,
            "people": self.people,
            "count": self.count,
            "number": lambda of: self.number(*of),
            "whole": self.whole,
            "miles": self.miles,
            "minutes": self.minutes,
            "hours": self.hours,
            "usd": self.usd,
            "month": self.month,
            "brief_date": self.brief_date,
            "list": self.listing,
            "either": self.either,
        }

    def say(self, sentence: Text | str) -> str:
        """A sentence with the sentences and quantities inside it. A string stands for words from our own tables in data/."""
        if isinstance(sentence, str):
            sentence = named(sentence)
        if not sentence.template:  # gettext answers the empty text with the head of its file
            return ""
        values = {name: self.value(value) for name, value in sentence.values}
        if sentence.plural is None:
            return self.translations.gettext(sentence.template) % values
        return self.counted(sentence.template, sentence.plural, dict(sentence.values)["n"]) % values

    def begin(self, sentence: Text | str) -> str:
        """A sentence or name as the first words of a line: "rituximab" is "Rituximab" there."""
        said = self.say(sentence)
        return said[:1].upper() + said[1:]

    def counted(self, singular: str, plural: str, n: float) -> str:
        """The form of a sentence for a count. What is not whole, such as half an hour, takes the plural."""
        return self.translations.ngettext(singular, plural, int(n) if n == int(n) else 2)

    def error(self, error: FinderError) -> str:
        """What is wrong and what to do, in one line."""
        return f"{self.say(error.what)} {self.say(error.advice)}"

    def value(self, value: Any) -> str:
        """A value inside a sentence. A string is shown as it is: names are not translated."""
        # A page has hundreds, nearly all of the same few types.
        say = self._by_type.get(type(value))
        return say(value) if say else self._other_value(value)

    def _quantity(self, of: Quantity) -> str:
        return self.say(words.HIDDEN) if of.is_hidden else self._units[of.unit](of.value)

    def _other_value(self, value: Any) -> str:
        if isinstance(value, str):  # of a kind of its own: what a template has marked as safe stays so
            return value
        if isinstance(value, date | AsOf):
            return self.day(value)
        if isinstance(value, time):
            return self.clock(value)
        if value is None:
            return self.say(words.NOT_KNOWN)
        return self.number(float(value)) if isinstance(value, Real) and not isinstance(value, bool) else str(value)

    # Numbers.

    def number(self, value: float, digits: int = 2) -> str:
        """A bare number with at most so many decimals, none of them a trailing zero; "no road" for infinity."""
        return self.formats.number(value, digits) if math.isfinite(value) else self.say(words.NO_ROAD)

    def count(self, value: Amount) -> str:
        """A whole number, or a range of them: "3,220", "26 to 65"."""
        return self._range(*(self.number(v, 0) for v in _ends(value)))

    def whole(self, value: float | None) -> str:
        """Minutes or miles of a table, whole: "118", "no road" for infinity, a dash for None."""
        return words.NONE if value is None else self.number(value, 0)

    def span(self, value: Amount, digits: int = 2) -> str:
        """A number or range without a unit, whole from ten on: "26 to 65", "0.5 to 0.75"."""
        return self._range(*[self.number(rounding.whole_from_ten(v, digits), digits) for v in _ends(value)])

    def share(self, value: float | None, required: float | None = None) -> str:
        """A share: "82.2%"; a dash for None. All is only said of all, and what is `required` only where it is reached."""
        return words.NONE if value is None else self.formats.percent(rounding.share(value, required))

    def people(self, value: float) -> str:
        """A number of people in a sentence: "334.4 million", "41,200"."""
        if value < rounding.MILLION_FROM:
            return self.number(value, 0)
        shown = round(value / 1e6, 1)
        return self.say(text_n("%(shown)s million", "%(shown)s million", _one(shown), shown=self.number(shown, 1)))

    def usd(self, value: Amount) -> str:
        """Whole US dollars, or a range: "$38 to $94"."""
        return self._range(*map(self.formats.usd, _ends(value)))

    # Travel.

    def miles(self, value: Amount) -> str:
        """Miles to half a mile below ten: "4.5 miles", "3 to 5 miles", "less than a mile"."""
        low, high = _ends(value)
        if not math.isfinite(high):
            return self.say(words.NO_ROAD)
        if high < 0.5:
            return self.say(text("less than a mile"))
        low, high = rounding.half_miles(low), rounding.half_miles(high)
        return self._measured(_MILES, _one(low, high), self._range(self.number(low, 1), self.number(high, 1)))

    def minutes(self, value: Amount) -> str:
        """Estimated minutes, rounded to five: "35 minutes", "10 to 15 minutes"."""
        low, high = _ends(value)
        if not math.isfinite(high):
            return self.say(words.NO_ROAD)
        shown = self._range(self.number(rounding.to_five(low), 0), self.number(rounding.to_five(high), 0))
        return self.translations.gettext(_MINUTES.template) % {"shown": shown}

    def hours(self, value: Amount) -> str:
        """Hours, or a range: "2.5 hours", "3 to 6 hours"."""
        low, high = _ends(value)
        if not math.isfinite(high):
            return self.say(words.NO_ROAD)
        low, high = rounding.hours(low), rounding.hours(high)
        return self._measured(_HOURS, _one(low, high), self._range(self.number(low), self.number(high)))

    def band(self, trip: Trip) -> str:
        """The time one way as a band: "about 15 to 30 minutes", in hours from two on."""
        low, high = rounding.to_five_band(trip.travel_min_low, trip.travel_min_high)
        if high <= 120:
            return self.say(text("about %(low)s to %(high)s minutes", low=low, high=high))
        return self.say(text("about %(low)s to %(high)s hours", low=round(low / 60, 1), high=round(high / 60, 1)))

    def distance(self, found: Option | Unsuitable) -> str:
        """How far a location is: "4.5 miles", "in your own ZIP code: about 1 to 6 miles", "unreachable by road"."""
        return self.say(distance_words(found))

    def distance_brief(self, found: Option | Unsuitable) -> str:
        """How far a location is, for a line of a list: "3.5 miles (0.5 to 13)"."""
        return self.say(distance_brief(found))

    def way(self, found: Option | Unsuitable) -> str:
        """How far it is and how long it takes, as far as that is known: "4.5 miles, about 15 to 30 minutes one way"."""
        if found.trip.ferry:
            return f"{self.distance(found)} ({found.trip.ferry.name})"
        if not found.trip.by_road:
            return self.say(text("Unreachable by road: %(miles)s in a straight line", miles=as_miles(found.trip.straight_mi)))
        distance = self.distance(found)
        return f"{distance}, {self.band(found.trip)} {self.say(_ONE_WAY)}" if is_measured(found.trip, found.own) else distance

    def time_brief(self, found: Option | Unsuitable) -> str:
        """The time one way for a line of a list: "15 to 30 min"; empty if it is not known."""
        if not (found.trip.by_road and is_measured(found.trip, found.own)):
            return ""
        low, high = rounding.to_five_band(found.trip.travel_min_low, found.trip.travel_min_high)
        if high <= 120:
            return self.say(text("%(low)s to %(high)s min", low=low, high=high))
        return self.say(text("%(low)s to %(high)s hours", low=round(low / 60, 1), high=round(high / 60, 1)))

    # Days and hours.

    def day(self, value: date | AsOf | None) -> str:
        """A day, as exactly as it is known: "November 28, 2026", "November 2026", "2026"; "no date given" for none."""
        if not isinstance(value, AsOf):
            return self.formats.day(value) if value else self.say(words.DATE_UNKNOWN)
        if value.month is None:
            return str(value)
        return self.month(value.first) if value.day is None else self.formats.day(value.first)

    def visit_day(self, value: date) -> str:
        """A day to plan for, with its weekday: "Sat, Nov 28, 2026"."""
        return self.formats.weekday_and_day(value)

    def month(self, value: date) -> str:
        """The month of a day: "January 2026"."""
        return self.formats.month(value)

    def brief_date(self, value: AsOf | None) -> str:
        """The month or the year of a date, briefly: "Jan 2026", "2026"; "date unknown" for none."""
        if value is None:
            return self.say(words.DATE_UNKNOWN)
        return str(value.year) if value.month is None else self.formats.brief_month(value.first)

    def clock(self, at: time) -> str:
        """A time of day: "9 a.m.", "9:30 a.m.", "noon"."""
        return self._hours.clock(at)

    def visit_hours(self, written: str) -> str:
        """A range like "09:00-15:00" in words; anything else as it is written."""
        return self._hours.visit(written)

    def opening(self, written: str) -> str:
        """Opening hours of the plain form in words; anything else as it is written."""
        return self._hours.opening(written)

    def visits(self, listing: Listing, days: Sequence[date]) -> str:
        """Days of visits with their local hours: once for all if they are the same, else for each."""
        hours = [", ".join(map(self.visit_hours, listing.hours_on(d))) for d in days]
        if len(set(hours)) == 1:
            return f"{'; '.join(map(self.visit_day, days))} ({hours[0]})"
        return "; ".join(f"{self.visit_day(d)} ({h})" for d, h in zip(days, hours, strict=True))

    # Lists and names.

    def listing(self, items: Sequence[Any]) -> str:
        """Items joined by commas."""
        return ", ".join(map(self.value, items))

    def either(self, items: Sequence[Any]) -> str:
        """Items of which any one will do: "a, b, or c"."""
        return self.formats.either([self.value(item) for item in items])

    def listed(self, written: str) -> str:
        """What a listing says of itself, part by part, with the words that are known here in the reader's language."""
        parts = (part.strip() for part in written.split(";"))
        return "; ".join(self.say(_LISTED.get(part.lower(), part)) for part in parts if part)

    def place_name(self, place: Place) -> str:
        """The name of a place with its state in the reader's language: "Las Cruces, Nuevo México".

        A device's point has the name of the nearest town. A county is there if it tells two towns of one name apart.
        """
        if place.precision == "address" or not place.state:
            return place.label
        code = place.zip if place.precision == "zip" else ""
        county = place.county if place.county and place.county in place.label else ""
        return ", ".join(part for part in (code, place.city, county, self.say(STATE_NAMES[place.state])) if part)

    # Codes.

    def tier(self, evidence: TherapyEvidence) -> str:
        """What is known of a therapy at a location, in a few words."""
        return self.say(TIER_WORDS[evidence.tier])

    def evidence(self, evidence: TherapyEvidence, on: date) -> str:
        """What each source says of a therapy at a location."""
        return "; ".join(map(self.say, evidence_words(evidence, on)))

    def brief(self, evidence: TherapyEvidence, on: date) -> str:
        """What is known of a therapy at a location and by what source, for a line of a list."""
        return self.say(brief_words(evidence, on))

    def leading(self, evidence: TherapyEvidence, on: date) -> str:
        """What the source says that decides, of a therapy at a location."""
        return self.say(leading_words(evidence, on))

    def serves(self, listing: Listing) -> str:
        """Whom a location serves; "not known" if no source says."""
        return "; ".join(self.say(said) for code, said in words.SERVES_WORDS.items() if code in listing.serves) or self.say(
            words.NOT_KNOWN
        )

    def kind(self, point: ServicePoint) -> str:
        """What type of location it is."""
        return self.say(words.SITE_WORDS[point.listing.site_of_care])

    def county_type(self, code: str) -> str:
        """A type of county in CMS's terms."""
        return self.say(words.COUNTY_TYPE_WORDS[code])

    def phases(self, codes: Sequence[str]) -> str:
        """The phases of a trial; a code that is not known stays as it is."""
        known = (self.value(words.TRIAL_PHASE_WORDS.get(code, code)) for code in codes)
        return ", ".join(known) or self.say(words.PHASE_NOT_GIVEN)

    def _range(self, low: str, high: str) -> str:
        return low if low == high else self._between % {"low": low, "high": high}

    def _measured(self, words: Text, n: float, shown: str) -> str:
        return self.counted(words.template, words.plural or "", n) % {"shown": shown}


def _ends(value: Amount) -> tuple[float, float]:
    if isinstance(value, Span):
        return value.low, value.high
    return value if isinstance(value, tuple) else (value, value)


def _one(*shown: float) -> int:
    """The number that decides on singular or plural: 1 only if exactly one is shown."""
    return 1 if all(n == 1 for n in shown) else 2


ENGLISH = Writer("en", Formats(), NullTranslations())


@cache
def writer(language: str, translations: Path) -> Writer:
    """The writer of a language, from the compiled translations in a folder. Raises DataError if they cannot be read."""
    if language == "en":
        return ENGLISH
    from finder.wording.locale_formats import LocaleFormats

    damaged = DataError(
        text("The translations in %(folder)s cannot be read.", folder=str(translations / language)),
        text("Restore the folder, or make it again as described in CONTRIBUTING.md."),
    )
    with refuse_damage(damaged):
        return Writer(language, LocaleFormats(LOCALES[language]), translation("messages", translations, [language]))
