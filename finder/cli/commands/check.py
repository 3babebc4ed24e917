"""`finder check`"""

import argparse

from finder.cli import options
from finder.cli.output import tell, write
from finder.core import make_finder
from finder.reports import quality as quality_report
from finder.settings import Settings, today
from finder.text import text
from finder.wording.writer import ENGLISH


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.output()]


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(asked: argparse.Namespace) -> int:
    """Counts of what is missing or odd; exit 1 if a row or cell could not be used."""
    quality = make_finder(Settings.from_environment(), today(), asked.directory, "straight").check(today())
    rows = [{"count": n, "of": ENGLISH.say(words)} for words, n in quality.lines()]
    write(asked, quality_report.whole(quality), rows, ("count", "of"), ("count", "of"))
    tell(quality.problems)
    tell(text("Listed twice? %(ids)s", ids=", ".join(ids)) for ids in quality.repeated)
    return 1 if quality.problems else 0
