"""`finder closures`"""

import argparse

from finder.cli import options, planner
from finder.cli.output import tell
from finder.questions.closures.query import BY, DEFAULT_STANDARD, ClosuresQuery, ids
from finder.questions.closures.question import CLOSURES
from finder.questions.closures.words import findings
from finder.settings import today


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [*planner.parents(), options.hsd()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD, metavar="S", help="miles:60 (default), minutes:60, cms, va, ..."
    )
    parser.add_argument(
        "--by", choices=BY, default=BY[0], help="what closes at once: a location (default), or all locations at an address"
    )
    parser.add_argument("--close", action="append", metavar="ID,...", help="close these locations or mobile units, all at once")
    planner.add_report(parser, CLOSURES)


def run(asked: argparse.Namespace) -> int:
    """Who loses what if each location closes alone, or if some close at once: one table, or the whole report."""
    query = ClosuresQuery(
        standard=asked.standard,
        therapy=asked.therapy,
        state=asked.state,
        evidence=asked.evidence,
        mobile=asked.mobile,
        by=asked.by,
        close=ids(asked.close or []),
        on=today(),
    )
    made, result = planner.answer(CLOSURES, query, asked, asked.hsd)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    planner.tell_hsd(result.hsd, result.before.limits.standard.id, made)
    return planner.write_answer(CLOSURES, result, asked)
