"""Sites where a new stop could be: what a planner's own file of candidates says."""

from dataclasses import dataclass

from finder.domain.geo import PointSet
from finder.text import Text


@dataclass(frozen=True, eq=False)
class Sites:
    """Candidates of a file: its name, the start of the SHA-256 of its content, and its rows that can be used.

    `state` is empty where the file does not say it. `notices` are about rows that were not used, and why.
    """

    label: str
    fingerprint: str
    id: tuple[str, ...]
    name: tuple[str, ...]
    state: tuple[str, ...]
    points: PointSet
    notices: tuple[Text, ...]
