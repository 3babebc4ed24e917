"""Checks of what is installed on this machine: Python, packages, folders, the clock, fonts, translations, and the port."""

import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from importlib import metadata
from pathlib import Path

from finder.cli.doctor.finding import Finding
from finder.errors import DataError
from finder.reference.reference import Reference
from finder.settings import Settings
from finder.text import as_list, text
from finder.travel.cache import MAX_BYTES
from finder.wording.writer import LOCALES, writer

PACKAGE = "infusion-access-finder"
_LEAST_PYTHON = (3, 11)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
# The program was written in this year, so a clock before it is wrong.
_WRITTEN_IN = 2026
# Every translation has another word for it.
_ANY_WORD = text("Search")


def python() -> Iterator[Finding]:
    """The version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _LEAST_PYTHON:
        yield Finding("python", "fail", text("This is Python %(version)s.", version=version), text("Use 3.11 or newer."))
    else:
        yield Finding("python", "ok", text("This is Python %(version)s.", version=version))


def packages(lock: Path) -> Iterator[Finding]:
    """The packages that the program needs, against `lock` if there is one: a file of exact versions."""
    needed = {_plain(re.split(r"[ ;<>=!~\[(]", line, maxsplit=1)[0]) for line in metadata.requires(PACKAGE) or ()}
    installed = {_plain(d.metadata["Name"]): d.version for d in metadata.distributions() if d.metadata["Name"]}
    if missing := sorted(needed - installed.keys()):
        advice = text("Install them: pip install --require-hashes -r requirements.txt")
        yield Finding("packages", "fail", text("Missing: %(names)s.", names=as_list(missing)), advice)
        return
    pins = {_plain(name): pin for name, pin in _PIN.findall(lock.read_text("utf-8"))} if lock.is_file() else {}
    other = sorted(f"{n} {installed[n]} ({pins[n]})" for n in needed & pins.keys() if installed[n] != pins[n])
    if other:
        found = text("Not the version of requirements.txt, which is in parentheses: %(names)s.", names=as_list(other))
        advice = text("Install those: pip install --require-hashes -r requirements.txt")
        yield Finding("packages", "warn", found, advice)
    elif pins:
        yield Finding("packages", "ok", text("%(n)s packages have the versions of requirements.txt.", n=len(needed)))
    else:
        yield Finding("packages", "ok", text("%(n)s packages are there; no requirements.txt to compare with.", n=len(needed)))


def tables(reference: Reference, today: date) -> Iterator[Finding]:
    """Every reference table, read in full. Raises DataError for one that is missing or damaged."""
    names = [name for name, value in vars(Reference).items() if isinstance(value, cached_property)]
    for name in names:
        getattr(reference, name)
    reference.mileage_rate(today)
    for lines in ("counties", "counties.us"):
        reference.county_lines(lines).read_bytes()
    ages = [f"{v.what} {v.as_of}" for v in reference.vintages.values()]
    yield Finding("tables", "ok", text("All tables can be read: %(ages)s.", ages="; ".join(ages)))


def clock(reference: Reference, today: date) -> Iterator[Finding]:
    """The day, and the time zones of the places."""
    if today.year < _WRITTEN_IN:
        found = text("The clock says %(day)s.", day=today.isoformat())
        yield Finding("clock", "fail", found, text("Set the clock: what is open today depends on it."))
    else:
        zones = len(reference.time_zones.zones)
        yield Finding("clock", "ok", text("Today is %(day)s; %(zones)s time zones.", day=today.isoformat(), zones=zones))


def cache(folder: Path) -> Iterator[Finding]:
    """The folder of travel matrices: whether it can be written, and has space."""
    slower = text("National questions are measured anew each time. Set FINDER_CACHE to a folder that can be written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="doctor-"):
            free = shutil.disk_usage(folder).free
        used = sum(file.stat().st_size for file in folder.glob("*") if file.is_file())
    except OSError as error:
        yield Finding("cache", "warn", text("The cache can't be written: %(why)s.", why=error.strerror or str(error)), slower)
        return
    sizes = {"used": round(used / 1e6), "free": round(free / 1e6)}
    found = text("The cache can be written: %(used)s MB used, %(free)s MB free.", **sizes)
    if used + free < MAX_BYTES:
        yield Finding("cache", "warn", found, text("Give it 1,000 MB, or national questions are measured anew each time."))
    else:
        yield Finding("cache", "ok", found)


def fonts() -> Iterator[Finding]:
    """The fonts of PDF files."""
    # Imported only here: fonts take a while to load.
    from finder.reports.pdf.typesetting import FONTS

    files = sorted(FONTS.glob("*.ttf"))
    damaged = [file.name for file in files if file.read_bytes()[:4] != b"\x00\x01\x00\x00"]
    if not files or damaged:
        yield Finding(
            "fonts", "fail", text("The fonts of PDF files are missing or damaged."), text("Install the program again.")
        )
    else:
        yield Finding("fonts", "ok", text("%(n)s fonts for PDF files.", n=len(files)))


def translations(folder: Path) -> Iterator[Finding]:
    """The pages' other languages."""
    lacking = []
    for name in LOCALES:
        try:
            if name != "en" and writer(name, folder).say(_ANY_WORD) == _ANY_WORD.template:
                lacking.append(name)
        except DataError:
            lacking.append(name)
    if lacking:
        found = text("No translation: %(names)s.", names=as_list(lacking))
        yield Finding("languages", "fail", found, text("Compile it: make translations"))
    else:
        yield Finding("languages", "ok", text("Pages in %(names)s.", names=as_list(sorted(LOCALES))))


def port(host: str, number: int) -> Iterator[Finding]:
    """Whether a server could listen there."""
    where = {"host": host, "port": str(number)}
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        found = text("Cannot listen on %(host)s, port %(port)s (%(why)s).", **where, why=str(error))
        yield Finding("port", "warn", found, text("Fine if the finder runs there. Otherwise, choose another --port or --host."))
    else:
        yield Finding("port", "ok", text("%(host)s, port %(port)s is free.", **where))


def trials(settings: Settings, now: date) -> Iterator[Finding]:
    """The copy of clinical trials."""
    from finder.trials.saved import load_copy

    copy = load_copy(settings.trials)
    if copy is None:
        yield Finding("trials", "ok", text("No copy of clinical trials: /trials says so."))
        return
    found = text("A copy of %(n)s clinical trials of %(day)s.", n=len(copy.trials), day=copy.as_of.isoformat())
    if now - copy.as_of > timedelta(days=60):
        yield Finding("trials", "warn", found, text("Import a new one: finder import trials FILE..."))
    else:
        yield Finding("trials", "ok", found)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
