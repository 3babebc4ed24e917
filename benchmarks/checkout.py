"""The checkout that is measured: its folders, and its reference tables, read once."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from finder.reference.reference import Reference
from finder.settings import Settings

SETTINGS = Settings.from_environment()
REFERENCE = Reference(SETTINGS.data)
