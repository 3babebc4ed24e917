"""Compare the JSON of two checkouts over 40 questions: what they answer to `search`, `coverage`, and `geocode`.

    python benchmarks/compare_answers.py ../old ../new [--words]

Each checkout needs its environment in `.venv`. Numbers, ids, order, and codes are compared; sentences are listed apart, with
`--words`, because a change of wording is not a change of an answer. Exits with 1 if an answer differs.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

QUESTIONS: list[list[str]] = [
    *(["geocode", place] for place in ("59718", "Springfield", "Bozeman, MT", "45.68, -111.04", "Nuevo México", "10001-1234")),
    *(["geocode", place] for place in ("2409 Acton Rd, Vestavia Hills AL 35243", "Washington", "St. Louis MO", "Nowhereville")),
    *(["search", place] for place in ("59718", "10001", "99501", "96701", "00901", "Key West, FL", "Nantucket, MA")),
    *(["search", place, "--therapy", "ivig"] for place in ("59718", "79901", "44106", "35243", "Friday Harbor, WA")),
    *(["search", place, "--therapy", "rituximab"] for place in ("59718", "98101", "33040", "Elko, NV")),
    ["search", "64068", "--therapy", "hydration", "--within", "100"],
    ["search", "Tonopah, NV", "--within", "100"],
    ["search", "58501", "--limit", "3", "--therapy", "ivig"],
    ["search", "90001", "--travel", "straight"],
    ["coverage", "--standard", "cms", "--state", "MT"],
    ["coverage", "--standard", "cms", "--state", "NV", "--therapy", "ivig"],
    ["coverage", "--standard", "miles:60", "--state", "TX", "--mobile", "exclude"],
    ["coverage", "--standard", "minutes:60", "--state", "AK"],
    ["coverage", "--standard", "va", "--state", "HI"],
    ["coverage", "--standard", "cms:rheumatology", "--state", "ME"],
    ["coverage", "--standard", "miles:30+minutes:45", "--state", "WV"],
    ["coverage", "--standard", "miles:60", "--state", "WY", "--travel", "straight"],
    ["coverage", "--standard", "cms", "--state", "KS", "--therapy", "hydration", "--evidence", "listed"],
    ["coverage", "--standard", "cms"],
]
# What was renamed on purpose, old to new; what holds sentences; what differs with the version or the format of a file.
RENAMED = {"one_place": "sole_location", "places": "locations"}
SENTENCES = {"notices", "label", "error_note", "name_in_words", "note"}
IGNORED = {"manifest"}


def main() -> int:
    """Ask both, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--words", action="store_true", help="list sentences that differ too")
    options = parser.parse_args()
    differing = 0
    for question in QUESTIONS:
        old, new = (ask(checkout, question) for checkout in (options.old, options.new))
        found = list(differences(old, new, ""))
        answers = [line for words, line in found if not words]
        differing += bool(answers)
        print("equal  " if not answers else "DIFFERS", " ".join(question))
        for line in answers[:10]:
            print("   ", line)
        for line in [line for words, line in found if words and options.words]:
            print("    words:", line)
    print(f"{len(QUESTIONS) - differing} of {len(QUESTIONS)} answers are equal")
    return 1 if differing else 0


def ask(checkout: Path, question: list[str]) -> Any:
    """The exit code and the JSON of one command."""
    command = [str((checkout / ".venv" / "bin" / "python").absolute()), "-m", "finder", *question, "--format", "json"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    return {"exit": done.returncode, "answer": json.loads(done.stdout) if done.stdout.strip() else None}


def differences(old: Any, new: Any, where: str) -> Iterator[tuple[bool, str]]:
    """Whether a difference is one of words only, and the difference."""
    if isinstance(old, dict) and isinstance(new, dict):
        old = {RENAMED.get(k, k): v for k, v in old.items() if k not in IGNORED}
        new = {k: v for k, v in new.items() if k not in IGNORED}
        for key in sorted(old.keys() | new.keys()):
            if key in SENTENCES:
                if old.get(key) != new.get(key):
                    yield True, f"{where}.{key}: {old.get(key)!r} -> {new.get(key)!r}"
            elif key not in old or key not in new:
                yield False, f"{where}.{key}: only in the {'new' if key in new else 'old'} answer"
            else:
                yield from differences(old[key], new[key], f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield False, f"{where}: {len(old)} rows -> {len(new)} rows"
        for number, pair in enumerate(zip(old, new, strict=False)):
            yield from differences(*pair, f"{where}[{number}]")
    elif old != new:
        yield False, f"{where}: {old!r} -> {new!r}"


if __name__ == "__main__":
    sys.exit(main())
