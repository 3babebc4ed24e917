"""One way to a place: an online street geocoder if one is configured and there is a street, the gazetteer always."""

import dataclasses

from geopy.geocoders.base import Geocoder

from finder.domain.geo import miles_between
from finder.domain.place import Place
from finder.errors import ServiceError
from finder.places.gazetteer import Gazetteer
from finder.places.online import find_address
from finder.places.suggest import Suggestions
from finder.text import Text, text

# An answer this far from the ZIP or city that was typed is about another address.
_TOO_FAR_MI = 50.0


class PlaceFinder:
    """What was typed, resolved. Errors are those of the gazetteer: it has the last word."""

    def __init__(self, gazetteer: Gazetteer, online: Geocoder | None = None) -> None:
        self.gazetteer = gazetteer
        self._online = online
        self._suggestions = Suggestions(gazetteer.zips, gazetteer.towns)

    @property
    def asks_online(self) -> bool:
        """Whether an address that is typed leaves this machine."""
        return self._online is not None

    def suggest(self, typed: str) -> list[str]:
        """Places that what was typed so far may become."""
        return self._suggestions.after(typed)

    def find(self, query: str) -> Place:
        """The one place that was meant; see Gazetteer.find for what is raised."""
        on_board = self.gazetteer.find(query)
        # A note says that less was used than was typed. Only a house in a street is worth asking a service for.
        if self._online is None or on_board.note is None or not any(map(str.isdigit, on_board.query)):
            return on_board
        try:
            exact = find_address(self._online, on_board.query, self.gazetteer.in_country)
        except ServiceError as failed:
            return _with_reason(on_board, failed.what)
        if exact is None or miles_between(exact.point, on_board.point) > _TOO_FAR_MI:
            return _with_reason(on_board, text("The online address service does not know this address."))
        return dataclasses.replace(exact, zip=on_board.zip or self.gazetteer.nearest_zip(exact.point)[0])


def _with_reason(place: Place, why: Text) -> Place:
    """The place with a note that tells first why no street was found."""
    return dataclasses.replace(place, note=text("%(why)s %(then)s", why=why, then=place.note))
