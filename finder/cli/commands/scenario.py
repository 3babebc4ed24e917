"""`finder scenario compare`"""

import argparse
from pathlib import Path

from finder.cli import options, planner
from finder.cli.output import tell
from finder.directory.scenario import scenario_fingerprint
from finder.domain.scenario import TODAY
from finder.questions.scenario.query import DEFAULT_STANDARD, ScenarioQuery
from finder.questions.scenario.question import SCENARIO
from finder.questions.scenario.words import findings
from finder.settings import today


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [*planner.parents(), options.hsd()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments and options of its own."""
    parser.add_argument("action", choices=("compare",), help="compare: who changes from one scenario to another")
    parser.add_argument("base", metavar="A", help="today, or the TOML file of a scenario")
    parser.add_argument("plan", metavar="B", help="the same: what A is compared with")
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD, metavar="S", help="miles:60 (default), minutes:60, cms, va, ..."
    )
    planner.add_report(parser, SCENARIO)


def run(asked: argparse.Namespace) -> int:
    """What changes for whom: one table, or the whole report."""
    files = list(dict.fromkeys(Path(side) for side in (asked.base, asked.plan) if side != TODAY))
    query = ScenarioQuery(
        base=_side(asked.base),
        plan=_side(asked.plan),
        standard=asked.standard,
        therapy=asked.therapy,
        state=asked.state,
        evidence=asked.evidence,
        mobile=asked.mobile,
        on=today(),
    )
    made, result = planner.answer(SCENARIO, query, asked, asked.hsd, scenarios=files)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    planner.tell_hsd(result.hsd, query.standard, made)
    return planner.write_answer(SCENARIO, result, asked)


def _side(written: str) -> str:
    return TODAY if written == TODAY else f"file:{scenario_fingerprint(Path(written))}"
