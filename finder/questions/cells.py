"""Cells that the tables of several questions have."""

from finder.wording.vocabulary import UNREACHABLE
from finder.wording.writer import ENGLISH


def road_cell(leads_there: bool) -> str:
    """The column `road`: empty, or that no road leads there."""
    return "" if leads_there else ENGLISH.say(UNREACHABLE)
