"""Spanish names of states, and of cities that have one of their own, in the form of `plain`. Few: only names with one meaning.

"San Luis" is in Arizona and Colorado, "Bufalo" in Puerto Rico: such names stay what they are.
"""

STATES = {
    "carolina del norte": "NC", "carolina del sur": "SC", "dakota del norte": "ND", "dakota del sur": "SD",
    "distrito de columbia": "DC", "estado de nueva york": "NY", "estado de washington": "WA", "hawai": "HI", "luisiana": "LA",
    "minesota": "MN", "misisipi": "MS", "misuri": "MO", "nueva jersey": "NJ", "nueva york": "NY", "nuevo hampshire": "NH",
    "nueva hampshire": "NH", "nuevo mejico": "NM", "nuevo mexico": "NM", "pensilvania": "PA", "tejas": "TX", "tenesi": "TN",
    "virginia del oeste": "WV", "virginia occidental": "WV",
}  # fmt: skip
CITIES = {
    "cayo hueso": "key west", "ciudad de nueva york": "new york", "filadelfia": "philadelphia", "mineapolis": "minneapolis",
    "nueva orleans": "new orleans", "nuevo orleans": "new orleans", "nueva york": "new york",
    "san agustin": "saint augustine", "san petersburgo": "saint petersburg",
}  # fmt: skip
