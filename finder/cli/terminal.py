"""Talking to a terminal: UTF-8 both ways, notices on stderr alone, and how far a long measurement is."""

import io
import os
import sys
import time

PROGRESS_SECONDS = 2.0


def speak_utf8() -> None:
    """Names have accents, and files are UTF-8: so are the screen and pipes, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    """Let what is left in the buffer vanish: Python would try to write it once more at the end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(*lines: str) -> None:
    """Each line on stderr, behind the program's name, without control characters."""
    # Without a stderr, print would put them among the answer.
    for line in lines if sys.stderr else ():
        print("finder: " + " ".join("".join(c if c.isprintable() else " " for c in line).split()), file=sys.stderr)


class TerminalProgress:
    """Says on stderr how far a measurement is that lasts over two seconds, once every two seconds."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, share: float) -> None:
        """Hears what share is done."""
        now = time.monotonic()
        if share == 0:
            self._said = now
        elif now - self._said >= PROGRESS_SECONDS:
            self._said = now
            say(f"Measuring travel: {share:.0%} done.")
