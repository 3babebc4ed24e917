"""The quality of a directory as plain values."""

from finder.directory.quality import Quality
from finder.questions.base import Row
from finder.wording.writer import ENGLISH


def whole(quality: Quality) -> Row:
    """`check --format json`."""
    return {
        "counts": {ENGLISH.say(words): count for words, count in quality.lines()},
        "looks_repeated": [list(ids) for ids in quality.repeated],
        "problems": [ENGLISH.say(p) for p in quality.problems],
    }
