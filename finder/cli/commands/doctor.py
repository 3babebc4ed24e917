"""`finder doctor`"""

import argparse
from collections.abc import Iterator, Mapping

from finder.cli import options
from finder.cli.doctor import installation, services
from finder.cli.doctor.finding import Check, Finding, findings_of
from finder.cli.output import put, write
from finder.core import DEFAULT_TRAVEL
from finder.questions.base import Row
from finder.reference.reference import Reference
from finder.settings import Settings, today
from finder.wording.writer import ENGLISH

_COLUMNS = ("part", "state", "found", "advice")


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), options.geocoder(), options.output()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where a server would listen."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=options.port, default=8000)


def run(asked: argparse.Namespace) -> int:
    """A line for each part: whether it works, and what to do if not; exit 1 if the finder would not work."""
    found = list(_findings(asked))
    rows = [_row(finding) for finding in found]
    works = not any(finding.state == "fail" for finding in found)
    if asked.format == "table":
        # The rows of a table would be cut, and the advice is at their end.
        put(asked, "".join(_line(row) for row in rows).encode())
    else:
        write(asked, {"works": works, "findings": rows}, rows, _COLUMNS, _COLUMNS)
    return 0 if works else 1


def _findings(asked: argparse.Namespace) -> Iterator[Finding]:
    settings, day = Settings.from_environment(), today()
    reference = Reference(settings.data)
    checks: Mapping[str, Check] = {
        "python": installation.python,
        "packages": lambda: installation.packages(settings.data.parent / "requirements.txt"),
        "tables": lambda: installation.tables(reference, day),
        "clock": lambda: installation.clock(reference, day),
        "directory": lambda: services.directory(settings, reference, asked.directory, day),
        "cache": lambda: installation.cache(settings.cache),
        "fonts": installation.fonts,
        "languages": lambda: installation.translations(settings.translations),
        "trials": lambda: installation.trials(settings, day),
        "port": lambda: installation.port(asked.host, asked.port),
        "routing": lambda: services.routing(settings, reference, asked.travel),
        "geocoder": lambda: services.geocoder(reference, asked.geocoder),
    }
    for part, check in checks.items():
        yield from findings_of(part, check)


def _row(finding: Finding) -> Row:
    return {
        "part": finding.part,
        "state": finding.state,
        "found": ENGLISH.say(finding.found),
        "advice": ENGLISH.say(finding.advice) if finding.advice else "",
    }


def _line(row: Row) -> str:
    return f"{row['state']:<5} {row['part']}: {row['found']} {row['advice']}".rstrip() + "\n"
