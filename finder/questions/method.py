"""The way of measuring travel and the listings, as plain values in every answer."""

from finder.domain.directory import Directory
from finder.questions.base import Row
from finder.travel.model import Method
from finder.wording.writer import ENGLISH


def method_row(method: Method) -> Row:
    """`method` of the contract."""
    return {"id": method.id, "label": ENGLISH.say(method.label), "error_note": ENGLISH.say(method.error_note)}


def directory_row(directory: Directory, counted: int) -> Row:
    """`directory` of the contract."""
    return {
        "centers": len(directory.centers),
        "stops": len(directory.stops),
        "counted": counted,
        "fingerprint": directory.fingerprint,
    }
