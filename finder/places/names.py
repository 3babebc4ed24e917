"""Place names in one normal form, so that "St. Louis MO" and "Saint Louis, Missouri" match."""

import re
from collections.abc import Sequence
from functools import lru_cache

from finder.domain.names import plain, spelled_out
from finder.domain.states import STATE_BY_NAME, STATE_NAMES
from finder.places import spanish

_SAME_CITY = {"nyc": "new york", "new york city": "new york"} | spanish.CITIES

# "Washington" and "New York" alone mean the city. Any other state name alone means the state, even if a village has that name.
STATE_CITIES = ("new york", "washington")

# "Coeur d'Alene" and "O'Fallon" without their marks, as the mail has them: "COEUR D ALENE", "O FALLON".
_ONE_LETTER = re.compile(r"\b([dlo]) (?=[a-z])")


@lru_cache(maxsize=100_000)
def city_key(name: str) -> str:
    """The form under which a city is indexed: spelled out, and by its one usual name."""
    key = _ONE_LETTER.sub(r"\1", spelled_out(name))
    return _SAME_CITY.get(key, key)


_STATES = [plain(name) for name in STATE_NAMES.values()]
_MOST_SLIPS, _SHORTEST_WITH_SLIPS = 2, 6
_MOST_WORDS = max(len(name.split()) for name in STATE_BY_NAME)


def split_state(words: list[str]) -> tuple[list[str], str]:
    """The words before a state at the end, and the state's code; an empty code if they don't end with a state."""
    for length in range(_MOST_WORDS, 0, -1):
        code = STATE_BY_NAME.get(" ".join(words[-length:])) if len(words) >= length else None
        if code:
            return words[:-length], code
    return words, ""


def nearly_a_state(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """The words before the name of a state with a slip or two in it, and the state's code: "Tallahassee Flordia"."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for length in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        last = " ".join(words[-length:])
        if len(last) >= _SHORTEST_WITH_SLIPS:
            found = process.extractOne(last, _STATES, scorer=OSA.distance, score_cutoff=_MOST_SLIPS)
            if found:
                return words[:-length], STATE_BY_NAME[found[0]]
    return words, ""


def split_place(written: str) -> tuple[list[str], list[str], str]:
    """Words before the last comma, words after it, and the state's code: ["12", "elm", "st", "n"], ["miami"], "FL".

    Commas and the state itself are dropped. Without a comma, all words are in the second list.
    """
    parts = [words for part in written.split(",") if (words := plain(part).split())]
    every = [w for part in parts for w in part]
    after_comma = split_state(parts[-1]) if parts else ([], "")
    # "Kings Park West, Virginia" is not in West Virginia: a state alone after a comma is the whole state name.
    words, state = split_state(every) if after_comma[0] or not after_comma[1] else (every[: -len(parts[-1])], after_comma[1])
    cut = start = 0
    for part in parts:
        if start < len(words):
            cut = start
        start += len(part)
    return words[:cut], words[cut:], state
