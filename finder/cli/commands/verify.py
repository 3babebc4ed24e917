"""`finder verify`"""

import argparse
from pathlib import Path

from finder.cli import options
from finder.cli.terminal import TerminalProgress
from finder.core import Finder, make_finder, with_scenarios
from finder.directory.folder import fingerprint
from finder.directory.own_people import load_people
from finder.directory.sites import load_sites
from finder.reference.reference import Reference
from finder.settings import Settings, today
from finder.verify.check import verify
from finder.verify.report_file import Manifest
from finder.wording.writer import ENGLISH


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.hsd()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of its own."""
    parser.add_argument("--candidates", type=Path, metavar="CSV", help="the file of candidates that new stops were chosen from")
    parser.add_argument(
        "--scenario",
        type=Path,
        action="append",
        default=[],
        metavar="TOML",
        help="a scenario that was compared; repeatable",
    )
    parser.add_argument("--people", type=Path, metavar="FILE", help="the file of people that the report is about")
    parser.add_argument("file", type=Path, metavar="FILE", help="csv, json, xlsx, geojson, or pdf")


def run(asked: argparse.Namespace) -> int:
    """Whether a report's numbers come out again; exit 1 if not."""

    def finder_for(said: Manifest) -> Finder:
        settings = Settings.from_environment()
        reference = Reference(settings.data)
        # A server that shows the examples says so in the fingerprint of its listings alone.
        examples = fingerprint(asked.directory or reference.directory, reference.examples) == said.directory
        made = make_finder(
            settings,
            today(),
            asked.directory,
            said.method,
            hsd=asked.hsd,
            progress=TerminalProgress(),
            reference=reference,
            examples=examples,
            sites=load_sites(asked.candidates, today()) if asked.candidates else None,
            people=load_people(asked.people, reference) if asked.people else None,
        )
        return with_scenarios(made, asked.scenario, today())

    found = verify(asked.file, finder_for)
    for line in found.lines():
        print("".join(c if c.isprintable() else " " for c in ENGLISH.say(line)))
    return 0 if found.equal else 1
