"""Build the shipped directory, data/directory/centers.csv and center_therapies.csv, from facts outside the project.

Run from the project's root (see data/build/README.md):

    python data/build/listings.py ../shared/data            # writes
    python data/build/listings.py ../shared/data --check    # compares, and fails if something would change
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import listing_centers
import listing_therapies
from listing_checks import check, summary
from listing_inputs import Row, read_decisions, read_facts
from listing_merge import MERGE_COLUMNS, merge_table, merged_centers, merges

ROOT = Path(__file__).resolve().parents[2]
CENTERS = "data/directory/centers.csv"
THERAPIES = "data/directory/center_therapies.csv"
MERGES = "data/build/merges.csv"


def build(folder: Path) -> dict[str, str]:
    """Return the text of each file by its path in the project. Raises ValueError if a fact cannot be right."""
    facts, decisions = read_facts(folder), read_decisions()
    places = listing_centers.centers(facts, decisions)
    found = merges(places, decisions.pairs)
    centers = merged_centers(places, found)
    statements = listing_therapies.statements(facts, decisions, found)
    check(facts, decisions, centers, statements, found)
    return {
        CENTERS: _csv(listing_centers.COLUMNS, centers.values()),
        THERAPIES: _csv(listing_therapies.COLUMNS, listing_therapies.joined(statements)),
        MERGES: _csv(MERGE_COLUMNS, merge_table(places, centers, found)),
    }


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> None:
    """Parse the arguments and write or compare every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path, help="folder that holds listings_2026/")
    parser.add_argument("--out", type=Path, default=ROOT, help="root under which the files are written")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    args = parser.parse_args()
    made = build(args.facts)
    if args.check:
        changed = [name for name, text in made.items() if (args.out / name).read_text(encoding="utf-8") != text]
        sys.exit(f"Would change: {', '.join(changed)}" if changed else 0)
    for name, text in made.items():
        (args.out / name).parent.mkdir(parents=True, exist_ok=True)
        (args.out / name).write_text(text, encoding="utf-8", newline="")
    print(summary(made[CENTERS], made[THERAPIES], made[MERGES]))


if __name__ == "__main__":
    main()
