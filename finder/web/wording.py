"""How values read on a page: sentences through gettext, numbers by locale, travel as a person would say it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from flask import Flask
from flask_babel import format_currency, format_decimal, format_percent, get_locale, gettext, ngettext

from finder.access.amenities import LANGUAGES, PAYMENTS
from finder.access.burden import Trip
from finder.domain.facility import Evidence, ServicePoint, Stop
from finder.domain.states import STATE_NAMES
from finder.domain.therapy import Span
from finder.text import Text, named, text
from finder.web.hours_words import from_to, opening_words, visit_hours
from finder.wording.vocabulary import COUNTY_TYPE_WORDS, EVIDENCE_WORDS

_ROUND_MIN = 5
# What listings write most: answers, and codes or names of languages and of ways to pay.
_ANSWERS = {"yes": text("yes"), "no": text("no"), "limited": text("limited")}
_NAMES = {str(words).lower(): words for words in (*LANGUAGES.values(), *PAYMENTS.values())}
_LISTED = _NAMES | LANGUAGES | PAYMENTS | _ANSWERS


def register(app: Flask) -> None:
    """Make the wordings known to the templates."""
    app.jinja_env.filters.update(say=say, listed=listed, miles=miles, band=band, day=day, number=number, share=share, span=span)
    app.jinja_env.filters.update(
        place_name=place_name, visits=visits, minutes=minutes, usd=usd, visit_hours=visit_hours, opening_words=opening_words
    )
    app.jinja_env.globals.update(evidence_words=evidence_words, kind_words=kind_words)


def say(sentence: Text | str) -> str:
    """A sentence in the reader's language, with the sentences inside it. A string is words of our own tables in data/."""
    if isinstance(sentence, str):
        return say(named(sentence))
    values = {key: _said(value) for key, value in sentence.values}
    if sentence.plural is None:
        return gettext(sentence.template) % values
    return ngettext(sentence.template, sentence.plural, dict(sentence.values)["n"], **values)


def _said(value: Any) -> Any:
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if type(value) is int else value


def listed(written: str) -> str:
    """What a listing says of itself, part by part, with the words that are known here in the reader's language."""
    parts = (part.strip() for part in written.split(";"))
    return "; ".join(say(_LISTED.get(part.lower(), part)) for part in parts if part)


def miles(distance_mi: float) -> str:
    """Miles in words, to half a mile below ten: "4.5 miles"."""
    shown = round(distance_mi * 2) / 2 if distance_mi < 10 else round(distance_mi)
    if distance_mi < 0.5:
        return gettext("less than a mile")
    return ngettext("%(shown)s mile", "%(shown)s miles", 1 if shown == 1 else 2, shown=number(shown))


def place_name(label: str) -> str:
    """The label of a place with its state in the reader's language: "Las Cruces, Nuevo México"."""
    town, comma, state = label.rpartition(", ")
    return f"{town}{comma}{say(state)}" if state in STATE_NAMES.values() else label


def visits(stop: Stop, days: Sequence[date]) -> str:
    """Days of visits with their local hours: once for all if they are the same, else for each."""
    hours = [", ".join(visit_hours(h) for h in stop.hours_on(d)) for d in days]
    if len(set(hours)) == 1:
        return f"{'; '.join(day(d) for d in days)} ({hours[0]})"
    return "; ".join(f"{day(d)} ({h})" for d, h in zip(days, hours, strict=True))


def _to_five(travel_min: float) -> int:
    return max(_ROUND_MIN, round(travel_min / _ROUND_MIN) * _ROUND_MIN)


def minutes(value: Span) -> str:
    """A range of minutes, rounded to 5."""
    low, high = _to_five(value.low), _to_five(value.high)
    return span(Span(low, max(high, low)), 0)


def band(trip: Trip) -> str:
    """The time one way as a band, rounded to 5 minutes: "about 15 to 30 minutes"."""
    low = _to_five(trip.travel_min_low)
    high = max(low + _ROUND_MIN, _to_five(trip.travel_min_high))
    if high <= 120:
        return gettext("about %(low)s to %(high)s minutes", low=low, high=high)
    return gettext("about %(low)s to %(high)s hours", low=number(round(low / 60, 1)), high=number(round(high / 60, 1)))


def day(value: date | None) -> str:
    """A day by locale, with its weekday; unknown in words."""
    return format_skeleton("yMMMEd", value, locale=get_locale()) if value else gettext("date unknown")


def number(value: float, digits: int = 1) -> str:
    """A number by locale, with no digits after the point that are zero."""
    return str(format_decimal(round(value, digits)))


def share(value: float | None, required: float | None = None) -> str:
    """A share as per cent to one digit; unknown in words. All is only said of all, and what is required only of what is."""
    if value is None:
        return gettext("nobody lives here")
    shown = min(value, 0.999) if value < 1 else value
    if required is not None and value < required <= round(shown, 3):
        shown = required - 0.001
    return str(format_percent(round(max(shown, 0.001) if value > 0 else 0.0, 3), "#,##0.#%"))


def span(value: Span, digits: int = 2) -> str:
    """A range: "26 to 65", "0.5 to 0.75", or one number; whole from ten on."""
    low, high = (round(v, digits) if v < 10 else round(v) for v in (value.low, value.high))
    return number(low, 2) if low == high else from_to(number(low, 2), number(high, 2))


def usd(value: Span) -> str:
    """A range of US dollars, whole: "$38 to $94", or one sum."""
    low, high = (format_currency(round(v), "USD", "¤#,##0", currency_digits=False) for v in (value.low, value.high))
    return low if low == high else from_to(low, high)


def evidence_words(evidence: Evidence) -> str:
    """What is known of a therapy at a place."""
    return say(EVIDENCE_WORDS[evidence])


def type_words() -> dict[str, str]:
    """Types of county in words, by their ids."""
    return {name: say(words) for name, words in COUNTY_TYPE_WORDS.items()}


def kind_words(point: ServicePoint) -> str:
    """What sort of place it is."""
    if point.kind == "stop":
        return gettext("stop of a mobile unit")
    words: dict[str, Any] = {
        "hospital_outpatient": gettext("hospital"),
        "freestanding": gettext("infusion center"),
        "physician_office": gettext("doctor's office"),
    }
    return str(words.get(getattr(point.listing, "kind", ""), gettext("kind of place unknown")))
