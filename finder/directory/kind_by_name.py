"""The kind of a center whose list gives none, where its name says that only people who live or are held there are treated.

A verdict by law, or a patient's way, must not rest on a prison only because a list of names and addresses gives no kinds. Only
plain words count, and a hospital or clinic with a home for residents beside it stays what it is.
"""

import re

from finder.domain.center import CenterSite

_PRISON = re.compile(r"\b(prison|penitentiary|jail|correctional|corrections|detention (center|ctr|facility))\b", re.IGNORECASE)
_LONG_TERM = re.compile(r"\b(ltcf?|long[ -]term( acute)? care)\b", re.IGNORECASE)
_LONG_TERM_HOSPITAL = re.compile(r"\b(ltach?|long[ -]term( acute)? care hospital)\b", re.IGNORECASE)
_RESIDENTIAL = re.compile(
    r"\b(nursing (home|facility)|skilled nursing|(assisted|supported) living|(veterans?'?|soldiers'?) home)\b", re.IGNORECASE
)
_PHARMACY = re.compile(r"\b(pharmacy|pharmacies|pharm|phcy|rx)\b", re.IGNORECASE)
_OPEN_TO_ALL = re.compile(r"\b(hospitals?|hosp|medical (center|ctr)|clinics?|infusion)\b", re.IGNORECASE)


def kind_by_name(name: str) -> CenterSite:
    """Return a kind of residents' care, or a pharmacy for it, by a name in plain words; otherwise "unknown"."""
    if _PRISON.search(name):
        return "prison"
    if _LONG_TERM_HOSPITAL.search(name):
        return "long_term_care"
    if _OPEN_TO_ALL.search(name):
        return "unknown"
    if _LONG_TERM.search(name):
        return "pharmacy" if _PHARMACY.search(name) else "long_term_care"
    return "residential" if _RESIDENTIAL.search(name) else "unknown"
