"""The source files of the program, parsed once, for tests that look at all of them."""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from tests.world import ROOT

PACKAGE = ROOT / "finder"
FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def found_in(files: Iterable[Path], look: Callable[[Path], Any]) -> dict[str, Any]:
    """What is found in each file where anything is, by the file's name: all that is wrong, in one failure."""
    return {name_of(path): found for path in files if (found := look(path))}
