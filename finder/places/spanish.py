"""Cities that have a Spanish name of their own, in the form of `plain`. Only names with one meaning are listed.

"San Luis" is in Arizona and Colorado, and "Bufalo" is in Puerto Rico, so such names are not translated.
"""

CITIES = {
    "cayo hueso": "key west", "ciudad de nueva york": "new york", "filadelfia": "philadelphia", "mineapolis": "minneapolis",
    "nueva orleans": "new orleans", "nuevo orleans": "new orleans", "nueva york": "new york",
    "san agustin": "saint augustine", "san petersburgo": "saint petersburg",
}  # fmt: skip
