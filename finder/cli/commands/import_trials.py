"""`finder import`"""

import argparse
from pathlib import Path

from finder.cli import options
from finder.cli.output import tell
from finder.settings import Settings
from finder.trials.saved import import_trials


def parents() -> list[options.Parser]:
    """No options shared with other commands."""
    return []


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments and options of its own."""
    parser.add_argument("source", choices=("trials",), help="trials: saved pages of the ClinicalTrials.gov API, version 2")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the copy is kept (default: FINDER_TRIALS)")


def run(asked: argparse.Namespace) -> int:
    """Saved pages of a source into a copy of our own; exit 1 if something could not be used."""
    report = import_trials(asked.files, asked.out or Settings.from_environment().trials)
    tell(report.lines())
    return 1 if report.notices else 0
