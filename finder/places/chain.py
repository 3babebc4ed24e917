"""The way from text to a place: the gazetteer, and an online street geocoder if one is configured and a street was typed."""

import dataclasses
import re
from typing import TYPE_CHECKING

from finder.domain.geo import miles_between
from finder.domain.place import Place, PlaceNotFound
from finder.errors import ServiceError
from finder.places.choosing import chosen
from finder.places.gazetteer import Gazetteer
from finder.places.listed import ListedPlaces
from finder.places.notes import is_partly_unknown, tells_of_a_street
from finder.places.suggest import Suggestions
from finder.reference.reference import Reference
from finder.text import Text, text

if TYPE_CHECKING:
    # HTTP takes a while to load, so `online` and geopy are imported only where an online geocoder was asked for.
    from geopy.geocoders.base import Geocoder

# An answer this far from the ZIP code or city that was typed is for a different address.
_TOO_FAR_MI = 50.0
# "12 Elm St", "350 5th Ave", "N7123 County Road A", or any of them after a comma; but not "406 555 0100".
_HOUSE = re.compile(r"(?:^|,)\s*[NSEW]?\d+\w*(?:-\d+)?\s+(?:[^\W\d]|\d+(?:st|nd|rd|th)\b)", re.IGNORECASE)


class PlaceFinder:
    """Resolves what was typed. All errors are those of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer, online: "Geocoder | None" = None, listed: ListedPlaces | None = None) -> None:
        """`listed` knows the centers of a directory by name."""
        self.gazetteer = gazetteer
        self._online = online
        self._listed = listed
        self._suggestions = Suggestions(gazetteer.zips, gazetteer.towns)

    @property
    def asks_online(self) -> bool:
        """Whether a typed address is sent to another machine."""
        return self._online is not None

    def suggest(self, typed: str) -> list[str]:
        """Places that match what was typed so far."""
        return self._suggestions.after(typed)

    def find(self, query: str) -> Place:
        """The place that was meant. Raises what Gazetteer.find raises."""
        offline = self._offline(query)
        # Only a house number in a street that was not looked up is worth asking a service about.
        if self._online is None or not (tells_of_a_street(offline.note) and _HOUSE.search(offline.query)):
            return offline
        from finder.places.online import find_address

        try:
            exact = find_address(self._online, offline.query, self.gazetteer.in_country)
        except ServiceError as failed:
            return _with_reason(offline, failed.what)
        if exact is None or miles_between(exact.point, offline.point) > _TOO_FAR_MI:
            return _with_reason(offline, text("The online address service doesn't know this address."))
        code = offline.zip or self.gazetteer.nearest_zip(exact.point)[0]
        return dataclasses.replace(exact, zip=code, city=offline.city, state=offline.state)

    def _offline(self, query: str) -> Place:
        """What the tables or the directory know. A place of the tables comes first if they know the whole text."""
        try:
            place = self.gazetteer.find(query)
        except PlaceNotFound:
            if listed := self._listed_as(query):
                return chosen(query, listed)
            raise
        listed = self._listed_as(query) if is_partly_unknown(place.note) else []
        return chosen(query, listed) if listed else place

    def _listed_as(self, query: str) -> list[Place]:
        return self._listed.find(query, self.gazetteer.spreads) if self._listed else []


def make_places(reference: Reference, geocoder: str | None = None, listed: ListedPlaces | None = None) -> PlaceFinder:
    """Make what turns text into places. `geocoder` names an online street geocoder; None keeps every place on this machine."""
    gazetteer = Gazetteer.over(reference)
    if not geocoder:
        return PlaceFinder(gazetteer, listed=listed)
    from finder.places.online import online_geocoder

    return PlaceFinder(gazetteer, online_geocoder(geocoder), listed)


def _with_reason(place: Place, why: Text) -> Place:
    """The place, with a note that first says why the street was not found."""
    return dataclasses.replace(place, note=text("%(why)s %(then)s", why=why, then=place.note))
