"""Countries by name, so that "Toronto, Canada" is not taken for Canada, Kentucky. The names are those of the CLDR, in Babel.

Provinces of Canada, and states of Mexico at the border, are by hand: their names stand where a US state's would.
"""

from functools import cache

from finder.domain.names import plain
from finder.domain.states import STATE_BY_NAME

_LANGUAGES = ("en", "es")
_PROVINCES = frozenset({
    "alberta", "baja california", "british columbia", "chihuahua", "coahuila", "colombia britanica", "manitoba",
    "new brunswick", "newfoundland", "newfoundland and labrador", "northwest territories", "nova scotia", "nuevo leon",
    "nunavut", "ontario", "prince edward island", "quebec", "saskatchewan", "sonora", "tamaulipas", "yukon",
})  # fmt: skip
_OURS = frozenset({"US", "PR", "UM"})


@cache
def is_abroad(name: str) -> bool:
    """Whether a name, in the form of `plain`, is that of a country other than the United States, and not of a state."""
    return name in _names() and name not in STATE_BY_NAME


def is_province(name: str) -> bool:
    """Whether a name, in the form of `plain`, is that of a province of Canada, or of a state of Mexico at the border."""
    return name in _PROVINCES


@cache
def _names() -> frozenset[str]:
    from babel import Locale

    found = ((code, name) for language in _LANGUAGES for code, name in Locale(language).territories.items())
    return frozenset(plain(name) for code, name in found if code.isalpha() and code not in _OURS)
