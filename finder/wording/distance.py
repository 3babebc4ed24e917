"""How far a location is, as exactly as that is known."""

from finder.access.burden import Trip
from finder.access.own_area import is_measured
from finder.access.ranking import Option, Unsuitable
from finder.domain.ferry import FerryTrip
from finder.domain.therapy import Span
from finder.text import Text, as_miles, text
from finder.wording import rounding
from finder.wording.vocabulary import UNREACHABLE

# On a long drive, a range narrower than this share of the miles says nothing that "about" does not.
_NARROW = 0.1
SAME_AREA = text("in your own ZIP code or town")


def distance_words(found: Option | Unsuitable) -> Text:
    """Miles, with a range where a spot is not known; the range in the patient's own area; or that no road leads there."""
    if found.trip.ferry:
        return ferry_words(found.trip.ferry)
    if not found.trip.by_road:
        return UNREACHABLE
    if found.own is None:
        return miles_words(found.trip)
    if not is_measured(found.trip, found.own):
        return SAME_AREA
    inside = _range(found.trip.miles)
    if found.own == "town":
        return text("in your own town: %(distance)s", distance=inside)
    return text("in your own ZIP code: %(distance)s", distance=inside)


def distance_brief(found: Option | Unsuitable) -> Text:
    """The same for a line of a list: "3.5 miles (0.5 to 13)"."""
    low, high = (rounding.half_miles(mi) for mi in (found.trip.miles.low, found.trip.miles.high))
    plain = found.trip.ferry is None and found.trip.by_road and found.own is None
    if plain and _says_estimate(found.trip) and low > 0:
        return text("%(miles)s (%(low)s to %(high)s)", miles=as_miles(found.trip.distance_mi), low=low, high=high)
    return distance_words(found)


def ferry_words(trip: FerryTrip) -> Text:
    """The miles of both parts of a trip over a ferry."""
    water, road = as_miles(max(1, round(trip.water_mi))), as_miles(trip.road_mi)
    return text("by ferry: about %(water)s over water and %(road)s by road", water=water, road=road)


def miles_words(trip: Trip) -> Text:
    """The miles of a trip by road, and what they may be: "4.5 miles", "about 8 miles (2 to 15)", "at most about 3 miles"."""
    low, about, high = (rounding.half_miles(mi) for mi in (trip.miles.low, trip.distance_mi, trip.miles.high))
    miles = as_miles(trip.distance_mi)
    if low == high:
        return text("%(miles)s", miles=miles)
    if not _says_estimate(trip):
        return _range(trip.miles) if about < 1 else text("about %(miles)s", miles=miles)
    if low == 0:
        return text("about %(miles)s (at most %(high)s)", miles=miles, high=high)
    return text("about %(miles)s (%(low)s to %(high)s)", miles=miles, low=low, high=high)


def _says_estimate(trip: Trip) -> bool:
    """Whether both an estimate and a range of the miles say something."""
    low, about, high = (rounding.half_miles(mi) for mi in (trip.miles.low, trip.distance_mi, trip.miles.high))
    return low < high and about >= 1 and trip.miles.high - trip.miles.low >= _NARROW * trip.distance_mi


def _range(miles: Span) -> Text:
    """A range of miles without an estimate. Nobody travels "0 to 2 miles"."""
    if rounding.half_miles(miles.low) == 0:
        return text("at most about %(miles)s", miles=as_miles(miles.high))
    return text("about %(miles)s", miles=as_miles(miles.low, miles.high))
