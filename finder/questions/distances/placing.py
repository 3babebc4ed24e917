"""A row of a list of origins -> where it is, or the reason why that is not known. No row is dropped, and none is guessed."""

from dataclasses import dataclass, replace

import numpy as np

from finder.domain.arrays import Mask
from finder.domain.geo import Point, PointSet, miles_between
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound, Spread
from finder.domain.zip_code import read_zip
from finder.errors import InputError
from finder.files.csv_rows import Record
from finder.places.chain import PlaceFinder
from finder.places.coordinates import HOW_TO_WRITE, point_of_cells
from finder.questions.distances.headings import Headings
from finder.text import Text, as_miles, in_turn, text

# Coordinates this far from the ZIP code beside them are used, with a note: one of the two is a mistake.
FAR_FROM_ZIP_MI = 50.0
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row is. Without a `point`, `reason` says why. `precision` is coordinates, zip, city, or address."""

    point: Point | None = None
    label: str = ""
    precision: str = ""
    spread: Spread | None = None
    note: Text | None = None
    reason: Text | None = None


def unread(record: Record, headings: Headings) -> Text | None:
    """Why the cells of a record can't be told apart; None if they can."""
    if record.cells is None:
        return text("A quotation mark is missing or misplaced.")
    if headings.has_more(record.cells):
        found, wanted = len(record.cells), len(headings.echoed)
        return text("The row has %(found)s cells instead of %(wanted)s.", found=found, wanted=wanted)
    return None


def in_country(places: PlaceFinder, points: list[Point]) -> Mask:
    """Which points are in the country, or just off its shore; shape (points,)."""
    found = PointSet.of(points)
    spots, row = np.unique(np.column_stack([found.lat_deg, found.lon_deg]), axis=0, return_inverse=True)
    inside: Mask = places.gazetteer.each_in_country(PointSet(spots[:, 0], spots[:, 1]))[row.ravel()]
    return inside


def outside(places: PlaceFinder, point: Point) -> Text:
    """That a point is not in the country, and which one it may stand for if its numbers are swapped or lost a sign."""
    try:
        places.find(point.written)
    except InputError as refused:
        return said(refused)
    return text("These coordinates are not in the United States.")


def said(refused: InputError) -> Text:
    """What is wrong with a place and what to do, with the places that may be meant."""
    if isinstance(refused, PlaceAmbiguous):
        return in_turn([refused.what, *_named(refused.candidates), refused.advice])
    meant = refused.suggestions if isinstance(refused, PlaceNotFound) else ()
    return in_turn([refused.what, refused.advice, *_named(meant)])


def _named(places: tuple[Place, ...]) -> list[Text]:
    if not places:
        return []
    labels = [f"{p.label} ({p.county})" if p.county and p.precision == "city" else p.label for p in places]
    named, more = "; ".join(labels[:_MOST_NAMED]), len(labels) - _MOST_NAMED
    if more > 0:
        return [text("Did you mean one of these? %(places)s; and %(n)s more.", places=named, n=more)]
    return [text("Did you mean: %(places)s?", places=named)]


def _noted(origin: Origin, note: Text) -> Origin:
    """An origin with a note before its own."""
    return replace(origin, note=in_turn([note, origin.note]) if origin.note else note)


class Placing:
    """Places the rows of one batch. What was looked up is forgotten with it."""

    def __init__(self, headings: Headings, places: PlaceFinder) -> None:
        self._headings, self._places = headings, places
        self._known: dict[tuple[str, str], Origin] = {}

    def origins(self, batch: list[Record]) -> list[Origin]:
        """Where each row is."""
        origins = [self._origin(record) for record in batch]
        rows = [n for n, origin in enumerate(origins) if origin.point and origin.precision == "coordinates"]
        if rows:
            points = [point for n in rows if (point := origins[n].point)]
            for n, point, inside in zip(rows, points, in_country(self._places, points).tolist(), strict=True):
                if not inside:
                    origins[n] = self._instead(batch[n], outside(self._places, point))
        return origins

    def _origin(self, record: Record) -> Origin:
        if (reason := unread(record, self._headings)) or record.cells is None:
            return Origin(reason=reason)
        lat, lon, zip_code = (self._headings.cell(record.cells, column) for column in ("lat", "lon", "zip"))
        if not ({"lat", "lon"} <= set(self._headings.at) and (lat or lon)):
            return self._without_coordinates(record)
        try:
            return self._at(lat, lon, zip_code)
        except InputError as refused:
            return self._instead(record, said(refused))

    def _without_coordinates(self, record: Record) -> Origin:
        zip_code, place = (self._headings.cell(record.cells or (), column) for column in ("zip", "place"))
        if (zip_code, place) not in self._known:
            try:
                self._known[zip_code, place] = self._look_up(zip_code, place)
            except InputError as refused:
                self._known[zip_code, place] = Origin(reason=said(refused))
        return self._known[zip_code, place]

    def _instead(self, record: Record, why: Text) -> Origin:
        """A row whose coordinates can't be used by its ZIP code or place, with a note; why, if it has none that can be."""
        other = self._without_coordinates(record)
        if other.point is None:
            return Origin(reason=why)
        return _noted(other, text("The coordinates were not used. %(why)s", why=why))

    def _at(self, lat: str, lon: str, zip_code: str) -> Origin:
        if not (lat and lon):
            raise PlaceNotFound(text("The row has only one of latitude and longitude."), HOW_TO_WRITE)
        point = point_of_cells(lat, lon)
        return Origin(point, point.written, "coordinates", note=self._beside(point, read_zip(zip_code)))

    def _beside(self, point: Point, code: str) -> Text | None:
        """That coordinates are far from the ZIP code beside them; None if they are not, or there is no such ZIP code."""
        other = self._places.gazetteer.zip_place(code) if code else None
        miles = miles_between(point, other.point) if other else 0.0
        if miles <= FAR_FROM_ZIP_MI:
            return None
        return text(
            "ZIP code %(zip)s is %(distance)s from these coordinates, which were used.", zip=code, distance=as_miles(miles)
        )

    def _look_up(self, zip_code: str, place: str) -> Origin:
        if not (zip_code or place):
            return Origin(reason=text("The row has no ZIP code, coordinates, or place."))
        code = read_zip(zip_code)
        if zip_code and not code:
            why = text("%(written)s is not a ZIP code of five digits.", written=f"“{zip_code[:40]}”")
            return _noted(self._look_up("", place), why) if place else Origin(reason=why)
        # Together, because a ZIP code and a city that contradict each other are refused. A ZIP code alone needs no reading.
        known = None if place else self._places.gazetteer.zip_place(code)
        found = known or self._places.find(", ".join(filter(None, [place, code])))
        precision = "coordinates" if found.precision == "device" else found.precision
        spread = self._places.gazetteer.spreads.of(found)
        # A point from a text has been found to be in the country, and is only labeled here.
        origin = Origin(found.point, found.label, precision, spread, found.note)
        return replace(origin, label=found.query[:200]) if found.precision == "device" else origin
