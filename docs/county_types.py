"""Tables of county types by 42 CFR 422.116(c), for docs/method/county-types.md and docs/method/county-type-lists.md."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from finder.domain.demand import COUNTY_TYPES, county_type, is_unclassified
from finder.domain.states import STATE_NAMES
from finder.reference.reference import Reference
from finder.settings import Settings

REFERENCE = Reference(Settings.from_environment().data)
LABELS = dict(zip(COUNTY_TYPES, ("Large Metro", "Metro", "Micro", "Rural", "CEAC"), strict=True))
POPULATION_BOUNDS = (10_000, 50_000, 200_000, 500_000, 1_000_000)
DENSITY_BOUNDS = (10, 50, 100, 1000, 1500, 5000)
# Valdez-Cordova AK was split in 2019.
MERGED = {"02063": "02261", "02066": "02261"}


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table. A column whose heading begins with a space holds numbers."""
    rule = "|".join("---:" if heading.startswith(" ") else "---" for heading in headings)
    lines = [[heading.strip() for heading in headings], *rows]
    head, *body = ("| " + " | ".join(map(str, line)) + " |" for line in lines)
    return "\n".join([head, f"|{rule}|", *body])


def counts() -> str:
    """Counties and people by type."""
    c = REFERENCE.counties
    number = np.bincount(c.type_index, minlength=len(COUNTY_TYPES))
    people = np.bincount(c.type_index, c.population, len(COUNTY_TYPES))
    shares = 100 * people / people.sum()
    rows = zip(LABELS.values(), number, people, shares, strict=True)
    made = table(
        ["type", " counties", " people", " share"],
        ((label, f"{n:,}", f"{who:,.0f}", f"{share:.1f}%") for label, n, who, share in rows),
    )
    return f"{made}\n\nIn total, {len(c.fips):,} counties and {people.sum():,.0f} people."


def unclassified(density_range: Literal["10 to 50", "1,000 to 5,000"]) -> str:
    """The counties to which the text of the rule gives no type, in one range of people per square mile, by state."""
    c = REFERENCE.counties
    density = c.population / c.land_sqmi
    inside = density < 1000 if density_range == "10 to 50" else density >= 1000
    rows = [row for row in range(len(c.fips)) if inside[row] and is_unclassified(c.population[row], density[row])]
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(STATE_NAMES[str(c.state[row])], []).append(str(c.name[row]))
    made = table(
        ["state", " number", "counties"], ((state, len(found), ", ".join(found)) for state, found in sorted(names.items()))
    )
    people = sum(c.population[row] for row in rows)
    return f"{len(rows)} counties with {people:,.0f} people.\n\n{made}"


def people_2020(path: Path) -> dict[str, float]:
    """Population of the 2020 census by FIPS code of the counties in use. Connecticut has none: it is counted by region."""
    people: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            fips = MERGED.get(row["fips"], row["fips"])
            people[fips] = people.get(fips, 0) + float(row["population_2020"] or "nan")
    return people


def changed(people: dict[str, float]) -> str:
    """Counties whose type would be different with the people of the 2020 census."""
    c = REFERENCE.counties
    compared, rows = 0, []
    for fips, name, state, ours, land in zip(c.fips, c.name, c.state, c.population, c.land_sqmi, strict=True):
        if fips not in people:
            continue
        compared += 1
        kinds = [county_type(n, n / land) for n in (ours, people[fips])]
        if kinds[0] != kinds[1]:
            crossed, away = nearest_crossed(ours, people[fips], land)
            density = f"{ours / land:.2f} → {people[fips] / land:.2f}"
            counted = f"{ours:,.0f} → {people[fips]:,.0f}"
            rows.append([f"{name}, {state}", *map(LABELS.__getitem__, kinds), counted, density, crossed, away])
    same = compared - len(rows)
    made = table(["county", "here", "2020", " people", " people per square mile", " bound", " from the bound"], rows)
    return f"{same:,} of {compared:,} counties ({100 * same / compared:.1f}%) keep their type. The others:\n\n{made}"


def nearest_crossed(ours: float, theirs: float, land: float) -> tuple[str, str]:
    """The bound between two counts of people, and how far ours is from it."""
    low, high = sorted((ours, theirs))
    crossed = [(f"{bound:,} people", float(bound)) for bound in POPULATION_BOUNDS if low < bound <= high]
    crossed += [(f"{bound:,} per square mile", bound * land) for bound in DENSITY_BOUNDS if low < bound * land <= high]
    label, bound = min(crossed, key=lambda found: abs(ours / found[1] - 1))
    return label, f"{100 * (ours / bound - 1):+.1f}%"
