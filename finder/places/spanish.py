"""Spanish names of states, and of cities that have one of their own, in the form of `plain`. Few: only names with one meaning.

"San Luis" is in Arizona and Colorado, "Bufalo" in Puerto Rico: such names stay what they are.
"""

CITIES = {
    "cayo hueso": "key west", "ciudad de nueva york": "new york", "filadelfia": "philadelphia", "mineapolis": "minneapolis",
    "nueva orleans": "new orleans", "nuevo orleans": "new orleans", "nueva york": "new york",
    "san agustin": "saint augustine", "san petersburgo": "saint petersburg",
}  # fmt: skip
