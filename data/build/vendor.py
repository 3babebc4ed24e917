"""Re-create finder/web/static/vendor and finder/reports/fonts from the npm registry, or check them against vendor.lock.

    python data/build/vendor.py            fetch with `npm pack`, check every checksum, write the files
    python data/build/vendor.py --check    only check the files that are here; no network

The lock lists each package, its version, the sha512 of its tarball as npm reports it, and the sha256 of each file as
it is kept here. One change is made to npm's files: `sourceMappingURL` lines are removed from scripts and styles, because
the source maps are not kept and a browser would request them.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

FINDER = Path(__file__).resolve().parents[2] / "finder"
VENDOR = FINDER / "web" / "static" / "vendor"
FONTS = FINDER / "reports" / "fonts"
LOCK = "vendor.lock"
SOURCE_MAP_LINE = re.compile(rb"^(//[#@] sourceMappingURL=.*|/\*[#@] sourceMappingURL=.*\*/)\r?\n?", re.MULTILINE)


def read_lock(vendor: Path) -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = json.loads((vendor / LOCK).read_text(encoding="utf-8"))["packages"]
    return packages


def released(package: dict[str, Any]) -> str:
    return f"{package['name']}@{package['version']}"


def folder(package: dict[str, Any]) -> str:
    return released(package).rpartition("/")[2]


def without_source_map(content: bytes) -> bytes:
    return SOURCE_MAP_LINE.sub(b"", content)


def problems(vendor: Path = VENDOR) -> list[str]:
    """Return the differences between the folder and its lock, one line each; an empty list if there are none."""
    locked = {f"{folder(p)}/{name}": f["sha256"] for p in read_lock(vendor) for name, f in p["files"].items()}
    present = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()} - {LOCK}
    found = [f"{name}: in the lock, but not in the folder" for name in sorted(locked.keys() - present)]
    found += [f"{name}: in the folder, but not in the lock" for name in sorted(present - locked.keys())]
    for name in sorted(present & locked.keys()):
        found += differs(name, (vendor / name).read_bytes(), locked[name])
    return found


def differs(name: str, content: bytes, expected: str) -> list[str]:
    actual = hashlib.sha256(content).hexdigest()
    return [] if actual == expected else [f"{name}: sha256 is {actual}, the lock says {expected}"]


def fetch(package: dict[str, Any], into: Path) -> Path:
    """Download the tarball of one package. Exits if its sha512 is not the one in the lock."""
    command = ["npm", "pack", "--ignore-scripts", "--silent", released(package)]
    name = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True).stdout.split()[-1]
    tarball = into / name
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if integrity != package["integrity"]:
        raise SystemExit(f"{released(package)}: the tarball is {integrity}, the lock says {package['integrity']}")
    return tarball


def unpack(package: dict[str, Any], tarball: Path) -> dict[str, bytes]:
    """Return the files to keep, by their path below the vendor folder. Exits if any checksum is wrong."""
    kept: dict[str, bytes] = {}
    wrong: list[str] = []
    with tarfile.open(tarball) as archive:
        for name, file in package["files"].items():
            member = archive.extractfile("package/" + file["from"])
            if member is None:
                raise SystemExit(f"{folder(package)}: {file['from']} is not a file in the tarball")
            content = member.read()
            if name.endswith((".js", ".css")):
                content = without_source_map(content)
            path = f"{folder(package)}/{name}"
            kept[path] = content
            wrong += differs(path, content, file["sha256"])
    if wrong:
        raise SystemExit("\n".join(wrong))
    return kept


def recreate(vendor: Path = VENDOR) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for package in read_lock(vendor):
            for path, content in unpack(package, fetch(package, Path(scratch))).items():
                (vendor / path).parent.mkdir(parents=True, exist_ok=True)
                (vendor / path).write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description="Re-create or check the vendored browser scripts and fonts.")
    parser.add_argument("--check", action="store_true", help="only check the files against the lock; no network")
    check = parser.parse_args().check
    found = []
    for vendor in (VENDOR, FONTS):
        if not check:
            recreate(vendor)
        found += problems(vendor)
    print("\n".join(found) if found else "vendored files match the lock", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
