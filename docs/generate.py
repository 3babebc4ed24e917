"""Writes what the documentation repeats from the code and the reference tables: `make docs`, or `python -m docs.generate`.

Each page marks its generated blocks (see docs/blocks.py); BLOCKS names the function of each. A test checks that running this
changes nothing.
"""

import argparse
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from docs import county_types, directory_facts, evidence_tables
from docs.blocks import with_blocks
from docs.county_types import REFERENCE
from finder.cli.app import _parser
from finder.directory.columns import COLUMNS as LISTING_COLUMNS
from finder.directory.columns import REQUIRED
from finder.domain.evidence import LEVELS
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import ClosuresQuery
from finder.questions.columns import COLUMNS, Column
from finder.questions.coverage.query import CoverageQuery
from finder.questions.distances.columns import NEAREST_COLUMNS, PAIRS_COLUMNS
from finder.questions.need import NEED_PARAMETERS
from finder.questions.own_people import PEOPLE_PARAMETERS
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import OBJECTIVES, SitingQuery
from finder.reports.manifest import ASKED, TRACE

DOCS = Path(__file__).parent
CENSUS = Path(os.environ.get("FINDER_SHARED_DATA", DOCS.parents[1] / "shared" / "data")) / "counties_2020.csv"
# What the columns of the manifest hold; a new column needs a sentence here.
TRACE_WORDS = {
    "version": "program version",
    "question": "the question: " + " or ".join(f"`{question}`" for question in QUESTIONS),
    "table": "the table",
    "method": "way of measuring travel",
    "minutes": "what all minutes are: `driving`, without those at the doors",
    "directory": "fingerprint of the listings",
    "hsd": "fingerprint of the HSD file, or `none`",
    "data": "one fingerprint of all reference tables that were used",
    "computed_on": "the day that was asked about",
    "people_of": "the survey that the numbers of people are from, or `your file`",
}
# The parameters of the questions, for planners, stand in columns of their own.
ASKED_WORDS = {
    "standard": "id of the standard",
    "therapy": "id of the therapy, or `none`",
    "state": "state, or `none` for the country",
    "evidence": f"{', '.join(f'`{level}`' for level in LEVELS[:-1])}, or `{LEVELS[-1]}`",
    "mobile": "`include`, `exclude`, or `only`",
    "units": "number of new stops asked for",
    "objective": f"{', '.join(f'`{o}`' for o in OBJECTIVES[:-1])}, or `{OBJECTIVES[-1]}`",
    "candidates": "`towns`, `towns:N` for those of N people or more, or `file:` and the fingerprint of a file",
    "where": "`any`, or `state`: only towns of the state are candidates",
    "seconds": "the most seconds for the proof",
    "base": "what is compared with: `today`, or `file:` and the fingerprint of a scenario",
    "plan": "the plan: the same",
    "by": "`location` or `address`: what closes at once",
    "close": "ids of the locations and mobile units that close at once, or `none` if each closes alone",
    "people": "`file:` and the fingerprint of your own file of people; only with `--people`",
    "small_numbers": "`hidden` or `shown`; only with `--people`",
    "need": "id of the condition; only with `--need`",
    "infused": "share of patients taken to be infused; only with `--need`",
}
_SOME_DAY = date(2026, 1, 1)
_QUERIES = {
    "coverage": CoverageQuery(on=_SOME_DAY),
    "chairs": ChairsQuery(on=_SOME_DAY),
    "siting": SitingQuery(1, on=_SOME_DAY),
    "closures": ClosuresQuery(on=_SOME_DAY),
    "scenario": ScenarioQuery("today", "today", on=_SOME_DAY),
}
# An option as it is written, what it means, and its default.
Option = tuple[str, str, str]
# Set by argparse in every command.
_NOT_LISTED = ("help", "version")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [[str(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [list(headings), ["---"] * len(headings), *lines])


def report_columns(question: str, name: str) -> str:
    """The columns of one table of a question."""
    columns = QUESTIONS[question].tables[name].columns
    return table(["column", "holds"], ((f"`{c}`", COLUMNS[c].about) for c in columns))


def list_columns(columns: Mapping[str, Column]) -> str:
    """The columns that the answer to a list adds."""
    return table(["column", "holds"], ((f"`{name}`", column.about) for name, column in columns.items()))


def tables_of(question: str) -> Mapping[str, "Block"]:
    """A block for each table of a question."""
    return {name: partial(report_columns, question, name) for name in QUESTIONS[question].tables}


def manifest_columns() -> str:
    """The columns at the end of every row of a CSV file."""
    asked = {name for question, query in _QUERIES.items() for name in QUESTIONS[question].parameters(query)}
    if asked | {*PEOPLE_PARAMETERS, *NEED_PARAMETERS} != set(ASKED_WORDS) or set(QUESTIONS) != set(_QUERIES):
        raise ValueError("The parameters of the questions are not those described here.")
    words = {f"{ASKED}{name}": about for name, about in ASKED_WORDS.items()} | TRACE_WORDS
    end = TRACE.index("table") + 1
    columns = (*TRACE[:end], *(f"{ASKED}{name}" for name in ASKED_WORDS), *TRACE[end:])
    return table(["column", "holds"], ((f"`{column}`", words[column]) for column in columns))


def required_columns() -> str:
    """The required columns of each listing file."""
    return table(["file", "required columns"], ((f"`{name}`", _codes(REQUIRED[name])) for name in LISTING_COLUMNS))


def named_standards() -> str:
    """The limits of each named standard by county type."""
    rows = (
        [f"`{standard.id}`", county_types.LABELS[t], _number(mi), _number(minutes), _share(share)]
        for standard in REFERENCE.standards.values()
        for t, mi, minutes, share in zip(
            county_types.LABELS, standard.max_mi, standard.max_min, standard.required_share, strict=True
        )
    )
    return table(["standard", "county type", "miles", "minutes", "required share"], rows)


def therapy_ids() -> str:
    """The therapies by id."""
    return table(["id", "therapy"], ((f"`{t.id}`", t.name) for t in REFERENCE.therapies.values()))


def commands() -> str:
    """Every command with its arguments and options; options that several commands share are listed once."""
    (subparsers,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    words = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}
    rows = {name: [_option(a) for a in _actions(parser) if a.option_strings] for name, parser in subparsers.choices.items()}
    having: dict[Option, list[str]] = {}
    for name, options in rows.items():
        for option in options:
            having.setdefault(option, []).append(name)
    shared = {option: names for option, names in having.items() if len(names) > 1}
    parts = [
        _command(name, words[name], parser, [option for option in rows[name] if option not in shared])
        for name, parser in subparsers.choices.items()
    ]
    common = table(["option", "meaning", "default", "commands"], ([*o, ", ".join(names)] for o, names in shared.items()))
    return "\n\n".join([*parts, f"### Options of several commands\n\n{common}"])


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [a for a in parser._actions if a.dest not in _NOT_LISTED]


def _command(name: str, words: str, parser: argparse.ArgumentParser, options: Sequence[Option]) -> str:
    arguments = [f"{_metavar(a)}..." if a.nargs == "+" else _metavar(a) for a in _actions(parser) if not a.option_strings]
    about = f"### `{' '.join([name, *arguments])}`\n\n{words[:1].upper()}{words[1:].rstrip('.')}."
    return f"{about}\n\n{table(['option', 'meaning', 'default'], options)}" if options else about


def _option(action: argparse.Action) -> Option:
    written = " ".join([action.option_strings[-1], _metavar(action)]).strip()
    return f"`{_cell(written)}`", _cell(action.help or ""), _default(action)


def _metavar(action: argparse.Action) -> str:
    """What stands for an argument, or after an option; nothing for a switch."""
    if action.nargs == 0:
        return ""
    if action.choices is not None and action.metavar is None:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def _default(action: argparse.Action) -> str:
    if isinstance(action.default, date):
        return "today"
    return "" if action.default in (None, argparse.SUPPRESS, False) else f"`{_number(action.default)}`"


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}" if math.isfinite(value) else "none"
    return str(value)


def _share(value: float) -> str:
    return "none" if math.isnan(value) else f"{value:.0%}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def changed_types() -> str | None:
    """Counties that the 2020 census would give another type; None without the test data."""
    return county_types.changed(county_types.people_2020(CENSUS)) if CENSUS.is_file() else None


Block = Callable[[], str | None]
BLOCKS: Mapping[str, Mapping[str, Block]] = {
    "commands.md": {"commands": commands, "therapies": therapy_ids},
    "distances.md": {"nearest": partial(list_columns, NEAREST_COLUMNS), "pairs": partial(list_columns, PAIRS_COLUMNS)},
    "data-format.md": {"required columns": required_columns},
    "reports.md": {"manifest columns": manifest_columns},
    "coverage-tables.md": tables_of("coverage"),
    "chairs-tables.md": tables_of("chairs"),
    "siting-tables.md": tables_of("siting"),
    "closures-tables.md": tables_of("closures"),
    "scenario-tables.md": tables_of("scenario"),
    "method/evidence.md": {"bases": evidence_tables.bases, "levels": evidence_tables.levels},
    "method/standards.md": {"standards": named_standards},
    "../data/SOURCES.md": {"directory sources": directory_facts.sources, "directory dates": directory_facts.dates},
    "../data/directory/README.md": {
        "bases": directory_facts.bases,
        "agreement": directory_facts.agreement,
        "kinds": directory_facts.kinds,
    },
    "method/county-types.md": {"counts": county_types.counts},
    "method/county-type-lists.md": {
        "unclassified sparse": partial(county_types.unclassified, "10 to 50"),
        "unclassified dense": partial(county_types.unclassified, "1,000 to 5,000"),
        "changed": changed_types,
    },
}


def generated(page: str) -> str:
    """A page with its blocks written anew; a block that cannot be made here stays as it is."""
    made = {name: block() for name, block in BLOCKS[page].items()}
    written = (DOCS / page).read_text(encoding="utf-8")
    return with_blocks(written, {name: text for name, text in made.items() if text is not None})


def main() -> None:
    """Write all pages."""
    for page in BLOCKS:
        (DOCS / page).write_text(generated(page), encoding="utf-8")


if __name__ == "__main__":
    main()
