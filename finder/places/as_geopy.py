"""The gazetteer as a geopy geocoder without any network, for code that works with those. The finder itself needs none."""

from geopy.adapters import URLLibAdapter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from finder.domain.place import PlaceAmbiguous
from finder.errors import InputError
from finder.places.gazetteer import Gazetteer


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """A geopy geocoder over a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(scheme="https", adapter_factory=URLLibAdapter)
        self._gazetteer = gazetteer

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: object = None) -> Location | list[Location] | None:
        """Return a Location, all of them, or None, as geopy specifies. `raw` holds the Place. There is nothing to time out."""
        del timeout
        try:
            place = self._gazetteer.find(query)
            places = [place, *place.alternatives]
        except PlaceAmbiguous as several:
            places = list(several.candidates)
        except InputError:
            return None
        found = [Location(p.label, (p.point.lat_deg, p.point.lon_deg), {"place": p}) for p in places]
        return found[0] if exactly_one else found
