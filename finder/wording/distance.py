"""How far a location is, as exactly as that is known."""

from finder.access.own_area import is_measured
from finder.access.ranking import Option, Unsuitable
from finder.text import Text, as_miles, text
from finder.wording import rounding
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
    # Nobody travels "0 to 2 miles".
    short = rounding.half_miles(found.trip.miles.low) == 0
    inside = (
        text("at most about %(miles)s", miles=as_miles(found.trip.miles.high))
        if short
        else text("about %(miles)s", miles=miles)
    )
    if found.own == "town":
        return text("in your own town: %(distance)s", distance=inside)
    return text("in your own ZIP code: %(distance)s", distance=inside)
