"""The checkout that is measured: its folders, and its reference tables, read once."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from finder.directory.listings import ListingReader
from finder.places.gazetteer import Gazetteer
from finder.reference.reference import Reference
from finder.settings import Settings, today

SETTINGS = Settings.from_environment()
REFERENCE = Reference(SETTINGS.data)
TODAY = today()


def reader(gazetteer: Gazetteer) -> ListingReader:
    """What makes listings of rows, with the checkout's reference tables."""
    return ListingReader(gazetteer, REFERENCE.therapies, REFERENCE.good_for_years)
