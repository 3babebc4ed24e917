"""Suggestions while a place is being typed: ZIP codes by their first digits, cities by their first letters."""

from bisect import bisect_left
from functools import cached_property

from finder.domain.geography import TownTable, ZipTable
from finder.domain.names import plain
from finder.domain.states import SPANISH_NAMES, STATE_NAMES
from finder.places.names import city_key
from finder.places.spanish import CITIES

FEWEST_LETTERS = 2
MOST = 8


def _states(begun: str) -> set[str]:
    """States whose code or name begins with this; all of them if it is empty."""
    return {code for code, name in STATE_NAMES.items() if code.lower().startswith(begun) or plain(name).startswith(begun)}


def _spanish_states(begun: str) -> set[str]:
    """States whose Spanish name begins with this."""
    return {code for name, code in SPANISH_NAMES.items() if name.startswith(begun)}


class Suggestions:
    """Suggestions from the bundled tables, without any network. The index is made when it is first needed."""

    def __init__(self, zips: ZipTable, towns: TownTable) -> None:
        self._zips, self._towns = zips, towns

    def after(self, typed: str, most: int = MOST) -> list[str]:
        """Up to `most` labels that the gazetteer understands, the most populous first; none for too few letters."""
        before, _, behind = typed[:100].partition(",")
        words, state = plain(before), plain(behind)
        if len(words) < FEWEST_LETTERS:
            return []
        if words.isdigit():
            return self._codes(words, most)
        found = self._in_english(words, state) or self._in_spanish(words, state)
        ranked = sorted(set(found), key=lambda row: (-self._cities[row][2], self._cities[row][1]))
        return [self._cities[row][1] for row in ranked[:most]]

    def _in_english(self, words: str, state: str) -> list[int]:
        found = self._named(words, _states(state))
        if not state and " " in words:  # "springfield m" may become "Springfield, Missouri"
            name, _, last = words.rpartition(" ")
            found += self._called(name, _states(last))
        return found

    def _in_spanish(self, words: str, state: str) -> list[int]:
        """Rows by Spanish names, used if English names have none. A state alone ("carolina del n") gives its cities."""
        meant = [words, *(english for name, english in CITIES.items() if name.startswith(words))]
        found = [row for name in meant for row in self._named(name, _states(state) | _spanish_states(state))]
        if state:
            return found
        typed = words.split()
        for cut in range(1, len(typed)):
            found += self._called(" ".join(typed[:cut]), _spanish_states(" ".join(typed[cut:])))
        return found or self._named("", _spanish_states(words))

    def _codes(self, digits: str, most: int) -> list[str]:
        """ZIP codes that begin with these digits, the most populous first."""
        t = self._zips
        codes = self._sorted_codes
        first, end = bisect_left(codes, digits), bisect_left(codes, digits + ":")
        rows = sorted(range(first, end), key=lambda r: (-int(t.population[r]), codes[r]))
        return [f"{codes[r]}, {t.city[r]}, {STATE_NAMES[str(t.state[r])]}" for r in rows[:most]]

    @cached_property
    def _sorted_codes(self) -> list[str]:
        codes: list[str] = self._zips.zip.tolist()
        assert codes == sorted(codes)
        return codes

    def _named(self, words: str, states: set[str]) -> list[int]:
        """Cities of these states whose name begins with these words."""
        key = city_key(words)
        rows = range(bisect_left(self._keys, key), bisect_left(self._keys, key + "~")) if states else ()
        return [row for row in rows if self._cities[row][3] in states]

    def _called(self, name: str, states: set[str]) -> list[int]:
        """Cities of these states with exactly this name."""
        return [row for row in self._named(name, states) if self._keys[row] == city_key(name)]

    @cached_property
    def _keys(self) -> list[str]:
        return [key for key, _, _, _ in self._cities]

    @cached_property
    def _cities(self) -> list[tuple[str, str, int, str]]:
        """Key, label, people, and state of every city, sorted by key."""
        people: dict[tuple[str, str], int] = {}
        names: dict[tuple[str, str], str] = {}
        for table, name in ((self._zips, self._zips.city), (self._towns, self._towns.name)):
            found: dict[tuple[str, str], int] = {}
            for city, state, n in zip(name.tolist(), table.state.tolist(), table.population.tolist(), strict=True):
                where = (city_key(city), state)
                found[where] = found.get(where, 0) + n
                names[where] = city  # a town's own spelling comes last and is kept
            people |= {where: max(n, people.get(where, 0)) for where, n in found.items()}
        return sorted((key, f"{names[key, s]}, {STATE_NAMES[s]}", n, s) for (key, s), n in people.items())
