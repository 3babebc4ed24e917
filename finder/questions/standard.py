"""A standard as it is written and as it is said: `cms`, `minutes:60`, "within a 60-minute drive"."""

import math
import re
from collections.abc import Mapping

from finder.access.standards import Standard, uniform_standard
from finder.errors import QueryError
from finder.text import Text, as_list, named, text

_PART = re.compile(r"(miles|minutes):([0-9]{1,4}(?:\.[0-9]{1,3})?)")
# Beyond these, a standard says nothing about access, and the trips to judge it by fill a machine's memory.
LARGEST_LIMIT = {"miles": 500.0, "minutes": 180.0}


def parse_standard(written: str, known: Mapping[str, Standard]) -> Standard:
    """A standard by name (`cms`) or by its limits: `miles:60`, `minutes:45`, `miles:60+minutes:90`. Raises QueryError."""
    if written in known:
        return known[written]
    found = {m[1]: m[2] for part in written.split("+") if (m := _PART.fullmatch(part))}
    if len(found) != len(written.split("+")):
        raise _unknown(written, known)
    limits = {unit: float(value) for unit, value in found.items()}
    if not all(0 < value <= LARGEST_LIMIT[unit] for unit, value in limits.items()):
        raise _unknown(written, known)
    return uniform_standard(limits.get("miles"), limits.get("minutes"))


def standard_label(standard: Standard) -> Text:
    """What a standard is called: by its name, or else by its limits, which are the same everywhere."""
    if standard.label:
        return named(standard.label)
    miles, minutes = standard.max_mi[0], standard.max_min[0]
    if minutes == math.inf:
        return text("within %(miles)s miles", miles=miles)
    if miles == math.inf:
        return text("within a %(minutes)s-minute drive", minutes=minutes)
    return text("within %(miles)s miles and a %(minutes)s-minute drive", miles=miles, minutes=minutes)


def within_standard(standard: Standard) -> Text:
    """A standard inside a sentence: "within 60 miles", "within the standard (42 CFR 422.116 ...)"."""
    label = standard_label(standard)
    return text("within the standard (%(standard)s)", standard=label) if standard.source else label


def _unknown(written: str, known: Mapping[str, Standard]) -> QueryError:
    return QueryError(
        text("%(standard)s is not a standard.", standard=repr(written[:60])),
        text(
            "Use %(names)s, or limits up to %(miles)s miles or %(minutes)s minutes: miles:60, minutes:45, miles:60+minutes:90.",
            names=as_list(sorted(known)),
            miles=LARGEST_LIMIT["miles"],
            minutes=LARGEST_LIMIT["minutes"],
        ),
    )
