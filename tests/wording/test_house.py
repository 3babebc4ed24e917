"""No room but wording writes numbers for people, and every template says its numbers through the writer."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sources import FILES as ALL_FILES
from tests.sources import PACKAGE, found_in, name_of, tree
from tests.world import ROOT

FILES = [path for path in ALL_FILES if path.relative_to(PACKAGE).parts[0] != "wording"]
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
SENTENCES = {"text", "text_n"}
# A format of a number: "," groups thousands, "%" makes a percentage, "g", "f", and "e" round. Not: "%H:%M", "0>2".
NUMBER_FORMAT = re.compile(r"[<>=^+\- #0]*\d*(?:[,_](?:\.\d*)?[a-z]?|[,_]?(?:\.\d+)?[eEfFgG%])")
# Numbers that programs read again: coordinates of addresses, of drawings, of requests to other servers, and ids.
NOT_FOR_PEOPLE = {
    ("access/standards.py", "g"),
    ("domain/geo.py", ".6f"),
    ("places/short_links.py", ".6f"),
    ("reports/pdf/county_map.py", ".2f"),
    ("reports/pdf/county_map.py", "g"),
    ("travel/engines/clients.py", ".6f"),
    ("verify/cells.py", "g"),
    ("web/closures_drawing.py", ".0f"),
    ("web/results_page.py", ".5f"),
}


@cache
def formats_in(path: Path) -> set[tuple[str, str]]:
    """Formats of numbers in a file, each with the name of the file."""
    return {(name_of(path), spec) for spec in number_formats(tree(path))}


def number_formats(node: ast.AST) -> Iterator[str]:
    """Formats of numbers in f-strings, `format(...)`, `"...".format(...)`, and `"..." % ...`, as they are written."""
    for part in ast.walk(node):
        if isinstance(part, ast.FormattedValue) and part.format_spec is not None:
            spec = ast.unparse(part.format_spec).removeprefix("f").strip("'\"")
            if NUMBER_FORMAT.fullmatch(spec):
                yield spec
        elif isinstance(part, ast.Call) and ast.unparse(part.func) == "format" and len(part.args) == 2:
            yield ast.unparse(part.args[1])
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from re.findall(r"\{\w*:[^{}]*[,%gf]\}|%\.\d+[fg]", part.value)


@pytest.mark.slow
def test_only_wording_formats_numbers_for_people() -> None:
    assert set().union(*map(formats_in, FILES)) == NOT_FOR_PEOPLE


def test_values_of_sentences_are_raw() -> None:
    """A value is a number, a name, a quantity, or a sentence; what is put together in an f-string is made of names alone."""

    def cooked(path: Path) -> list[str]:
        calls = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and ast.unparse(n.func) in SENTENCES]
        values = [keyword.value for call in calls for keyword in call.keywords]
        templates = [call.args[0] for call in calls]
        wrong = [v for v in values if list(number_formats(v)) or rounded_text(v)]
        return [ast.unparse(n) for n in (*wrong, *(t for t in templates if not isinstance(t, ast.Constant)))]

    assert found_in(FILES, cooked) == {}


def rounded_text(value: ast.AST) -> bool:
    """Whether a value is `str(...)` of a number, a percent sign, or a unit stuck to something."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "str":
        return bool(value.args) and isinstance(value.args[0], ast.Call) and ast.unparse(value.args[0].func) == "round"
    return any(isinstance(part, ast.Constant) and str(part.value).lstrip().startswith("%") for part in ast.walk(value))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_put_no_sign_to_a_number(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\}\}\s*%(?!\})|\$\{\{|\|\s*(?:round|format|int|float)\b(?![^<]*</svg>)", strip_drawings(text)) == []


def strip_drawings(template: str) -> str:
    """A template without its drawings, whose numbers are positions."""
    return re.sub(r"<svg.*?</svg>", "", template, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("f'{n:,}'", [","]),
        ("f'{n:,.0f}'", [",.0f"]),
        ("f'{n:.1%}'", [".1%"]),
        ("f'{n:g}'", ["g"]),
        ("format(n, ',')", ["','"]),
        ("'{:,}'.format(n)", ["{:,}"]),
        ("'%.1f' % n", ["%.1f"]),
        ("f'{day:%Y-%m} {name} {m:0>2} {c:<{w}}'", []),
    ],
)
def test_formats_of_numbers_are_found(code: str, found: list[str]) -> None:
    assert list(number_formats(ast.parse(code))) == found


def test_babel_is_loaded_for_other_languages_only() -> None:
    """A command starts without it. Names of countries are looked up for the few texts that may end with one."""
    users = {
        name_of(p)
        for p in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(?:from|import) babel\b", p.read_text("utf-8"), re.MULTILINE)
    }
    assert users == {"places/countries.py", "wording/locale_formats.py"}
    code = "import sys, finder.cli.app, finder.wording.writer; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
