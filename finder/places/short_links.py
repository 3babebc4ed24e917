"""Links of maps whose path is a code for a place or has its name: OpenStreetMap's, Waze's, MapQuest's, and Plus Codes'.

A short link of OpenStreetMap has the bits of longitude and latitude in turn, six a letter (rails/osm `lib/short_link.rb`); one
of Waze has a geohash, five bits a letter (Niemeyer 2008), after the letter h.
"""

import re
from urllib.parse import unquote

from finder.places.plus_codes import find_plus_code

_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_QUADTILES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~"
# Fewer letters are an area of several miles.
_FEWEST_LETTERS = 5
_OSM = re.compile(r"/go/([\w~@]+)-*/?")
_WAZE = re.compile(rf"/ul/h([{_GEOHASH}]+)/?")
_IN_A_STATE = re.compile(r"/us/([a-z-]+)/([a-z-]+?)(?:-\d+)?/?", re.IGNORECASE)


def said_in_path(host: str, path: str) -> str:
    """The coordinates, Plus Code, or name that the path of a link has; empty if it is not a link of these kinds."""
    if (found := _OSM.fullmatch(path)) and re.search(r"(?:^|\.)(?:osm|openstreetmap)\.org$", host):
        return _middle(found[1].replace("@", "~"), _QUADTILES)
    if (found := _WAZE.fullmatch(path)) and re.search(r"(?:^|\.)waze\.com$", host):
        return _middle(found[1], _GEOHASH)
    if (found := _IN_A_STATE.fullmatch(path)) and "mapquest" in host:
        return f"{found[2]}, {found[1]}".replace("-", " ")
    last = unquote(path).rstrip("/").rpartition("/")[2]
    return last if find_plus_code(last) else ""


def _middle(letters: str, alphabet: str) -> str:
    """The middle of the area of a code whose bits halve the longitudes and the latitudes in turn; empty for a large area."""
    if len(letters) < _FEWEST_LETTERS:
        return ""
    ranges = [[-180.0, 180.0], [-90.0, 90.0]]
    width = len(alphabet).bit_length() - 1
    bits = "".join(f"{alphabet.index(letter):0{width}b}" for letter in letters)
    for at, bit in enumerate(bits):
        halved = ranges[at % 2]
        halved[0 if bit == "1" else 1] = sum(halved) / 2
    lon, lat = (sum(ends) / 2 for ends in ranges)
    return f"{lat:.6f}, {lon:.6f}"
