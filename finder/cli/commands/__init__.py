"""The commands, one a module. Only the module of the command that was asked for is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """What the list of commands says of one, and the module here that it is.

    The module has `parents()`, the parsers of options that it shares with others; `add_arguments(parser)`, for its own; and
    `run(asked)`, which takes what was asked and returns the exit code.
    """

    words: str
    module: str


COMMANDS: Mapping[str, Command] = {
    "serve": Command("the web app, on a production server", "serve"),
    "geocode": Command("one place", "geocode"),
    "search": Command("infusion care near a place, ranked", "search"),
    "coverage": Command("people within a standard, and outside it", "coverage"),
    "chairs": Command("how the chairs within reach are shared", "chairs"),
    "siting": Command("where new stops help most, when all locations stay", "siting"),
    "scenario": Command("who changes from one scenario to another", "scenario"),
    "closures": Command("who loses what if a location closes", "closures"),
    "calendar": Command("which mobile unit is at which stop on which days", "calendar"),
    "check": Command("the quality of the directory's data", "check"),
    "doctor": Command("whether this installation can serve: packages, tables, folders, services", "doctor"),
    "match": Command("rows of two lists that are the same location", "match"),
    "distances": Command("miles and minutes for each row of your own list", "distances"),
    "verify": Command("work out a report again from its manifest, and compare", "verify"),
    "import": Command("keep a copy of what a source says", "import_trials"),
}
