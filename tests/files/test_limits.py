"""Files that are too large or cannot be opened are refused in one sentence with what to do."""

import re
from pathlib import Path

import pytest

from finder.errors import QueryError
from finder.files.limits import SizeLimits, read_file
from finder.text import text

LIMITS = SizeLimits(max_bytes=1_000_000, advice=text("Give a smaller one."))


def test_a_file_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b" " * 1_000_000)
    assert len(read_file(path, LIMITS)) == 1_000_000


def test_a_larger_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b" " * 1_000_001)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(QueryError, match=r"^a\.bin is larger than 1 MB\. Give a smaller one\.$"):
        read_file(path, LIMITS)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(QueryError, match=rf"^{re.escape(str(path))} cannot be read \({why}.*\)\. Check the path"):
            read_file(path, LIMITS)
