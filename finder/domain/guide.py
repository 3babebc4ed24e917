"""Pages elsewhere that the pages for patients point to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page elsewhere: whose it is, where, the day on which a copy of it was read, and what of it changes over the years."""

    id: str
    name: str
    url: str
    checked_on: date
    facts: Mapping[str, Any]
