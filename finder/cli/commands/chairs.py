"""`finder chairs`"""

import argparse

from finder.cli import options, planner
from finder.cli.output import tell
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.question import CHAIRS
from finder.questions.chairs.words import findings
from finder.settings import today


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return planner.parents()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    planner.add_report(parser, CHAIRS)


def run(asked: argparse.Namespace) -> int:
    """How the chairs within reach are shared: one table, or the whole report."""
    query = ChairsQuery(asked.therapy, asked.state, asked.evidence, asked.mobile, on=today())
    _, result = planner.answer(CHAIRS, query, asked)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    return planner.write_answer(CHAIRS, result, asked)
