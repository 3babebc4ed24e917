"""What was typed for an island that the finder does not cover, and where its reader can turn."""

from collections.abc import Callable, Sequence
from functools import cached_property

from finder.domain.place import Place, PlaceNotFound
from finder.domain.territory import Territory
from finder.places.names import city_key
from finder.text import in_turn, text

COVERED = text("This finder covers the 50 states, DC, and Puerto Rico.")
_WHERE_TO_TURN = text(
    "Ask your doctor or your health plan where infusions are given there. For a place that is covered, type a ZIP code or a"
    " city and state."
)


class Territories:
    """Island territories by name, by town, and by ZIP code. The table is read when the first one is looked up."""

    def __init__(self, table: Callable[[], Sequence[Territory]]) -> None:
        self._read = table

    def of_zip(self, code: str) -> PlaceNotFound | None:
        """The refusal of a ZIP code of a territory; None for any other."""
        fits = [(len(p), t) for t in self._table for p in t.zip_prefixes if code.startswith(p)]
        return self._refused(code, max(fits, key=lambda fit: fit[0])[1]) if fits else None

    def named(self, written: str, rivals: Sequence[Place]) -> PlaceNotFound | None:
        """The refusal of a text that ends with the name of a territory, or is one of its towns or islands.

        None for any other text, and for a name that more people have in a place that is covered. `rivals` are these places.
        """
        key = city_key(written)
        for territory in self._table:
            for name in (territory.name, *territory.also_called):
                if f" {key}".endswith(f" {city_key(name)}"):
                    return self._refused(written, territory)
        if key not in self._by_town:
            parts = [part for part in written.split(",") if part.strip()]
            all_there = len(parts) > 1 and all(city_key(part) in self._by_town for part in parts)
            return self._refused(written, self._by_town[city_key(parts[-1])][1], rivals) if all_there else None
        people, territory = self._by_town[key]
        largest = max((place.population for place in rivals), default=0)
        return self._refused(written, territory, rivals) if people >= largest else None

    def _refused(self, written: str, territory: Territory, meant: Sequence[Place] = ()) -> PlaceNotFound:
        is_all_of_it = city_key(written) in map(city_key, (territory.name, *territory.also_called))
        what = text("%(place)s is an island territory.", place=written)
        if not is_all_of_it:
            what = text("%(place)s is in an island territory (%(territory)s).", place=written, territory=territory.name)
        return PlaceNotFound(in_turn([what, COVERED]), _WHERE_TO_TURN, meant)

    @cached_property
    def _table(self) -> Sequence[Territory]:
        return self._read()

    @cached_property
    def _by_town(self) -> dict[str, tuple[int, Territory]]:
        return {city_key(town): (people, t) for t in self._table for town, people in t.people.items()}
