"""docs/reports.md says what each table and column is, and nothing else."""

import re

from finder.reports.columns import COLUMNS

from finder.reports.manifest import TRACE
from finder.reports.tables import TABLES
from tests.world import ROOT

WRITTEN = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")


def test_every_table_is_documented_column_by_column() -> None:
    sections = dict(re.findall(r"^### `(\w+)`: .*?\n(.*?)(?=^##)", WRITTEN, re.MULTILINE | re.DOTALL))
    assert list(sections) == list(TABLES)
    for name, section in sections.items():
        rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
        assert rows == [(column, str(COLUMNS[column].about)) for column in TABLES[name].columns]


def test_the_trace_is_documented() -> None:
    section = WRITTEN.partition("## Manifest")[2].partition("## Verify")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(TRACE)
