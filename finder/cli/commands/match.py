"""`finder match`"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from finder.cli import options
from finder.cli.output import tell, tell_first, write
from finder.directory.matching.matching import Matching, match, match_within
from finder.directory.matching.model import Match
from finder.directory.matching.reading import RecordList, read_list
from finder.directory.matching.words import sentences
from finder.text import text, text_n
from finder.wording.writer import ENGLISH

COLUMNS = ("left_id", "right_id", "verdict", "why", "left_name", "right_name")


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.output()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of its own."""
    parser.add_argument("left", type=Path, metavar="LEFT.csv")
    parser.add_argument("right", type=Path, metavar="RIGHT.csv")


def run(asked: argparse.Namespace) -> int:
    """Rows of two lists that are the same location; of one list, if both files are the same; exit 1 if there are none."""
    left = read_list(asked.left)
    within = asked.left.read_bytes() == asked.right.read_bytes()
    right = left if within else read_list(asked.right)
    _tell_notices(left, right)
    matching = match_within(left.records) if within else match(left.records, right.records)
    names = ({r.id: r.name for r in left.records}, {r.id: r.name for r in right.records})
    rows = [_row(m, *names) for m in matching.matches]
    write(
        asked,
        {"matches": [{**row, "why": _codes(m)} for row, m in zip(rows, matching.matches, strict=True)]},
        rows,
        COLUMNS,
        COLUMNS,
    )
    _tell_what_was_found(matching)
    return 0 if rows else 1


def _row(found: Match, left: Mapping[str, str], right: Mapping[str, str]) -> dict[str, Any]:
    return {
        "left_id": found.left,
        "right_id": found.right,
        "verdict": found.verdict,
        "why": "; ".join(map(ENGLISH.say, sentences(found))),
        "left_name": left[found.left],
        "right_name": right[found.right],
    }


def _codes(found: Match) -> list[dict[str, str | float]]:
    return [{"code": reason.code, "value": reason.value} for reason in found.why]


def _tell_notices(left: RecordList, right: RecordList) -> None:
    for read in (left,) if right is left else (left, right):
        tell_first(read.notices, text("There are more notices about this file."))


def _tell_what_was_found(matching: Matching) -> None:
    same = sum(m.verdict == "same" for m in matching.matches)
    tell([text("%(same)s the same, %(review)s for review.", same=same, review=len(matching.matches) - same)])
    if matching.cut:
        tell(
            [
                text_n(
                    "%(most)s rows share an address or a phone number; each was compared with the nearest in name only.",
                    "%(n)s groups of up to %(most)s rows share an address or a phone number; each row was compared with "
                    "the nearest in name only.",
                    len(matching.cut),
                    most=max(matching.cut),
                )
            ]
        )
