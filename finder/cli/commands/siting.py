"""`finder siting`"""

import argparse
from pathlib import Path

from finder.cli import options, planner
from finder.cli.output import tell, tell_first
from finder.directory.sites import load_sites
from finder.domain.sites import Sites
from finder.questions.siting.query import ALL_TOWNS, DEFAULT_STANDARD, OBJECTIVES, WHERE, SitingQuery
from finder.questions.siting.question import SITING
from finder.questions.siting.words import findings
from finder.settings import today
from finder.text import text


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [*planner.parents(), options.hsd(), options.people(), options.need()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument("--units", type=options.count, metavar="K", help="how many new stops (default: 1; by fewest, left out)")
    parser.add_argument("--objective", choices=OBJECTIVES, default="people", help="what they are chosen for (default: people)")
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD, metavar="S", help="minutes:60 (default), miles:60, cms, va, ..."
    )
    parser.add_argument(
        "--candidates",
        default=ALL_TOWNS,
        metavar="C",
        help="towns (default), towns:5000 for those of 5,000 people or more, or a CSV file with name, lat, and lon",
    )
    parser.add_argument(
        "--where", choices=WHERE, default="any", help="whether stops may be in any state (default), or only in that of --state"
    )
    parser.add_argument(
        "--seconds", type=options.count, default=60, metavar="N", help="the most seconds for the proof (default: 60)"
    )
    planner.add_report(parser, SITING)


def run(asked: argparse.Namespace) -> int:
    """Where new stops help most: one table, or the whole report."""
    sites, own = _sites(asked.candidates), planner.own_people(asked)
    query = SitingQuery(
        units=1 if asked.units is None and asked.objective != "fewest" else asked.units,
        objective=asked.objective,
        standard=asked.standard,
        therapy=asked.therapy,
        state=asked.state,
        evidence=asked.evidence,
        mobile=asked.mobile,
        candidates=f"file:{sites.fingerprint}" if sites else asked.candidates,
        where=asked.where,
        seconds=asked.seconds,
        people=own.people.id if own else None,
        show_small=asked.show_small,
        need=asked.need,
        infused=asked.infused,
        on=today(),
    )
    _, result = planner.answer(SITING, query, asked, asked.hsd, sites, own)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    return planner.write_answer(SITING, result, asked)


def _sites(candidates: str) -> Sites | None:
    """The candidates of a file, if the option names one."""
    if not Path(candidates).is_file():
        return None
    sites = load_sites(Path(candidates), today())
    tell_first(sites.notices, text("More rows of the file of candidates were not used as they are written."))
    return sites
