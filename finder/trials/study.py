"""One study of ClinicalTrials.gov's API, version 2 -> Trial, and back.

The register's terms: https://clinicaltrials.gov/data-api/about-api/study-data-structure. Nothing in a study is trusted:
a part of the wrong type counts as missing, unprintable characters are removed from text, and a study without a number, title,
or status is refused.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from finder.domain.geo import Point
from finder.errors import QueryError
from finder.text import Text, text
from finder.trials.model import Contact, Site, Trial

RECRUITING = "RECRUITING"
MOST_ITEMS = 2_000
_LONGEST = 300
_NUMBER = re.compile(r"NCT\d{8}", re.ASCII)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.ASCII)


class StudyError(Exception):
    """Why a study cannot be used."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def status(study: object) -> str:
    """The overall status in the register's term; empty if it has none."""
    return _string(_part(study, "protocolSection", "statusModule"), "overallStatus")


def number(study: object) -> str:
    """The study's number, or whatever is written in its place."""
    return _string(_part(study, "protocolSection", "identificationModule"), "nctId")


def held_on(study: object) -> date | None:
    """The day of the register's data from which this study was taken (`versionHolder`)."""
    return _day(_part(study, "derivedSection", "miscInfoModule"), "versionHolder")


def read_study(study: object) -> Trial:
    """Read a trial. Raises StudyError if the study has no number or no title."""
    protocol = _part(study, "protocolSection")
    about, conditions = _part(protocol, "identificationModule"), _part(protocol, "conditionsModule")
    where = _part(protocol, "contactsLocationsModule")
    if not _NUMBER.fullmatch(number(study)):
        raise StudyError(text("it has no number like NCT01234567"))
    title = _string(about, "briefTitle") or _string(about, "officialTitle")
    if not title:
        raise StudyError(text("it has no title"))
    return Trial(
        id=number(study),
        title=title,
        conditions=_strings(conditions, "conditions"),
        keywords=_strings(conditions, "keywords"),
        phases=_strings(_part(protocol, "designModule"), "phases"),
        updated_on=_day(_part(protocol, "statusModule", "lastUpdatePostDateStruct"), "date"),
        sites=tuple(_site(s) for s in _items(where, "locations")),
        contacts=_contacts(where, "centralContacts"),
    )


def as_study(trial: Trial) -> dict[str, Any]:
    """Write a trial in the register's structure, with only what is known here; `read_study` reads the same trial from it."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": trial.id, "briefTitle": trial.title},
            "statusModule": {
                "overallStatus": RECRUITING,
                "lastUpdatePostDateStruct": {"date": trial.updated_on.isoformat() if trial.updated_on else ""},
            },
            "conditionsModule": {"conditions": trial.conditions, "keywords": trial.keywords},
            "designModule": {"phases": trial.phases},
            "contactsLocationsModule": {
                "centralContacts": [_as_contact(c) for c in trial.contacts],
                "locations": [_as_location(s) for s in trial.sites],
            },
        }
    }


def _site(location: dict[str, Any]) -> Site:
    said = _string(location, "status")
    return Site(
        facility=_string(location, "facility"),
        city=_string(location, "city"),
        state=_string(location, "state"),
        country=_string(location, "country"),
        recruiting=said == RECRUITING if said else None,
        point=_point(_part(location, "geoPoint")),
        contacts=_contacts(location, "contacts"),
    )


def _as_location(site: Site) -> dict[str, Any]:
    said = {None: "", True: RECRUITING, False: "ACTIVE_NOT_RECRUITING"}
    return {
        "facility": site.facility,
        "status": said[site.recruiting],
        "city": site.city,
        "state": site.state,
        "country": site.country,
        "geoPoint": {"lat": site.point.lat_deg, "lon": site.point.lon_deg} if site.point else {},
        "contacts": [_as_contact(c) for c in site.contacts],
    }


def _contacts(part: dict[str, Any], key: str) -> tuple[Contact, ...]:
    """The contacts that have a phone number or an email address."""
    found = (_contact(c) for c in _items(part, key))
    return tuple(c for c in found if c.phone or c.email)


def _contact(said: dict[str, Any]) -> Contact:
    phone, extension, email = _string(said, "phone"), _string(said, "phoneExt"), _string(said, "email")
    return Contact(
        name=_string(said, "name"),
        phone=_clean(f"{phone} ext. {extension}") if phone and extension else phone,
        email=email if _EMAIL.fullmatch(email) else "",
    )


def _as_contact(contact: Contact) -> dict[str, str]:
    return {"name": contact.name, "phone": contact.phone, "email": contact.email}


def _point(said: dict[str, Any]) -> Point | None:
    lat, lon = said.get("lat"), said.get("lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    try:
        return Point(float(lat), float(lon))
    except (QueryError, OverflowError):
        return None


def _part(part: object, *keys: str) -> dict[str, Any]:
    """The object under a path of keys; empty if there is anything other than an object."""
    for key in keys:
        part = part.get(key) if isinstance(part, dict) else None
    return part if isinstance(part, dict) else {}


def _items(part: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    return (item for item in _list(part, key) if isinstance(item, dict))


def _strings(part: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(filter(None, (_clean(item) for item in _list(part, key))))


def _list(part: dict[str, Any], key: str) -> list[object]:
    found = part.get(key)
    return found[:MOST_ITEMS] if isinstance(found, list) else []


def _string(part: dict[str, Any], key: str) -> str:
    return _clean(part.get(key))


def _clean(value: object) -> str:
    """Text as one line of at most _LONGEST printable characters; empty for anything other than text."""
    if not isinstance(value, str):
        return ""
    printed = "".join(c if c.isprintable() else " " for c in value[: 2 * _LONGEST])
    return " ".join(printed.split())[:_LONGEST].strip()


def _day(part: dict[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(_string(part, key))
    except ValueError:
        return None
