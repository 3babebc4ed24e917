"""docs/asvs.md: every requirement once, evidence that exists, and a summary that is right."""

import re
from collections import Counter

from tests.world import ROOT

PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| V(\d+\.\d+\.\d+) \| (yes|no) \| (yes|\*\*no\*\*|) \| (.+) \|$", PAGE, re.MULTILINE)


def test_every_requirement_of_both_levels_is_there_once() -> None:
    assert len(ROWS) == len({number for number, *_ in ROWS}) == 253
    assert all((applies == "yes") == bool(met) and evidence for _, applies, met, evidence in ROWS)


def test_evidence_exists() -> None:
    named = set(re.findall(r"`((?:finder|tests|docs|data)/[\w./-]+|SECURITY\.md)`", PAGE))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_summary_counts_right() -> None:
    n = Counter(met or "none" for _, _, met, _ in ROWS)
    summary = f"Of 253 requirements, {n['yes']} are met, {n['**no**']} are not met, and {n['none']} do not apply"
    assert summary in PAGE
