"""A place that was typed, as a command prints it: one, or several to choose from."""

import argparse

from finder.cli.output import write
from finder.cli.terminal import say
from finder.domain.place import Place, PlaceAmbiguous
from finder.places.rows import place_row
from finder.wording.writer import ENGLISH

_COLUMNS = ("label", "lat", "lon", "precision")


def write_place(asked: argparse.Namespace, place: Place) -> int:
    """Write the place that was meant."""
    row = place_row(place)
    write(asked, {"place": row}, [row], _COLUMNS, tuple(row))
    return 0


def write_candidates(asked: argparse.Namespace, several: PlaceAmbiguous) -> int:
    """Write the places that could be meant, and say so; return the exit code for that."""
    rows = [{**place_row(p), "county": p.county, "people": p.population} for p in several.candidates]
    write(asked, {"candidates": rows}, rows, (*_COLUMNS, "county", "people"), tuple(rows[0]))
    say(ENGLISH.error(several))
    return several.exit_code
