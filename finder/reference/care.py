"""Therapies, ages of evidence, standards, travel costs, and the guide: rows of TOML and CSV files as values of the domain."""

import math
from datetime import date
from typing import Any

from finder.access.standards import Standard
from finder.domain.condition import Condition, Rate
from finder.domain.demand import COUNTY_TYPES
from finder.domain.evidence import BASES, Basis
from finder.domain.ferry import Ferry
from finder.domain.geo import Point
from finder.domain.guide import OwnPage, Page
from finder.domain.mileage import MileageRate
from finder.domain.territory import Territory
from finder.domain.therapy import Regimen, Span, Therapy
from finder.domain.vintage import Vintage

_PAGE_FIELDS = ("id", "name", "url", "checked_on")


def therapy(t: dict[str, Any]) -> Therapy:
    """A row of therapies.toml."""
    return Therapy(
        id=t["id"],
        name=t["name"],
        short_name=t["short_name"],
        about=t["about"],
        source=t["source"],
        source_url=t["source_url"],
        as_of=date.fromisoformat(t["as_of"]),
        regimens=tuple(_regimen(r) for r in t.get("regimen", [])),
        also_called=tuple(t.get("also_called", [])),
    )


def _regimen(r: dict[str, Any]) -> Regimen:
    def span(name: str) -> Span:
        return Span(r[f"{name}_low"], r[f"{name}_high"])

    return Regimen(
        id=r["id"],
        label=r["label"],
        visit_days=span("visit_days_per_year"),
        cycles=span("cycles_per_year"),
        consecutive_days=span("consecutive_days"),
        chair_hours=span("chair_hours"),
        source=r["source"],
        source_url=r["source_url"],
        days_between=r.get("days_between"),
    )


def territory(t: dict[str, Any]) -> Territory:
    """A row of territories.toml."""
    return Territory(t["name"], tuple(t["also_called"]), t["people"], tuple(t["zip_prefixes"]))


def standard(s: dict[str, Any]) -> Standard:
    """A row of standards.toml."""

    def limit(name: str, absent: float) -> tuple[float, ...]:
        return tuple(float(s[t].get(name, absent)) for t in COUNTY_TYPES)

    return Standard(
        id=s["id"],
        label=s["label"],
        max_mi=limit("max_miles", math.inf),
        max_min=limit("max_minutes", math.inf),
        required_share=limit("required_share", math.nan),
        source=s["source"],
        source_url=s["source_url"],
        as_of=s["as_of"],
        note=s["note"],
        pediatric_hospitals=s.get("counts_pediatric_hospitals", True),
    )


def condition(r: dict[str, Any]) -> Condition:
    """A row of conditions.toml."""
    low, middle, high = (Rate(float(r[n]), r[f"{n}_source"], r[f"{n}_url"]) for n in ("low", "middle", "high"))
    if not 0 < low.per_100_000 <= middle.per_100_000 <= high.per_100_000 <= 100_000:
        raise ValueError(r["id"])
    at_65 = float(r["at_65"]) if "at_65" in r else None
    return Condition(r["id"], r["name"], (low, middle, high), at_65, r["at_65_source"] if at_65 else "")


def mileage_rate(r: dict[str, Any]) -> MileageRate:
    """A row of mileage.toml."""
    return MileageRate(r["year"], r["usd_per_mile"], r["source"])


def ferry(r: dict[str, str]) -> Ferry:
    """A row of ferries.csv."""
    here, there = (Point(float(r[f"{end}_lat"]), float(r[f"{end}_lon"])) for end in ("from", "to"))
    return Ferry(r["name"], (here, there), float(r["miles"]))


def border_zip(r: dict[str, str]) -> str:
    """A row of border.csv."""
    return r["zip"]


def good_for_years(row: dict[str, Any]) -> tuple[Basis, int]:
    """A row of evidence.toml: a basis, and for how many years a statement on it is good."""
    if row["id"] not in BASES:
        raise ValueError(row["id"])
    return row["id"], int(row["good_for_years"])


def page(row: dict[str, Any]) -> Page:
    """A row of guide.toml."""
    facts = {k: v for k, v in row.items() if k not in _PAGE_FIELDS}
    return Page(**{name: row[name] for name in _PAGE_FIELDS}, facts=facts)


def own_page(row: dict[str, Any]) -> OwnPage:
    """A row of guide.toml about one of our own pages."""
    return OwnPage(id=row["id"], changed_on=row["changed_on"], reviewed_by=row["reviewed_by"])


def vintage(row: dict[str, Any]) -> Vintage:
    """A row of vintages.toml."""
    return Vintage(id=row["id"], what=row["what"], source=row["source"], as_of=row["as_of"], license=row["license"])
