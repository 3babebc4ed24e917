"""Inputs of every kind, tried until one breaks a promise: `make fuzz`, or `python -m tests.fuzz --examples N [--seed S]`.

Each target takes one kind of input from outside and keeps one promise: an answer, or a refusal in words. Hypothesis makes the
inputs and shrinks the one that breaks the promise. With a seed, they are the same each time; a small run of each is a test.
"""

import argparse
import io
import json
import logging
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import time as clock
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import openpyxl
from flask import Flask
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from finder.domain.iso_days import days_meant, read_day, split_days
from finder.domain.opening_rules import read_rules
from finder.domain.provenance import read_as_of
from finder.errors import FinderError, QueryError
from finder.hsd.reference_file import read_hsd
from finder.questions.coverage.query import CoverageQuery
from finder.questions.registry import QUESTIONS
from finder.reports.render import REPORT, render
from finder.verify.reading import read
from finder.web import create_app
from finder.web.forms import FILTER_FIELDS, SEARCH_FIELDS, chairs_query, coverage_query
from finder.web.sealed import Seal
from tests.world import GAZETTEER, REFERENCE, SETTINGS, STARTER, TODAY, make_finder


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input, and what has to hold for each."""

    inputs: SearchStrategy[Any]
    holds: Callable[[Any], None]


# Inputs

ODD = st.sampled_from(
    [
        *("", " ", "\0", "\ufeff", "\u202e", "\ud7ff", "٣", "½", "-1", "0", "1e999", "nan", "inf", "99999999999999999999"),
        *("'", '"', "<script>", "{{7*7}}", "%s", "%(x)s", "../", "=1+1", ";", "\t", "\n", "\r\n", "é", "ñ", "😀", "a" * 5_000),
    ]
)
WORDS = st.sampled_from(
    [
        *("59718", "10001", "00000", "Bozeman", "MT", "Montana", "New York", "St.", "12", "45.68", "-111.04", "N", "°", ","),
        *("geo:", "https://maps.google.com/?q=", "/@", "!3d45.6!4d", "86HJW92G+QJH", "PO Box", "#", "County", "near", "Guam"),
        *("ivig", "rituximab", "yes", "no", "true", "on", "60", "miles:60", "cms", "va", "physician_office", "medicare", "es"),
    ]
)
TEXTS = st.lists(WORDS | ODD | st.text(max_size=12), max_size=8).map(" ".join) | st.text(max_size=200)
DAYS = st.sampled_from(
    [
        *("2026-12-24", "20261224", "2026-W52-4", "2026-358", "2026-13-01", "0000-01-01", "9999-12-31", "T10:00", "T24:00"),
        *(
            "+14:00",
            "Z",
            "EXDATE;TZID=America/Denver:",
            "RDATE:",
            ";",
            ",",
            "Mo-Fr",
            "08:00-17:00",
            "PH off",
            "24/7",
            "week 1-53",
        ),
    ]
)
DATES = st.lists(DAYS | ODD | st.text(max_size=6), max_size=6).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.lists(st.tuples(st.sampled_from([*SEARCH_FIELDS, "id", "limit", "more", "lang", "x"]), TEXTS), max_size=12)
NAMES = st.sampled_from(
    ["Host", "Accept-Language", "Cookie", "X-Forwarded-For", "X-Forwarded-Host", "Range", "Accept-Encoding"]
)
# What a client may send as a header: no line ends, and bytes only.
VALUES = TEXTS.map(lambda t: t.replace("\r", "").replace("\n", "").encode().decode("latin-1"))


@cache
def whole_files() -> tuple[bytes, ...]:
    """Undamaged files: reports of the program in each format that can be verified, a workbook, and an HSD file."""
    question = QUESTIONS["coverage"]
    result = make_finder(STARTER, travel="straight").coverage(CoverageQuery("cms", state="DE", on=TODAY))
    tables = {"csv": "counties", "json": "counties", "xlsx": "counties", "pdf": REPORT}
    reports = [render(question, result, table, form).content for form, table in tables.items()]  # type: ignore[arg-type]
    specialty = "Outpatient Infusion/Chemotherapy"
    head = ["FIPS", "COUNTY DESIGNATION", f"{specialty} Minutes", f"{specialty} Miles"]
    hsd = openpyxl.Workbook()
    for row in (head, ["10001", "CEAC", 111, 101], ["10003", "Rural", "x", -1]):
        hsd.active.append(row)
    kept = io.BytesIO()
    hsd.save(kept)
    return *reports, kept.getvalue(), (",".join(head) + "\n10001,CEAC,111,101\n").encode()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file with some bytes changed, cut, repeated, or put in."""
    content = bytearray(draw(st.sampled_from(whole_files())))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 40)))
        content[at:end] = draw(st.sampled_from([b"", bytes(content[at:end]) * 3]) | st.binary(max_size=40))
    return bytes(content)


# Promises


def _refused_in_words(ask: Callable[[], object], *errors: type[Exception]) -> None:
    """An answer, or one of the errors that say what is wrong; any other error breaks the promise."""
    with suppress(FinderError, *errors):
        ask()


def place(written: str) -> None:
    """A text is a place in the country, or is refused."""
    with suppress(FinderError):
        assert GAZETTEER.in_country(GAZETTEER.find(written).point)


def dates(written: str) -> None:
    """A cell of dates or hours is read, or is a ValueError."""
    zone = ZoneInfo("America/Denver")
    for ask in (read_day, read_as_of, lambda w: days_meant(w, clock(8), zone)):
        _refused_in_words(lambda ask=ask: ask(written), ValueError)  # type: ignore[misc]
    split_days(written)
    read_rules(written)


def report(content: bytes) -> None:
    """A file is a report or is refused, whatever it holds."""
    _refused_in_words(lambda: read(content))


def hsd(content: bytes) -> None:
    """A file is an HSD Reference File or is refused."""
    _refused_in_words(lambda: read_hsd(content, "file", REFERENCE.counties))


def manifest(said: Any) -> None:
    """A manifest of any values is read or refused."""
    whole = json.loads(whole_files()[1])
    more = said if isinstance(said, dict) else {"manifest": [said]}
    for changed in ({**whole, "manifest": said}, {**whole, **more}, said):
        _refused_in_words(lambda changed=changed: read(json.dumps(changed).encode()))  # type: ignore[misc]


def planners_query(fields: list[tuple[str, str]]) -> None:
    """The address of a planner's page is a question or is refused."""
    args = dict(fields)
    _refused_in_words(lambda: coverage_query(args, TODAY))
    _refused_in_words(lambda: chairs_query(args, TODAY))


@cache
def app() -> Flask:
    """The pages over the starter directory."""
    return create_app(make_finder(STARTER, travel="straight"), SETTINGS)


def sealed(written: str) -> None:
    """A word that nobody sealed opens nothing."""
    try:
        Seal().open(written)
    except QueryError:
        return
    raise AssertionError("opened")


def form(fields: list[tuple[str, str]]) -> None:
    """A form is answered, or refused with a page; so is the answer's address."""
    client = app().test_client()
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    for path in ("/search", "/compare", "/reports/search.csv", "/suggest"):
        answer = client.post(path, data=data)
        assert answer.status_code < 500, path
        if answer.status_code == 303:
            assert client.get(answer.location).status_code < 500, path


def page(request: tuple[str, list[tuple[str, str]]]) -> None:
    """Any path with any headers is answered, or refused with a page, and repeats no header."""
    path, headers = request
    answer = app().test_client().get("/" + path.lstrip("/"), headers=headers)
    assert answer.status_code < 500


PLANNERS = ("standard", "therapy", "state", "evidence", "mobile", *FILTER_FIELDS)
PATHS = st.lists(
    st.sampled_from(["search", "centers", "compare", "static", "call-sheet", "/", "..", "%2e"]) | TEXTS, max_size=4
)
TARGETS: dict[str, Target] = {
    "places": Target(TEXTS, place),
    "dates and hours": Target(DATES | TEXTS, dates),
    "forms of patients": Target(FIELDS, form),
    "questions of planners": Target(st.lists(st.tuples(st.sampled_from(PLANNERS), TEXTS), max_size=6), planners_query),
    "paths and headers": Target(st.tuples(PATHS.map("/".join), st.lists(st.tuples(NAMES, VALUES), max_size=4)), page),
    "sealed addresses": Target(TEXTS | st.text("ABCDEFabcdef0123456789-_", max_size=300).map("gAAAA".__add__), sealed),
    "reports": Target(damaged() | st.binary(max_size=300), report),
    "HSD files": Target(damaged() | st.binary(max_size=300), hsd),
    "manifests": Target(JSON, manifest),
}


def tried(target: Target, examples: int, seed: int) -> int:
    """Try inputs on a target; how many. Raises whatever breaks the promise, with the smallest input that does, as a note."""
    n = 0

    def attempt(made: Any) -> None:
        nonlocal n
        n += 1
        target.holds(made)

    profile = hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.seed(seed)(profile(hypothesis.given(target.inputs)(attempt)))()
    return n


def main() -> int:
    """Try all targets, or those named; 1 if one broke its promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5_000, metavar="N", help="inputs of each kind")
    parser.add_argument("--seed", type=int, default=None, help="the same inputs again")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), help="kinds of inputs (default: all)")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # pypdf says a lot about damaged files
    seed = secrets.randbelow(2**31) if asked.seed is None else asked.seed
    total = failed = 0
    for name in asked.targets:
        began = time.monotonic()
        try:
            n = tried(TARGETS[name], asked.examples, seed)
        except Exception as error:
            failed += 1
            print(f"{name}: broken by", *getattr(error, "__notes__", ()), f"{type(error).__name__}: {error}", flush=True)
            continue
        total += n
        print(f"{name}: {n} inputs in {time.monotonic() - began:.0f} s, every promise kept", flush=True)
    print(f"{total} inputs tried with seed {seed}; {failed} kinds broken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
