"""Online street geocoders: off by default, chosen by name, and only for addresses.

An operator who turns one on sends the addresses that patients type to a third party, and the pages say so. ZIP codes,
cities, and coordinates never leave the machine, because the gazetteer knows them.
"""

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderNotFound, GeopyError
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from finder.domain.geo import Point
from finder.domain.place import Place
from finder.errors import QueryError, ServiceError
from finder.text import text

TIMEOUT_S = 5.0
USER_AGENT = "infusion-access-finder"
# geopy logs complete queries, which are patients' addresses. With its default adapter, urllib3 would log them, too.
logging.getLogger("geopy").disabled = True
ADAPTER = URLLibAdapter


class CensusGeocoder(Geocoder):  # type: ignore[misc]
    """The US Census Bureau's address geocoder (geocoding.geo.census.gov). It needs no key, but a house number and a street."""

    api_path = "https://geocoding.geo.census.gov/geocoder/locations/onelineaddress"

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """Return a Location, a list of them, or None, as geopy specifies."""
        params = {"address": query, "benchmark": "Public_AR_Current", "format": "json"}
        return self._call_geocoder(
            f"{self.api_path}?{urlencode(params)}", lambda answer: self._parse(answer, exactly_one), timeout=timeout
        )

    def _parse(self, answer: dict[str, Any], exactly_one: bool) -> Any:
        found = [
            Location(m["matchedAddress"], (m["coordinates"]["y"], m["coordinates"]["x"]), m)
            for m in answer["result"]["addressMatches"]
        ]
        if exactly_one:
            return found[0] if found else None
        return found or None


def online_geocoder(name: str) -> Geocoder:
    """A geocoder by name: `census`, or one of geopy's that needs no key (`nominatim`, `photon`, `arcgis`, ...)."""
    if name == "census":
        return CensusGeocoder(user_agent=USER_AGENT, timeout=TIMEOUT_S, adapter_factory=ADAPTER)
    try:
        made: Geocoder = get_geocoder_for_service(name)(user_agent=USER_AGENT, timeout=TIMEOUT_S, adapter_factory=ADAPTER)
    except (GeocoderNotFound, TypeError, GeopyError) as error:
        raise QueryError(
            text("%(name)s is not an available geocoder.", name=repr(name)),
            text("Use census, nominatim, photon, or arcgis, or leave it out."),
        ) from error
    return made


def find_address(geocoder: Geocoder, query: str, in_country: Callable[[Point], bool]) -> Place | None:
    """The place of an address; None if the service knows it only to the street or town, or outside the country.

    Raises ServiceError, which never repeats the address.
    """
    try:
        found = geocoder.geocode(query)
        if found is None or not _same_house(query, str(found.address)):
            return None
        point = Point(float(found.latitude), float(found.longitude))
        return Place(query, str(found.address), point, "address") if in_country(point) else None
    except Exception:
        # Whatever goes wrong is the service's failure, not the patient's. The cause contains the address, so it is dropped.
        raise ServiceError(
            text("The online address service didn't answer."), text("We looked up the place offline instead.")
        ) from None


def _same_house(asked: str, answered: str) -> bool:
    """Whether an answer repeats the house number. Services fall back to a street or town without saying so."""
    house, *_ = [*re.findall(r"\d+", asked), ""]
    return house in re.findall(r"\d+", answered)
