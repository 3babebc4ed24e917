"""A document to print, as a sequence of blocks that are independent of page, typeface, and file format."""

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.arrays import Ints, Mask
from finder.domain.geo import Point
from finder.text import Text, text

Words = Text | str


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the first page: the kind of document, its title, what was asked, and a line for the foot of every page."""

    kind: Words
    title: Words
    asked: Words
    foot: Words


@dataclass(frozen=True, slots=True)
class Lead:
    """The answer, in a prominent sentence."""

    words: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """The start of a section. `room` is the space, in points, that must be left on the page for it."""

    words: Words
    room: float = 80


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences in running text; `quiet` for remarks."""

    sentences: Sequence[Words]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences as a list; `quiet` for remarks."""

    sentences: Sequence[Words]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers, side by side, with their labels."""

    figures: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, its rows, the relative widths of its columns, and how many of the first columns are text."""

    head: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    widths: Sequence[float]
    text_columns: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class CountyMap:
    """A map of counties shaded by class.

    `fips` are the counties. The `shade` of each is a row of `legend`, or `len(legend)` where nobody lives, which is labeled
    `nobody`. `hatched` counties are labeled `hatched_words`, and `dots` are labeled `dots_words`. `state` is the one state that
    is drawn; None for the whole country.
    """

    fips: Sequence[str]
    shade: Ints
    hatched: Mask
    dots: Sequence[Point]
    state: str | None
    title: Words
    legend: Sequence[Words]
    nobody: Words
    hatched_words: Words
    dots_words: Words


Block = Title | Lead | Heading | Paragraph | Bullets | Figures | Grid | CountyMap


def alone(value: object) -> Text:
    """A number or a quantity by itself, where words are expected, as in a cell."""
    return text("%(value)s", value=value)
