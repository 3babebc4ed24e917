"""The documentation: generated blocks are up to date, links lead somewhere, commands parse, and named files exist."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from docs.blocks import block_names, with_blocks
from docs.generate import BLOCKS, CENSUS, DOCS, generated
from finder.cli.app import _parser
from tests.world import REFERENCE, ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
    ROOT / "benchmarks/README.md",
]
FENCE = re.compile(r"^ *```.*?^ *```\n", re.MULTILINE | re.DOTALL)
GENERATED = re.compile(r"<!-- begin.*?<!-- end -->", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Pages that are a list themselves, or fit on a screen or two.
NO_CONTENTS = ("README.md", "CHANGELOG.md")
# Files made by the reader or by the program.
MADE = ("data/trials", ".cache")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> list[str]:
    return [anchor(heading) for heading in re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)]


@pytest.mark.parametrize("page", BLOCKS)
def test_generated_blocks_are_up_to_date(page: str) -> None:
    written = (DOCS / page).read_text(encoding="utf-8")
    assert block_names(written) == list(BLOCKS[page])
    assert generated(page) == written, "run make docs"


def test_county_types_are_compared_with_the_2020_census_where_its_table_is(shared_data: Path) -> None:
    """Otherwise the block of changed counties would never be made, and never be compared."""
    assert CENSUS.parent == shared_data
    assert CENSUS.is_file()


def test_a_block_that_a_page_lacks_is_an_error() -> None:
    page = "a\n<!-- begin: one -->\nold\n<!-- end -->\nz\n"
    assert with_blocks(page, {"one": "new"}) == page.replace("old", "new")
    with pytest.raises(ValueError, match="two"):
        with_blocks(page, {"two": "new"})


def test_verdicts_that_changed_were_worked_out_on_the_road_graph_in_use() -> None:
    page = (DOCS / "method" / "verdict-changes.md").read_text(encoding="utf-8")
    graph = REFERENCE.fingerprint("roads.npz")[:16]
    assert set(re.findall(r"Road graph: `(\w+)`", page)) == {graph}, "run python -m docs.verdict_changes"


def test_accuracy_was_measured_on_the_road_graph_in_use() -> None:
    page = (DOCS / "accuracy.md").read_text(encoding="utf-8")
    assert all(re.findall(r"<!-- begin: .* -->\n(?!<!--)", page))
    assert set(re.findall(r"Road graph: `(\w+)`", page)) == {REFERENCE.fingerprint("roads.npz")[:16]}, "run make accuracy"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(page)):
        if re.match(r"https?://", link):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (heading and heading not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.name not in NO_CONTENTS or p.parent.name in ("build", "benchmarks")], ids=name
)
def test_each_page_begins_with_its_contents(page: Path) -> None:
    head = prose(page).partition("\n## ")[0]
    listed = [link[1:] for link in LINK.findall(head) if link.startswith("#")]
    assert listed == [anchor(heading) for heading in re.findall(r"^## (.*)$", prose(page), re.MULTILINE)]


def commands(page: Path) -> Iterator[str]:
    """What readers are told to type after `finder`, in code blocks and in the text."""
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    for line in chain.from_iterable(block.splitlines() for block in blocks):
        if found := re.match(r" *(?:\.venv/bin/)?(?:python -m )?finder (.*)$", line):
            yield found[1].partition("  #")[0]
    yield from (c for c in re.findall(r"`finder (\w+ [^`]*)`", prose(page)) if not re.search(r"\b[A-Z]{3,}", c))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_are_understood(page: Path) -> None:
    for command in commands(page):
        if command != "--help":
            assert _parser().parse_args(shlex.split(command)).run


def test_the_readme_is_short_and_names_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.split()) < 700
    with pytest.raises(SystemExit):
        _parser().parse_args(["--help"])
    known = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert "search" in known
    assert set(re.findall(r"^\| `(\w+)", readme, re.MULTILINE)) == set(known)
    assert any(commands(ROOT / "README.md"))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_that_are_named_exist(page: Path) -> None:
    text = GENERATED.sub("", prose(page))
    named = re.findall(r"`((?:finder|tests|data|docs|benchmarks|templates|translations)/[\w./@*-]*)`", text)
    assert [path for path in named if not path.startswith(MADE) and not any(ROOT.glob(path.rstrip("/")))] == []


def test_names_in_the_glossary_exist() -> None:
    rows = re.findall(r"^\|.*\| `([\w.]+)` \|$", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 50
    assert [dotted for dotted in rows if not exists(f"finder.{dotted}")] == []


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module, or a name in one."""
    module, _, attribute = dotted.rpartition(".")
    try:
        return hasattr(import_module(module), attribute) or bool(import_module(dotted))
    except ImportError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_numbers_are_written_as_the_style_page_says(page: Path) -> None:
    allowed = {"| 82.2 % | 82.2% |"} if page.name == "style.md" else set()
    assert set(re.findall(r".*\d %.*", prose(page))) == allowed


def test_each_setting_is_documented() -> None:
    variables = re.compile(r"\bFINDER_[A-Z_]+\b")
    read = variables.findall((ROOT / "finder" / "settings.py").read_text(encoding="utf-8"))
    settings = (DOCS / "commands.md").read_text(encoding="utf-8").partition("## Settings")[2]
    assert set(read) == set(re.findall(r"^\| `(FINDER_\w+)`", settings, re.MULTILINE))
