"""Sentences for people, kept translatable and unformatted until the edge that shows them.

Any room may write `text("No center is within %(distance)s.", distance=as_miles(60))`. The template and the raw values stay
apart: `finder.wording` alone translates the one and formats the others. `pybabel extract -k text -k text_n:1,2` finds every
sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any, Literal

Unit = Literal[
    "share", "people", "count", "number", "whole", "miles", "minutes", "hours", "usd", "month", "brief_date", "list", "either"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence with named places for values; `plural` replaces it when `values["n"]` is not 1.

    Values are numbers, strings, dates, times, quantities, and other sentences, never formatted numbers. `str()` is for logs
    and debugging: it shows values as Python writes them.
    """

    template: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None

    def __str__(self) -> str:
        one = self.plural is None or dict(self.values).get("n") == 1
        return (self.template if one else self.plural or "") % dict(self.values)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A raw value with its unit: a number, a pair (low, high), a date for a month, or the items of a list."""

    value: Any
    unit: Unit

    @property
    def is_hidden(self) -> bool:
        """Whether it is a number that must not be told (NaN)."""
        return isinstance(self.value, float) and isnan(self.value)

    def __str__(self) -> str:
        return str(self.value)


def text(template: str, **values: Any) -> Text:
    """A sentence. A literal percent sign is written `%%`. A number that is a name (a port, a year) is passed as a string."""
    return Text(template, tuple(values.items()))


def text_n(singular: str, plural: str, n: int, **values: Any) -> Text:
    """A sentence that depends on a count, which it shows as `%(n)s`."""
    return Text(singular, (("n", n), *values.items()), plural)


def named(words: str) -> Text:
    """Words from our own tables in data/, to be translated whole: the name of a treatment, the label of a standard."""
    return Text(words.replace("%", "%%"))


def in_turn(sentences: "Iterable[Text]") -> Text:
    """Sentences one after the other, as one text."""
    parts = {f"part_{n}": sentence for n, sentence in enumerate(sentences)}
    return Text(" ".join(f"%({name})s" for name in parts), tuple(parts.items()))


def as_share(value: float | None) -> Quantity:
    """A part of a whole, 0 to 1: "82.2%". None, where there is nobody to count, is a dash."""
    return Quantity(value, "share")


def as_people(value: float) -> Quantity:
    """A number of people in a sentence: "334.4 million", "41,200"."""
    return Quantity(value, "people")


def as_count(low: float, high: float | None = None) -> Quantity:
    """A whole number, or a range of them: "3,220", "26 to 65"."""
    return Quantity(_ends(low, high), "count")


def as_number(value: float, digits: int = 1) -> Quantity:
    """A bare number with at most so many decimals: "0.25"."""
    return Quantity((value, digits), "number")


def as_whole_minutes(value: float | None) -> Quantity:
    """Minutes or miles of a table, whole and without the word: "118". Infinity is "no road", None a dash."""
    return Quantity(value, "whole")


def as_miles(low: float, high: float | None = None) -> Quantity:
    """Statute miles, or a range, with the word: "4.5 miles", "3 to 5 miles". Infinity is "no road"."""
    return Quantity(_ends(low, high), "miles")


def as_minutes(low: float, high: float | None = None) -> Quantity:
    """Estimated minutes, or a range, rounded to five, with the word: "10 to 15 minutes". Infinity is "no road"."""
    return Quantity(_ends(low, high), "minutes")


def as_hours(low: float, high: float | None = None) -> Quantity:
    """Hours, or a range, with the word: "2.5 hours", "3 to 6 hours". Infinity is "no road"."""
    return Quantity(_ends(low, high), "hours")


def as_usd(low: float, high: float | None = None) -> Quantity:
    """Whole US dollars, or a range: "$1,240", "$38 to $94"."""
    return Quantity(_ends(low, high), "usd")


def as_month(day: date) -> Quantity:
    """The month of a day: "January 2026"."""
    return Quantity(day, "month")


def as_brief_date(said: object) -> Quantity:
    """The month of a day, or the year where no month is known, as briefly as it can be written: "Jan 2026"."""
    return Quantity(said, "brief_date")


def as_list(items: Iterable["Text | Quantity | str"]) -> Quantity:
    """Items joined by commas: "ivig, rituximab"."""
    return Quantity(tuple(items), "list")


def as_either(items: Iterable["Text | Quantity | str"]) -> Quantity:
    """Items of which any one will do: "hospital, infusion center, or doctor's office"."""
    return Quantity(tuple(items), "either")


def _ends(low: float, high: float | None) -> Any:
    return low if high is None else (low, high)
