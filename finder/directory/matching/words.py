"""Why two rows are matched, in words."""

from collections.abc import Mapping
from dataclasses import replace

from finder.directory.matching.model import Code, Match, Reason
from finder.text import Text, as_share, text

_SENTENCES: Mapping[Code, Text] = {
    "identifiers_differ": text("another %(value)s"),
    "identifier": text("same %(value)s"),
    "door": text("same street address"),
    "door_in_part": text("nearly the same street address"),
    "one_unit": text("same street address, only one with a suite"),
    "other_type": text("same number and street name, but another type of street or a range of numbers"),
    "building": text("same building, another suite"),
    "neighbor": text("same street, another number nearby"),
    "no_street": text("a street address is missing"),
    "other_street": text("another street address"),
    "other_city": text("another city"),
    "phone": text("same phone number"),
    "phones_differ": text("another phone number"),
    "kinds_differ": text("the names speak of different services"),
    "competes": text("another row fits as well"),
    "through": text("both are the same as %(value)s"),
}
_NAMES: Mapping[Code, Text] = {
    "name_equal": text("same name"),
    "name_alike": text("names %(share)s alike"),
    "name_in_part": text("names that share a word"),
    "name_differs": text("different names"),
}


def sentence(reason: Reason) -> Text:
    """One reason in a few words."""
    if reason.code in _NAMES:
        return replace(_NAMES[reason.code], values=(("share", as_share(float(reason.value))),))
    return replace(_SENTENCES[reason.code], values=(("value", reason.value),))


def sentences(match: Match) -> list[Text]:
    """Why a match was made, reason by reason."""
    return [sentence(reason) for reason in match.why]
