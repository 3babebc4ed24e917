"""Checks files named on the command line."""

import sys
from pathlib import Path

from tests.verapdf import check, why_missing

if missing := why_missing():
    sys.exit(missing)
paths = [Path(name) for name in sys.argv[1:]]
found = check(paths)
for path, checked in zip(paths, found, strict=True):
    print(
        f"{path}: {'PDF/UA-1' if checked.conforms else 'NOT PDF/UA-1'}, {checked.checks:,} checks", *checked.broken, sep="\n  "
    )
sys.exit(any(not checked.conforms for checked in found))
