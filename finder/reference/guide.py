"""Pages elsewhere that the pages for patients point to, each with the day it was last read. Facts: data/guide.toml."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from finder.domain.guide import Page
from finder.reference.tables import toml_table

_OF_PAGE = ("id", "name", "url", "checked_on")


@cache
def pages() -> Mapping[str, Page]:
    """All of them by id. Raises DataError if the table is missing or damaged."""
    return {row["id"]: _page(row) for row in toml_table("guide.toml")["page"]}


def _page(row: Mapping[str, Any]) -> Page:
    return Page(**{name: row[name] for name in _OF_PAGE}, facts={k: v for k, v in row.items() if k not in _OF_PAGE})


def site(url: str) -> str:
    """The site that a link leads to, as people know it: "va.gov"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
