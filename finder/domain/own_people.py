"""People of a file of one's own, such as the members of a plan or the patients of a clinic, in the place of residents."""

from dataclasses import dataclass
from functools import cached_property

from finder.domain.demand import DemandPoints
from finder.text import Text


@dataclass(frozen=True, eq=False)
class OwnPeople:
    """The people of a file: the start of the SHA-256 of its content, and where they are.

    `notices` are about rows that were not used, and why; they never repeat what a row says.
    """

    fingerprint: str
    demand: DemandPoints
    notices: tuple[Text, ...]

    @cached_property
    def in_whole(self) -> DemandPoints:
        """The same people, none of whom is split between counties."""
        return self.demand.in_whole_people()

    @property
    def id(self) -> str:
        """How a query and a manifest name them."""
        return f"file:{self.fingerprint}"
