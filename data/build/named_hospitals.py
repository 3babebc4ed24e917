"""Write data/build/named_hospitals.csv: hospitals that the directory does not have, from CMS's list of hospitals.

Run from the project's root, in the environment of `make test`, with the folder of facts (see data/build/README.md):

    .venv/bin/python data/build/named_hospitals.py ../shared/data

Those of the directory are found by its own names. Psychiatric hospitals are excluded: nobody names one for where they live.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from listing_text import name

from finder.places.named import named_key
from finder.reference.reference import Reference

HERE = Path(__file__).parent
DATA = HERE.parent
SOURCE = Path("sources", "hospitals", "hospital_general_information_2026_first13.csv")
KINDS = ("Acute Care Hospitals", "Critical Access Hospitals", "Childrens")  # codespell:ignore
COLUMNS = ("name", "zip", "ccn")


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hospitals(facts: Path) -> list[dict[str, str]]:
    """Return hospitals with a ZIP code of their own state that are not in the directory, sorted by their CMS number."""
    zips = Reference(DATA).zips
    state_of = dict(zip(zips.zip.tolist(), zips.state.tolist(), strict=True))
    directory = read(DATA / "directory" / "centers.csv")
    numbers = {row["ccn"] for row in directory}
    names = {(named_key(row["name"]), row["state"]) for row in directory}
    found = []
    for row in read(facts / SOURCE):
        kind, state, code = row["Hospital Type"], row["State"], row["ZIP Code"]
        written = name(row["Facility Name"].title())
        known = row["Facility ID"] in numbers or (named_key(written), state) in names
        if not known and kind.startswith((*KINDS, "Acute Care - ")) and state_of.get(code) == state:
            found.append({"name": written, "zip": code, "ccn": row["Facility ID"]})
    return sorted(found, key=lambda row: row["ccn"])


def main() -> None:
    """Write the table, and print its rows."""
    rows = hospitals(Path(sys.argv[1]))
    with (HERE / "named_hospitals.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(len(rows))


if __name__ == "__main__":
    main()
