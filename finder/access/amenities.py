"""What a listing says, in words of its own, of new patients, wheelchairs, languages and payment: yes, no, or nobody knows."""

import re

from finder.text import Text, text

LANGUAGES: dict[str, Text] = {
    "en": text("English"),
    "es": text("Spanish"),
    "zh": text("Chinese"),
    "vi": text("Vietnamese"),
    "tl": text("Tagalog"),
    "ko": text("Korean"),
    "ar": text("Arabic"),
    "ru": text("Russian"),
    "ht": text("Haitian Creole"),
    "fr": text("French"),
    "pt": text("Portuguese"),
    "nv": text("Navajo"),
    "ase": text("American Sign Language"),
}
PAYMENTS: dict[str, Text] = {
    "medicare": text("Medicare"),
    "medicaid": text("Medicaid"),
    "private": text("private insurance"),
    "va": text("VA or TRICARE"),
    "self_pay": text("self-pay"),
    "reduced": text("help with the cost"),
}
# How listings write them. A code stands for itself.
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
_YES, _NO = {"yes", "y", "true", "designated"}, {"no", "n", "false"}
# Words after which a list is no list of all there is: interpreters, "most plans".
_OPEN_LIST = re.compile(r"\b(?:interpreters?|translat\w+|all|any|most|other|others|etc)\b", re.IGNORECASE)


def says_yes(written: str) -> bool | None:
    """What the first word says; None unless it is a yes or a no (a wheelchair's `limited` is neither)."""
    first = re.match(r"\w*", written.strip().lower())
    word = first[0] if first else ""
    return True if word in _YES else False if word in _NO else None


def speaks(written: str, language: str) -> bool | None:
    """Whether a listing's languages hold one of LANGUAGES; None if they are empty, not understood, or not a full list."""
    return _holds(written, language, _SPOKEN)


def takes(written: str, payment: str) -> bool | None:
    """Whether a listing's ways to pay hold one of PAYMENTS; None if they are empty, not understood, or not a full list."""
    return _holds(written, payment, _PAID)


def _holds(written: str, wanted: str, words: dict[str, str]) -> bool | None:
    found = {key for key, ways in words.items() if _names(written, key, ways)}
    if wanted in found:
        return True
    return None if not found or _OPEN_LIST.search(written) else False


def _names(written: str, key: str, ways: str) -> bool:
    """Whether a text has one of the words, or consists of codes of which this is one."""
    codes = re.split(r"[;,/\s]+", written.strip().lower())
    return key in codes or re.search(rf"(?<!\w)(?:{ways})(?!\w)", written, re.IGNORECASE) is not None
