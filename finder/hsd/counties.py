"""Counties by FIPS code, or by name and state, however an official table spells them.

In Maryland, Missouri, and Virginia, an independent city and a county may have the same name. As in CMS's tables,
"Baltimore" alone is the county and "Baltimore City" the city; a name that only a city has ("Alexandria") is the city
either way. Our own table names both in full: "Baltimore County" and "Baltimore city".
"""

from finder.domain.demand import Counties
from finder.domain.names import spelled_out
from finder.domain.states import state_code

_KINDS = ("", "county", "parish", "borough", "census area", "municipality", "municipio", "city and borough")
# County numbers of 510 and above are independent cities in these states: MD, MO, NV, and VA.
_CITY_STATES, _FIRST_CITY = ("24", "29", "32", "51"), "510"
# Codes of counties renamed in 2015, and names in CMS's older lists (NBER crosswalk of SSA and FIPS codes, 2017).
_OLD_CODES = {"02270": "02158", "46113": "46102"}
_OTHER_NAMES = {
    "02158": "Wade Hampton", "11001": "Washington", "22095": "St. John Baptist", "27077": "Lake of Woods", "46102": "Shannon",
}  # fmt: skip
# Newer than the 2017 edition that the tables here use: Connecticut's planning regions, and two areas of Alaska.
_NEWER = {
    "09110": "Capitol", "09120": "Greater Bridgeport", "09130": "Lower Connecticut River Valley", "09140": "Naugatuck Valley",
    "09150": "Northeastern Connecticut", "09160": "Northwest Hills", "09170": "South Central Connecticut",
    "09180": "Southeastern Connecticut", "09190": "Western Connecticut", "02063": "Chugach", "02066": "Copper River",
}  # fmt: skip
_NEWER_STATES = {"09": "CT", "02": "AK"}


def _key(name: str) -> str:
    """The letters and digits of a name that is spelled out: "St. Mary's" -> "saintmarys", "De Kalb" -> "dekalb"."""
    return spelled_out(name.replace("&", " and ")).replace(" ", "")


class CountyFinder:
    """Finds rows of the county table by code or name."""

    def __init__(self, counties: Counties) -> None:
        table = list(zip(counties.fips.tolist(), counties.state.tolist(), counties.name.tolist(), strict=True))
        self._codes = {fips: row for row, (fips, _, _) in enumerate(table)}
        self._in_state: dict[str, list[tuple[str, str]]] = {}
        for fips, state, name in table:
            self._in_state.setdefault(state, []).append((fips, name))
        self._names: dict[str, dict[str, int]] = {}

    def row(self, fips: str, state: str, name: str) -> int | None:
        """Return the row by code if one is given, else by state (code or name) and name; None if no county matches."""
        if fips:
            return self._codes.get(_OLD_CODES.get(fips, fips))
        return self._named(state_code(state)).get(_key(name))

    def _named(self, state: str) -> dict[str, int]:
        """The rows of a state's counties by each of their names, put together when the state is first asked for."""
        if state not in self._names:
            names: dict[str, int] = {}
            # Counties come before cities, so that a name that both have means the county.
            for fips, name in sorted(self._in_state.get(state, ()), key=lambda county: _is_city(county[0])):
                for form in _forms(fips, name):
                    names.setdefault(form, self._codes[fips])
            self._names[state] = names
        return self._names[state]


def is_newer(fips: str, state: str, name: str) -> bool:
    """Return whether this is a county equivalent created after the edition of counties used here."""
    return fips in _NEWER if fips else (state_code(state), _key(name)) in _NEWER_NAMES


def _is_city(fips: str) -> bool:
    return fips[:2] in _CITY_STATES and fips[2:] >= _FIRST_CITY


def _forms(fips: str, name: str) -> list[str]:
    """All names that a county may have, as keys."""
    if _is_city(fips):
        short = name.removesuffix(" city")
        return [_key(form) for form in (f"{short} city", f"city of {short}", short)]
    names = [name.removesuffix(" County"), *([_OTHER_NAMES[fips]] if fips in _OTHER_NAMES else [])]
    return [_key(f"{each} {kind}") for each in names for kind in _KINDS]


_NEWER_NAMES = {
    (_NEWER_STATES[fips[:2]], _key(f"{name} {kind}")) for fips, name in _NEWER.items() for kind in (*_KINDS, "planning region")
}
