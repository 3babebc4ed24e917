"""docs/data-format.md describes each column, and its examples load."""

import re
from datetime import date
from pathlib import Path

import pytest

from finder.directory.columns import COLUMNS
from finder.directory.folder import load_folder
from finder.domain.mobile import Stop
from finder.places.gazetteer import Gazetteer
from tests.directory.conftest import said
from tests.world import ROOT, TODAY, reader

DATA_FORMAT = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_column_is_described(name: str) -> None:
    section = DATA_FORMAT.split(f"## {name}\n")[1].split("\n## ")[0]
    described = {
        column for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for column in re.findall(r"`(\w+)`", row)
    }
    assert described == set(COLUMNS[name])


def test_the_examples_of_the_page_load_without_a_notice(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for name, content in re.findall(r"^`(\w+\.csv)`\n```\n(.*?)```", DATA_FORMAT, re.MULTILINE | re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    directory = load_folder(tmp_path, reader(gazetteer), TODAY)
    assert said(directory) == []
    assert [p.id for p in directory.points] == ["mt-1", "van-1"]
    stop = directory.stops[0].listing
    assert isinstance(stop, Stop)
    assert [str(d) for d in stop.visits(date(2026, 12, 1), date(2027, 1, 31))] == ["2026-12-01", "2027-01-12"]
