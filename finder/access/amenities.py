"""What a listing says in its own words of new patients, wheelchairs, languages and payment: yes, no, or unknown."""

import re
from functools import lru_cache

# How listings write languages and ways to pay. A code stands for itself.
_SPOKEN = {
    "en": "english|ingl[eé]s",
    "es": "spanish|espa[nñ]ol",
    "zh": "chinese|mandarin|cantonese|中文",
    "vi": "vietnamese|tiếng việt",
    "tl": "tagalog|filipino",
    "ko": "korean|한국어",
    "ar": "arabic|العربية",
    "ru": "russian|русский",
    "ht": "haitian|creole|krey[oò]l",
    "fr": "french|fran[cç]ais",
    "pt": "portuguese|portugu[eê]s",
    "nv": "navajo|din[eé]",
    "ase": "asl|sign language",
}
_PAID = {
    "medicare": "medicare",
    "medicaid": "medicaid|medi-cal",
    "private": "private|commercial|employer|insurance",
    "va": "va|veterans?|tricare",
    "self_pay": "self[- ]?pay|cash",
    "reduced": "reduced|sliding|charity|financial (?:aid|assistance)|help with (?:the )?cost",
}
LANGUAGES, PAYMENTS = tuple(_SPOKEN), tuple(_PAID)
_YES, _NO = {"yes", "y", "true", "designated"}, {"no", "n", "false"}
# Words that make a list open-ended: interpreters, "most plans".
_OPEN_LIST = re.compile(r"\b(?:interpreters?|translat\w+|all|any|most|other|others|etc)\b", re.IGNORECASE)


def says_yes(written: str) -> bool | None:
    """What the first word says; None unless it is a yes or a no (`limited` wheelchair access is neither)."""
    first = re.match(r"\w*", written.strip().lower())
    word = first[0] if first else ""
    return True if word in _YES else False if word in _NO else None


# Listings repeat each other's words, and each search asks them all.
@lru_cache(maxsize=4096)
def speaks(written: str, language: str) -> bool | None:
    """Whether a listing's languages include one of LANGUAGES; None if they are empty, not understood, or open-ended."""
    return _includes(written, language, _SPOKEN)


@lru_cache(maxsize=4096)
def takes(written: str, payment: str) -> bool | None:
    """Whether a listing's ways to pay include one of PAYMENTS; None if they are empty, not understood, or open-ended."""
    return _includes(written, payment, _PAID)


def _includes(written: str, wanted: str, words: dict[str, str]) -> bool | None:
    found = {key for key, ways in words.items() if _names(written, key, ways)}
    if wanted in found:
        return True
    return None if not found or _OPEN_LIST.search(written) else False


def _names(written: str, key: str, ways: str) -> bool:
    """Whether a text has one of the words, or is a list of codes that includes this one."""
    codes = re.split(r"[;,/\s]+", written.strip().lower())
    return key in codes or re.search(rf"(?<!\w)(?:{ways})(?!\w)", written, re.IGNORECASE) is not None
