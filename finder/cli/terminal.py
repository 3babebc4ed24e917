"""Talk to a terminal: UTF-8 in both directions, notices on stderr only, and the progress of long measurements."""

import io
import os
import sys
import time

from finder.text import Text, as_share, text

PROGRESS_SECONDS = 2.0


def speak_utf8() -> None:
    """Make the standard streams UTF-8, whatever the locale says, because names have accents."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    """Discard what is left in the output buffer. Otherwise Python would try to write it again on exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(*sentences: Text | str) -> None:
    """Print each sentence in English on a line of stderr, after the program's name and without control characters."""
    # Without a stderr, print would write to stdout, into the answer.
    for sentence in sentences if sys.stderr else ():
        line = sentence if isinstance(sentence, str) else _in_english(sentence)
        print("finder: " + " ".join("".join(c if c.isprintable() else " " for c in line).split()), file=sys.stderr)


def _in_english(sentence: Text) -> str:
    # Imported only where something is said: it loads most of the finder, which `finder --version` does without.
    from finder.wording.writer import ENGLISH

    return ENGLISH.say(sentence)


class TerminalProgress:
    """Report the progress of a measurement on stderr every two seconds, if it takes longer than that."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, share: float) -> None:
        """Take note of the share that is done."""
        now = time.monotonic()
        if share == 0:
            self._said = now
        elif now - self._said >= PROGRESS_SECONDS:
            self._said = now
            say(text("Measuring travel: %(share)s done.", share=as_share(round(share, 2))))
