"""Blocks of a documentation page that a program writes, between `<!-- begin: NAME -->` and `<!-- end -->`."""

import re
from collections.abc import Mapping
from pathlib import Path

_BLOCK = re.compile(r"<!-- begin: (?P<name>[\w -]+?) -->\n.*?<!-- end -->", re.DOTALL)


def block_names(page: str) -> list[str]:
    """The names of the blocks of a page, in order."""
    return [match["name"] for match in _BLOCK.finditer(page)]


def with_blocks(page: str, blocks: Mapping[str, str]) -> str:
    """Replace the contents of the blocks that are given; leave the others as they are.

    Raises ValueError for a block that the page does not have.
    """
    if missing := set(blocks) - set(block_names(page)):
        raise ValueError(f"The page has no block named {', '.join(sorted(missing))}.")

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        return f"<!-- begin: {name} -->\n{blocks[name].strip()}\n<!-- end -->" if name in blocks else match[0]

    return _BLOCK.sub(replaced, page)


def write_blocks(path: Path, blocks: Mapping[str, str]) -> None:
    """Replace blocks of a page on disk."""
    path.write_text(with_blocks(path.read_text(encoding="utf-8"), blocks), encoding="utf-8")
