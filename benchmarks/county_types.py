"""County types of 42 CFR 422.116(c) as this program gives them. Prints the tables of docs/county-types.md.

    python benchmarks/county_types.py [--data FOLDER]

Without the test data (counties_2020.csv) the last table is left out.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from finder.domain.demand import COUNTY_TYPES, county_type, in_hole
from finder.domain.states import STATE_NAMES

LABELS = dict(zip(COUNTY_TYPES, ("Large Metro", "Metro", "Micro", "Rural", "CEAC"), strict=True))
POPULATION_BOUNDS = (10_000, 50_000, 200_000, 500_000, 1_000_000)
DENSITY_BOUNDS = (10, 50, 100, 1000, 1500, 5000)
# Valdez-Cordova AK was split in 2019.
MERGED = {"02063": "02261", "02066": "02261"}


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder of counties_2020.csv")
    census = parser.parse_args().data / "counties_2020.csv"
    show_counts()
    show_holes()
    if census.exists():
        show_differing(people_2020(census))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table in Markdown; columns after the first are numbers if their heading begins with a space."""
    lines = "|".join("---:" if heading.startswith(" ") else "---" for heading in headings)
    print(f"| {' | '.join(heading.strip() for heading in headings)} |\n|{lines}|")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    print()


def show_counts() -> None:
    """Counties and people by type."""
    c = REFERENCE.counties
    number = np.bincount(c.type_index, minlength=len(COUNTY_TYPES))
    people = np.bincount(c.type_index, c.population, len(COUNTY_TYPES))
    shares = 100 * people / people.sum()
    rows = zip(LABELS.values(), number, people, shares, strict=True)
    table(
        ["type", " counties", " people", " share"],
        ((label, f"{n:,}", f"{who:,.0f}", f"{share:.1f} %") for label, n, who, share in rows),
    )
    print(f"{len(c.fips):,} counties, {people.sum():,.0f} people\n")


def show_holes() -> None:
    """The counties to which the text gives no type, by hole and state."""
    c = REFERENCE.counties
    density = c.population / c.land_sqmi
    rows = [row for row in range(len(c.fips)) if in_hole(c.population[row], density[row])]
    for label, inside in {"10 to 50": density < 1000, "1,000 to 5,000": density >= 1000}.items():
        names: dict[str, list[str]] = {}
        for row in rows:
            if inside[row]:
                names.setdefault(STATE_NAMES[str(c.state[row])], []).append(str(c.name[row]))
        people = sum(c.population[row] for row in rows if inside[row])
        print(
            f"{sum(map(len, names.values()))} counties of under 10,000 people, {label} a square mile ({people:,.0f} people)\n"
        )
        table(
            ["state", " number", "counties"], ((state, len(found), ", ".join(found)) for state, found in sorted(names.items()))
        )


def people_2020(path: Path) -> dict[str, float]:
    """Population of the 2020 census by FIPS code of the counties in use; Connecticut's is not told by county."""
    people: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            fips = MERGED.get(row["fips"], row["fips"])
            people[fips] = people.get(fips, 0) + float(row["population_2020"] or "nan")
    return people


def show_differing(people: dict[str, float]) -> None:
    """Counties whose type would be another with the people of the 2020 census."""
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
            rows.append(
                [f"{name}, {state}", *map(LABELS.get, kinds), f"{ours:,.0f} → {people[fips]:,.0f}", density, crossed, away]
            )
    same = compared - len(rows)
    print(f"{same:,} of {compared:,} counties ({100 * same / compared:.1f} %) keep their type. The others:\n")
    table(["county", "here", "2020", " people", " a square mile", " bound between", " from it, here"], rows)


def nearest_crossed(ours: float, theirs: float, land: float) -> tuple[str, str]:
    """The bound that lies between two counts of people, and how far ours is from it."""
    low, high = sorted((ours, theirs))
    crossed = [(f"{bound:,} people", float(bound)) for bound in POPULATION_BOUNDS if low < bound <= high]
    crossed += [(f"{bound:,} a square mile", bound * land) for bound in DENSITY_BOUNDS if low < bound * land <= high]
    label, bound = min(crossed, key=lambda found: abs(ours / found[1] - 1))
    return label, f"{100 * (ours / bound - 1):+.1f} %"


if __name__ == "__main__":
    main()
