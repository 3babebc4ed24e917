"""The cards of a list: what a card says of a location is kept (fragments.py), and what is of this reader fills its slots.

The list is put together here and not in the template, which would call five macros for each card of each page.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from finder.access.burden import Burden
from finder.access.ranking import Option
from finder.domain.facility import ServicePoint
from finder.questions.search.option_words import year_hours
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.web.fragments import PartOf, parts_of_request
from finder.web.language import the_writer
from finder.wording.writer import Writer


@dataclass(frozen=True, slots=True)
class Macros:
    """The page's macros: the card of an option with its slots, and what few cards have, which fills a slot.

    `notes` are those of an option, `hard` is what counts against a day trip, and `spot` says what is not known of a position.
    """

    card: Callable[[Option], Markup]
    notes: Callable[[Option], Markup]
    hard: Callable[[Burden], Markup]
    spot: Callable[[ServicePoint], Markup]


class Cards:
    """The cards of a result; the locations in `ticked` are checked."""

    def __init__(self, result: SearchResult, ticked: frozenset[str]) -> None:
        self._result, self._ticked, self._words = result, ticked, the_writer()

    def __call__(self, options: Sequence[Option], **macros: Callable[..., Markup]) -> Markup:
        """The cards of some of its options, by the macros of the page (see Macros)."""
        return Markup("").join(self._filled(options, parts_of_request(), Macros(**macros)))

    def _filled(self, options: Sequence[Option], part: PartOf, macros: Macros) -> Iterator[Markup]:
        result = self._result
        treatment, on = result.therapy.id if result.therapy else "", result.query.on
        for o in options:
            # A part is written for one reader and shown to others, so it has nothing of a place or a trip in it.
            key = ("card", o.point.id, treatment, on, o.trip.by_road, result.regimen if o.burden else None)
            yield part(key, partial(macros.card, o)).filled(self._slots(o) | _some(o, macros))

    def _slots(self, option: Option) -> dict[str, str]:
        """What a card says of the drive there, and whether it was ticked."""
        words = self._words
        minutes = words.time_brief(option)
        return {
            "rank": str(option.rank),
            "miles": words.distance_brief(option) if minutes else words.way(option),
            "minutes": f", {minutes}" if minutes else "",
            "checked": " checked" if option.point.id in self._ticked else "",
            **(_year(option.burden, words) if option.burden else {}),
        }


def _some(option: Option, macros: Macros) -> dict[str, str]:
    """What few cards have."""
    burden, position = option.burden, option.point.position
    found: dict[str, str] = {}
    if option.notes or option.unknown:
        found["notes"] = macros.notes(option)
    if burden and (burden.day.fits != "yes" or burden.day.long_drive):
        found["hard"] = macros.hard(burden)
    if position and position.precision != "address" and not option.same_area and not option.trip.spread:
        found["spot"] = macros.spot(option.point)
    return found


def _year(burden: Burden, words: Writer) -> dict[str, str]:
    """What depends on the drive of what a year takes, by the slots of the page's macro `burden`."""
    home, stay = burden.home, burden.stay
    filled = {
        "year_miles": words.miles(home.miles),
        "year_hours": words.hours(year_hours(home)),
        "year_cost": words.usd(home.mileage_cost_usd),
        "day_hours": words.span(burden.day.hours, 0),
        "reasons": "".join(f" {words.say(reason_words(reason))}" for reason in burden.day.reasons),
    }
    if stay:
        filled |= {
            "stay_miles": words.miles(stay.miles),
            "nights": words.span(stay.nights),
            "stay_hours": words.span(stay.hours, 0),
            "stay_cost": words.usd(stay.mileage_cost_usd),
        }
    return filled
