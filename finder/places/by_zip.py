"""The place that a ZIP code in a text means, if the city and the state beside it agree."""

from dataclasses import replace

from finder.domain.geo import miles_between
from finder.domain.names import plain
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.errors import InputError
from finder.places.by_name import ByName
from finder.places.choosing import most_people_first
from finder.places.grammar import read_name
from finder.places.names import STATE_CITIES, city_key
from finder.places.notes import zip_street_note
from finder.places.zip_places import MOST_SUGGESTED, ZipPlaces
from finder.places.zip_text import ZipText
from finder.text import Text, in_turn, text

# A city typed next to a ZIP code: more than 50 miles away, one of the two is a mistake; within 5, the ZIP code may go by that
# name.
_ZIP_BELONGS_MI = 50.0
_SAME_NAME_MI = 5.0
# A city of another state than the ZIP code's that is this near is its other half, across the state line (Bristol, Kansas City).
_ACROSS_A_LINE_MI = 10.0


class ByZip:
    """Finds places by ZIP code. Every method that answers raises PlaceAmbiguous or PlaceNotFound if it cannot."""

    def __init__(self, zips: ZipPlaces, names: ByName) -> None:
        self._zips, self._names = zips, names

    def find(self, query: str, found: tuple[ZipText, ...]) -> Place:
        """The place of the one ZIP code of a text; the reader is asked about several."""
        if len(found) == 1:
            return self._find(query, found[0])
        known = [self._zips.place(query, row) for z in found if (row := self._zips.row(z.code)) is not None]
        if len(known) < 2:
            return self._find(query, next((z for z in found if self._zips.is_known(z.code)), found[0]))
        raise PlaceAmbiguous(query, sorted(known, key=most_people_first))

    def _find(self, query: str, written: ZipText) -> Place:
        row = self._zips.row(written.code)
        if row is None:
            return self._without_zip(query, written)
        if not written.around:
            return self._zips.place(query, row, _note(written))
        name = read_name(written.around)
        city = self._zips.mail_name(row, name.words)
        state = name.state if self._names_a_state(written.around, name.words, name.state) else ""
        if state and not self._zips.reaches_into(row, state) and not self._is_its_city(row, written.around):
            places = self._names.cities_at_end(query, written.around, state)
            if not any(miles_between(p.point, self._zips.point(row)) <= _ACROSS_A_LINE_MI for p in places):
                raise self._not_there(query, row, STATE_NAMES[state], places)
            place = self._zips.place(query, row)
            note = text("ZIP code %(zip)s is in %(place)s.", zip=place.zip, place=place.label.partition(", ")[2])
            return replace(place, note=in_turn([note, *filter(None, [_note(written)])]))
        named = city or self._city_beside(query, row, written.around, state)
        return self._zips.place(query, row, _note(written), named)

    def _without_zip(self, query: str, written: ZipText) -> Place:
        """The city beside a ZIP code that is not known."""
        refused = self._zips.unknown(written.code)
        if self._zips.elsewhere(written.code) or not plain(written.around):
            raise refused
        try:
            place = self._names.find(query, written.around)
        except PlaceAmbiguous as several:
            raise PlaceNotFound(refused.what, refused.advice, several.candidates[:MOST_SUGGESTED]) from None
        except InputError:
            raise refused from None
        note = text(
            "We couldn't find ZIP code %(zip)s, so we measure from the middle of %(city)s.", zip=written.code, city=place.label
        )
        return replace(place, note=note)

    def _names_a_state(self, around: str, words: tuple[str, ...], state: str) -> bool:
        """Whether a state was meant: "I live in 59718" has the letters of Indiana, and "12 Elm Ct 59718" those of Connecticut.

        Two letters after words that are no city, small or after a house number, are a word or a street.
        """
        if not state or not words or plain(around).split()[-1] != state.lower() or "," in around:
            return bool(state)
        if words[0][0].isdigit():
            return bool(self._names.cities_at_end("", " ".join(words), state))
        return state in around or bool(self._names.cities_at_end("", " ".join(words), ""))

    def _is_its_city(self, row: int, around: str) -> bool:
        """Whether the name of a state is that of the city here: "New York 10118" and "Washington 20001"."""
        return city_key(around) in STATE_CITIES and bool(self._zips.mail_name(row, [around]))

    def _city_beside(self, query: str, row: int, around: str, state: str) -> str:
        """The city typed next to a ZIP code, if it is there; empty if no such city is known. Raises if it is far away."""
        here = self._zips.point(row)
        places = self._names.cities_at_end(query, around, state or self._zips.state(row))
        if not places and not state:
            places = self._names.cities_called(query, around)
        if not places:
            return ""
        nearest = min(places, key=lambda place: miles_between(place.point, here))
        miles = miles_between(nearest.point, here)
        if miles <= _ZIP_BELONGS_MI:
            return nearest.city if miles <= _SAME_NAME_MI and nearest.state == self._zips.state(row) else ""
        places.sort(key=most_people_first)
        raise self._not_there(query, row, places[0].label, places)

    def _not_there(self, query: str, row: int, other: str, meant: list[Place]) -> PlaceNotFound:
        place = self._zips.place(query, row)
        here = f"{place.city}, {STATE_NAMES[place.state]}"
        where = text("ZIP code %(zip)s is in %(place)s, not in %(other)s.", zip=place.zip, place=here, other=other)
        return PlaceNotFound(where, text("Check the ZIP code and the city."), [place, *meant][:MOST_SUGGESTED])


def _note(written: ZipText) -> Text | None:
    """How the ZIP code was read, and that a street was not."""
    notes = []
    if written.typed:
        notes.append(text("We read “%(typed)s” as ZIP code %(zip)s.", typed=written.typed, zip=written.code))
    if written.has_number:
        notes.append(zip_street_note(written.code))
    return in_turn(notes) if len(notes) > 1 else next(iter(notes), None)
