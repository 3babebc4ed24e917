"""The 50 states, the District of Columbia, and Puerto Rico: their codes, and the names people write."""

from finder.domain.names import plain

STATE_NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
# Spanish names in the form that `plain` returns.
SPANISH_NAMES = {
    "carolina del norte": "NC", "carolina del sur": "SC", "dakota del norte": "ND", "dakota del sur": "SD",
    "distrito de columbia": "DC", "estado de nueva york": "NY", "estado de washington": "WA", "hawai": "HI", "luisiana": "LA",
    "minesota": "MN", "misisipi": "MS", "misuri": "MO", "nueva jersey": "NJ", "nueva york": "NY", "nuevo hampshire": "NH",
    "nueva hampshire": "NH", "nuevo mejico": "NM", "nuevo mexico": "NM", "pensilvania": "PA", "tejas": "TX", "tenesi": "TN",
    "virginia del oeste": "WV", "virginia occidental": "WV",
}  # fmt: skip
STATE_BY_NAME = {plain(name): code for code, name in STATE_NAMES.items()}
STATE_BY_NAME |= {code.lower(): code for code in STATE_NAMES}
STATE_BY_NAME |= {
    "d c": "DC", "p r": "PR", "washington state": "WA", "new york state": "NY", "n carolina": "NC", "s carolina": "SC",
    "n dakota": "ND", "s dakota": "SD", "w virginia": "WV", "w va": "WV", "wva": "WV", "ala": "AL", "ariz": "AZ", "ark": "AR",
    "calif": "CA", "colo": "CO", "conn": "CT", "fla": "FL", "ill": "IL", "ind": "IN", "kans": "KS", "mass": "MA", "mich": "MI",
    "minn": "MN", "miss": "MS", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV", "okla": "OK", "ore": "OR", "penn": "PA",
    "penna": "PA", "tenn": "TN", "tex": "TX", "wash": "WA", "wis": "WI", "wisc": "WI", "wyo": "WY",
} | SPANISH_NAMES  # fmt: skip


def state_code(written: str) -> str:
    """Return the two-letter code of a state by its code or name, however written; empty if it is not a state."""
    return STATE_BY_NAME.get(plain(written), "")
