"""What the shipped directory holds, counted from its files, for the pages that describe it."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

DIRECTORY = Path(__file__).parents[1] / "data" / "directory"
PUBLIC_DOMAIN = "public domain (US government)"
#: The sources of centers and of statements, under which license, and as of when. A source without a row is an error.
SOURCES = {
    "CMS Hospital General Information": (PUBLIC_DOMAIN, "2026"),
    "Hospital price list": ("facts; the extract is Apache-2.0", "January 2026"),
    "HHS Medicaid Provider Spending, 2018 to 2024": (PUBLIC_DOMAIN, "2018 to 2024"),
    "NPPES": (PUBLIC_DOMAIN, "March 2026"),
    "HRSA 340B OPAIS": (PUBLIC_DOMAIN, "2026"),
    "HIFLD hospital layer, 2021": (PUBLIC_DOMAIN, "2021"),
    "Compiled for this project": ("facts", "2026"),
    "Web page": ("facts", "each row"),
    "Website": ("facts", "each row"),
    "News report": ("facts", "each row"),
    "Another web page": ("facts", "each row"),
    "Hospital protocol": ("facts", "each row"),
}
#: What each basis says, and how sure that is.
BASES = {
    "page": (
        "the location's own page names the drug, or a news report or another page does",
        "best of the three; many without a day",
    ),
    "paid": (
        "Medicaid paid outpatient claims for the drug's codes to this organization",
        "the organization gave it; perhaps at another door",
    ),
    "price_list": (
        "the price list that the hospital must publish (45 CFR part 180) carries the drug's codes",
        "weak: it does not say that outpatients can have it",
    ),
}
Row = dict[str, str]


@cache
def _rows(name: str) -> tuple[Row, ...]:
    with (DIRECTORY / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _statements() -> Iterator[dict[str, str]]:
    """What is said of each therapy that a row names."""
    for row in _rows("center_therapies.csv"):
        for therapy_id in row["therapy_id"].split(";"):
            yield row | {"therapy_id": therapy_id}


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def sources() -> str:
    """The sources with their licenses and dates, and how many centers and statements name each; a center may name several."""
    centers = Counter(part for row in _rows("centers.csv") for part in row["source"].split("; "))
    statements = Counter(row["source"] for row in _statements())
    if unknown := (set(centers) | set(statements)) - set(SOURCES):
        raise ValueError(f"Say under which license: {', '.join(sorted(unknown))}.")
    rows = ([name, *about, f"{centers[name]:,}", f"{statements[name]:,}"] for name, about in SOURCES.items())
    return _table(["source", "license", "as of", "centers", "statements"], rows)


def bases() -> str:
    """The bases of statements: what each says, how sure, and how many locations have it for two drugs and for any."""
    rows = []
    for basis, (says, sure) in BASES.items():
        of_basis = [row for row in _statements() if row["basis"] == basis]
        counts = [len({row["center_id"] for row in of_basis if therapy in (None, row["therapy_id"])}) for therapy in _THERAPIES]
        rows.append([f"`{basis}`", says, sure, f"{len(of_basis):,}", *(f"{count:,}" for count in counts)])
    return _table(["basis", "what it says", "how sure", "statements", "locations: IVIG", "rituximab", "any drug"], rows)


_THERAPIES = ("ivig", "rituximab", None)


def agreement() -> str:
    """How many locations that were paid for a drug list it, too, among those that have a price list."""
    rows = list(_statements())
    with_list = {row["center_id"] for row in rows if row["basis"] == "price_list"}
    said = []
    for therapy, name in (("ivig", "IVIG"), ("rituximab", "rituximab")):
        of_drug = [row for row in rows if row["therapy_id"] == therapy]
        paid, listed = ({row["center_id"] for row in of_drug if row["basis"] == basis} for basis in ("paid", "price_list"))
        said.append(f"{len(paid & listed)} of {len(paid & with_list)} for {name}")
    return f"Of the locations that Medicaid paid and that have a price list, the list carries the drug, too: {', '.join(said)}."


def kinds() -> str:
    """How many locations there are of each kind, and what they lack."""
    centers = _rows("centers.csv")
    listed = {row["center_id"] for row in _statements()}
    rows = []
    for kind, count in Counter(row["kind"] for row in centers).most_common():
        of_kind = [row for row in centers if row["kind"] == kind]
        with_drug = sum(row["id"] in listed for row in of_kind)
        no_phone, no_street = (sum(not row[column] for row in of_kind) for column in ("phone", "street"))
        rows.append([f"`{kind}`", f"{count:,}", f"{with_drug:,}", no_phone, no_street])
    total = [sum(int(str(row[at]).replace(",", "")) for row in rows) for at in range(1, 5)]
    rows.append(["all", *(f"{number:,}" for number in total)])
    return _table(["kind", "locations", "with a known drug", "without a phone", "without a street"], rows)


def dates() -> str:
    """From when centers and statements are."""
    counts = [Counter(_year(row["checked_on"]) for row in rows) for rows in (_rows("centers.csv"), _statements())]
    years = sorted(set().union(*counts), key=lambda year: (year == "not known", year))
    rows = ([year, *(f"{count[year]:,}" for count in counts)] for year in years)
    return _table(["checked in", "centers", "statements"], rows)


def _year(written: str) -> str:
    if not written:
        return "not known"
    return written[:4] if written[:4] >= "2024" else "2023 or before"
