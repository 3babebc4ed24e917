"""A scenario: a directory as it would be if some locations were added, moved, closed, or gave other treatments."""

from dataclasses import dataclass

from finder.domain.directory import Directory

# The directory as it is, in the place of a scenario.
TODAY = "today"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A named change of a directory.

    `label` is the name of its file, `fingerprint` the start of the SHA-256 of that and of what it names, and `directory` what
    the listings would be. `added`, `moved`, `closed`, and `changed` are the names of the locations concerned.
    """

    label: str
    fingerprint: str
    name: str
    directory: Directory
    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """How a query refers to it."""
        return f"file:{self.fingerprint}"
