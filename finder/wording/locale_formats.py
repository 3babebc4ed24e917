"""Days and lists in other locales, by Babel and CLDR. Loaded only where another language than English is served."""

from collections.abc import Sequence
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from finder.wording.formats import Formats


class LocaleFormats(Formats):
    """A locale whose numbers read as in the United States ("1,234.5"), with days and lists of its own."""

    def __init__(self, locale: str) -> None:
        self._locale = Locale.parse(locale)
        symbols = self._locale.number_symbols["latn"]
        if (symbols["decimal"], symbols["group"]) != (".", ","):
            raise ValueError(f"{locale} does not write numbers as in the United States")

    def day(self, value: date) -> str:
        """See Formats."""
        return format_date(value, "long", locale=self._locale)

    def weekday_and_day(self, value: date) -> str:
        """See Formats."""
        return format_skeleton("yMMMEd", value, locale=self._locale)

    def month(self, value: date) -> str:
        """See Formats."""
        return format_skeleton("yMMMM", value, locale=self._locale)

    def brief_month(self, value: date) -> str:
        """See Formats."""
        return format_skeleton("yMMM", value, locale=self._locale)

    def weekdays(self) -> Sequence[str]:
        """See Formats."""
        names = self._locale.days["stand-alone"]["wide"]
        return [str(names[n]) for n in range(7)]

    def joined(self, items: Sequence[str]) -> str:
        """See Formats."""
        return format_list(list(items), locale=self._locale)

    def either(self, items: Sequence[str]) -> str:
        """See Formats."""
        return format_list(list(items), style="or", locale=self._locale)
