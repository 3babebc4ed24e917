"""The pages for patients: our own, and web pages of others that they link to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One of our pages for patients: when what it says last changed, and the clinician who reviewed it; "" if none did."""

    id: str
    changed_on: date
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page of others: whose it is, its address, the day it was last read, and the facts in it that change over time."""

    id: str
    name: str
    url: str
    checked_on: date
    facts: Mapping[str, Any]
