"""A document to print, as a sequence of blocks: values that know no page, typeface, or file format."""

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.arrays import Ints, Mask
from finder.domain.geo import Point
from finder.text import Text, text

Words = Text | str


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the first page: what kind of document it is, its title, what was asked, and a line for the foot of pages."""

    kind: Words
    title: Words
    asked: Words
    foot: Words


@dataclass(frozen=True, slots=True)
class Lead:
    """The answer, in a sentence that cannot be missed."""

    words: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """The start of a section. `room` is the space in points that what follows needs on the same page."""

    words: Words
    room: float = 80


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences one after another; `quiet` for remarks."""

    sentences: Sequence[Words]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences one below another; `quiet` for remarks."""

    sentences: Sequence[Words]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers side by side, each with its label."""

    figures: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head, its rows, relative widths of its columns, and how many of them hold words and not numbers."""

    head: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    widths: Sequence[float]
    text_columns: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class CountyMap:
    """A map of counties shaded by class.

    `counties` are rows of the demand points' counties with the `shade` of each: a row of `legend`, or `len(legend)` where
    nobody lives, which reads `nobody`. `hatched`, of the same shape, marks counties under `hatched_words`. `dots` are points
    under `dots_words`. `state` is the one state that is drawn; None for the whole country.
    """

    counties: Ints
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


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Title | Lead | Heading | Paragraph | Bullets | Figures | Grid | CountyMap | PageBreak


def alone(value: object) -> Text:
    """A value by itself, where words are expected: a number or a quantity in a cell."""
    return text("%(value)s", value=value)
