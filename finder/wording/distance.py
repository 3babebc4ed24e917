"""How far a location is, as exactly as that is known."""

from finder.access.own_area import is_measured
from finder.access.ranking import Option, Unsuitable
from finder.text import Text, as_miles, text
from finder.wording.vocabulary import UNREACHABLE

SAME_AREA = text("in your own ZIP code or town")


def distance_words(found: Option | Unsuitable) -> Text:
    """Miles; a range of them somewhere in the patient's own ZIP code or town; or that no road leads there."""
    if not found.trip.by_road:
        return UNREACHABLE
    miles = as_miles(found.trip.miles.low, found.trip.miles.high)
    if found.own is None:
        return text("%(miles)s", miles=miles)
    if not is_measured(found.trip, found.own):
        return SAME_AREA
    if found.own == "town":
        return text("in your own town: about %(miles)s", miles=miles)
    return text("in your own ZIP code: about %(miles)s", miles=miles)
