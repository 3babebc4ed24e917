"""Web pages of others that the pages for patients link to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A web page of others: whose it is, its address, the day it was last read, and the facts in it that change over time."""

    id: str
    name: str
    url: str
    checked_on: date
    facts: Mapping[str, Any]
