"""Sentences for people, kept translatable until the edge that shows them.

The core writes `text("No center within %(miles)s miles.", miles=60)`. The command line shows `str(...)`, in English;
the web asks gettext for the template first. `pybabel extract -k text -k text_n:1,2` finds every sentence.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence with named places for values; `plural` stands in when `values["n"]` is not 1."""

    template: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None

    def __str__(self) -> str:
        one = self.plural is None or dict(self.values).get("n") == 1
        return (self.template if one else self.plural or "") % {key: _written(value) for key, value in self.values}


def _written(value: Any) -> Any:
    """Whole numbers with their thousands apart, days as "March 2, 2024"."""
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    return f"{value:,}" if type(value) is int else value


def text(template: str, **values: Any) -> Text:
    """A sentence. Values may be numbers, strings, days or other sentences; a literal per cent sign is written `%%`."""
    return Text(template, tuple(values.items()))


def text_n(singular: str, plural: str, n: int, **values: Any) -> Text:
    """A sentence that depends on a count, which it shows as `%(n)s`."""
    return Text(singular, (("n", n), *values.items()), plural)


def named(words: str) -> Text:
    """Words of our own tables in data/, translated as they stand: the name of a treatment, the label of a standard."""
    return Text(words.replace("%", "%%"))


_MONTHS = (
    *(text("January"), text("February"), text("March"), text("April"), text("May"), text("June")),
    *(text("July"), text("August"), text("September"), text("October"), text("November"), text("December")),
)


def month(day: date) -> Text:
    """The month of a day: "March 2024"."""
    return text("%(month)s %(year)s", month=_MONTHS[day.month - 1], year=f"{day:%Y}")
