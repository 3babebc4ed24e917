"""A Finder as a command asks for it."""

import argparse
from pathlib import Path

from finder.cli.output import tell_first
from finder.cli.terminal import TerminalProgress
from finder.core import Finder, make_finder
from finder.domain.own_people import OwnPeople
from finder.domain.sites import Sites
from finder.reference.reference import Reference
from finder.settings import Settings, today
from finder.text import text


def made_finder(
    asked: argparse.Namespace,
    hsd: Path | None = None,
    sites: Sites | None = None,
    people: OwnPeople | None = None,
    reference: Reference | None = None,
) -> Finder:
    """Make the Finder that a command asks for, and say what is wrong with its listings."""
    made = make_finder(
        Settings.from_environment(),
        today(),
        asked.directory,
        asked.travel,
        getattr(asked, "geocoder", None),
        hsd,
        TerminalProgress(),
        examples=getattr(asked, "examples", False),
        reference=reference,
        sites=sites,
        people=people,
    )
    tell_first(made.directory.notices, text("There are more notices. To see them all, run: finder check"))
    return made
