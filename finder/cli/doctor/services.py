"""Checks of what answers are made from: the directory, and the services that the operator chose."""

import math
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from finder.cli.doctor.finding import Finding
from finder.core import make_finder, travel_model
from finder.domain.geo import PointSet
from finder.errors import ServiceError
from finder.reference.reference import Reference
from finder.settings import Settings
from finder.text import text

# The Census Bureau's own address, and two points half a mile apart in Washington, DC: no patient's.
_ADDRESS = "4600 Silver Hill Rd, Washington, DC 20233"
_TWO_POINTS = PointSet(np.array([38.8977, 38.8977]), np.array([-77.0365, -77.0272]))
_PATIENCE_S = 6.0


def directory(settings: Settings, reference: Reference, folder: Path | None, today: date) -> Iterator[Finding]:
    """The listings, and how many of their rows could not be used."""
    finder = make_finder(settings, today, folder, "straight", reference=reference)
    quality = finder.check(today)
    known = {"n": len(finder.directory.points), "old": quality.older_than_a_year}
    if quality.problems:
        found = text("%(n)s locations, and %(bad)s rows or cells that can't be used.", bad=len(quality.problems), **known)
        yield Finding("directory", "warn", found, text("See them: finder check"))
    elif not finder.directory.points:
        yield Finding("directory", "warn", text("The directory is empty."), text("Add listings: docs/data-format.md"))
    else:
        yield Finding("directory", "ok", text("%(n)s locations, %(old)s last checked more than a year ago.", **known))


def routing(settings: Settings, reference: Reference, name: str) -> Iterator[Finding]:
    """Whether the routing engine that the operator chose answers. Raises QueryError for a name or address without sense."""
    model = travel_model(name, settings, reference)
    engine = getattr(model, "engine", None)
    if engine is None:
        yield Finding("routing", "ok", text("Travel is measured here: %(name)s.", name=name))
        return
    began = time.monotonic()
    try:
        miles, _ = engine.table(_TWO_POINTS, _TWO_POINTS, until=began + _PATIENCE_S)
    except ServiceError as error:
        advice = text("Start it, or correct its address. Until then, travel is measured on the built-in roads.")
        yield Finding("routing", "warn", error.what, advice)
        return
    ms = round(1000 * (time.monotonic() - began))
    if math.isfinite(miles[0, 1]):
        yield Finding("routing", "ok", text("%(name)s answers in %(ms)s ms.", name=name, ms=ms))
    else:
        found = text("%(name)s answers, and knows no road in Washington, DC.", name=name)
        yield Finding("routing", "warn", found, text("Give it a map of the whole country."))


def geocoder(reference: Reference, name: str | None) -> Iterator[Finding]:
    """Whether the online geocoder that the operator chose finds a public address. Raises QueryError for an unknown name."""
    if not name:
        yield Finding("geocoder", "ok", text("None: addresses are looked up on this machine alone."))
        return
    # Imported only where a service was asked for: HTTP takes a while to load.
    from finder.places.online import find_address, online_geocoder

    service = online_geocoder(name)
    try:
        place = find_address(service, _ADDRESS, reference.boundaries.contains)
    except ServiceError:
        place = None
    if place:
        yield Finding("geocoder", "ok", text("%(name)s finds a public address.", name=name))
    else:
        found = text("%(name)s doesn't find a public address.", name=name)
        yield Finding("geocoder", "warn", found, text("Until it does, searches start from the ZIP code."))
