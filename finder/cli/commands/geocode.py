"""`finder geocode`"""

import argparse

from finder.cli import options
from finder.cli.places import write_candidates, write_place
from finder.domain.place import PlaceAmbiguous
from finder.places.chain import make_places
from finder.reference.reference import Reference
from finder.settings import Settings


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.geocoder(), options.output()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of its own."""
    parser.add_argument("place", metavar="PLACE")


def run(asked: argparse.Namespace) -> int:
    """One place; several with exit 1."""
    try:
        return write_place(asked, make_places(Reference(Settings.from_environment().data), asked.geocoder).find(asked.place))
    except PlaceAmbiguous as several:
        return write_candidates(asked, several)
