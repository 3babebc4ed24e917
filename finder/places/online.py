"""Online street geocoders: off by default, chosen by name, and only for addresses.

An operator who turns one on sends the addresses that patients type to a third party, and the pages say so. ZIP codes,
cities, and coordinates never leave the machine, because the gazetteer knows them.
"""

import json
import logging
import re
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderNotFound, GeocoderQueryError, GeopyError
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from finder.domain.geo import Point
from finder.domain.place import Place
from finder.errors import QueryError, ServiceError
from finder.services.breaker import Breaker, NoAnswer
from finder.services.http import Answer, HttpService
from finder.text import text

# From the first byte sent to the last byte read. A patient waits for it.
TIMEOUT_S = 5.0
# An answer takes a few kB.
MAX_BYTES = 1_000_000
USER_AGENT = "infusion-access-finder"
# geopy logs complete queries, which are patients' addresses.
logging.getLogger("geopy").disabled = True


class GuardedAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """How geopy reaches a service: in a total time, up to MAX_BYTES, by a few callers at once, and without redirects."""

    def __init__(self, *, proxies: Mapping[str, str] | None, ssl_context: ssl.SSLContext) -> None:
        """`proxies` are those of the system if None."""
        self.breaker = Breaker()
        self._proxies = getproxies() if proxies is None else proxies
        self._ssl = ssl_context
        self._services: dict[str | None, HttpService] = {}

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """See geopy's BaseAdapter. Also raises NoAnswer and ValueError."""
        return json.loads(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """See geopy's BaseAdapter. Also raises NoAnswer and ValueError."""
        answer = self._fetch(url, time.monotonic() + timeout, headers)
        if answer.status != 200:
            raise AdapterHTTPError("", status_code=answer.status, headers={}, text=None)
        return answer.body.decode()

    def _fetch(self, url: str, until: float, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        proxy = None if proxy_bypass(parts.netloc) else self._proxies.get(parts.scheme)
        if proxy not in self._services:
            self._services[proxy] = HttpService(proxy, ssl_context=self._ssl)
        return self._services[proxy].fetch(url, until, MAX_BYTES, headers=headers)


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
        return CensusGeocoder(user_agent=USER_AGENT, timeout=TIMEOUT_S, adapter_factory=GuardedAdapter)
    try:
        made: Geocoder = get_geocoder_for_service(name)(
            user_agent=USER_AGENT, timeout=TIMEOUT_S, adapter_factory=GuardedAdapter
        )
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
        with geocoder.adapter.breaker.attempt():
            return _asked(geocoder, query, in_country)
    except Exception:
        # Whatever goes wrong is the service's failure, not the patient's. The cause contains the address, so it is dropped.
        raise ServiceError(
            text("The online address service didn't answer."), text("We looked up the place offline instead.")
        ) from None


def _asked(geocoder: Geocoder, query: str, in_country: Callable[[Point], bool]) -> Place | None:
    """See find_address. Raises NoAnswer for all that the service does wrong, and GeocoderQueryError if it refuses the query."""
    try:
        found = geocoder.geocode(query)
        if found is None or not _same_house(query, str(found.address)):
            return None
        point = Point(float(found.latitude), float(found.longitude))
        return Place(query, str(found.address), point, "address") if in_country(point) else None
    except (NoAnswer, GeocoderQueryError):
        raise
    except Exception:
        raise NoAnswer from None


def _same_house(asked: str, answered: str) -> bool:
    """Whether an answer repeats the house number. Services fall back to a street or town without saying so."""
    house, *_ = [*re.findall(r"\d+", asked), ""]
    return house in re.findall(r"\d+", answered)
