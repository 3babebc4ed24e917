"""The parts of a packed workbook, walked as XML without ever holding a whole one.

No part may declare a document type, which is where entities that grow come from. Tags have a limit of size, elements of depth,
and names of number, because the parser holds them.
"""

import io
import posixpath
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from finder.files.limits import Budget

Attributes = Mapping[str, str]
# A workbook of 60 sheets with charts and pictures has a few hundred parts.
MOST_PARTS = 10_000
MOST_TAG_BYTES, MOST_DEPTH, MOST_NAMES = 1_000_000, 100, 20_000
_CHUNK_BYTES = 65_536
_ENTRY_MARK = b"PK\x01\x02"


class Damaged(ValueError):
    """A file that is no workbook, or a broken one."""


class Enough(Exception):
    """Raised by a handler that needs no more of a part."""


class Parts:
    """The parts of a file by name. Raises QueryError for too much of anything, and whatever a library does for damage."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        if content.count(_ENTRY_MARK) > MOST_PARTS:
            raise Damaged
        self._budget = budget
        self._zip = ZipFile(io.BytesIO(content))
        found = self._zip.infolist()
        budget.limits.check_unpacked(sum(part.file_size for part in found), budget.label)
        # Other methods are not part of the format, and may ask for gigabytes to unpack.
        self._found = {p.filename: p for p in found if p.compress_type in (ZIP_STORED, ZIP_DEFLATED)}

    def walk(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        written: Callable[[str], None] | None = None,
    ) -> bool:
        """Call handlers with the local names of elements and with text; return False if a handler had enough.

        A part that is missing is empty.
        """
        if name not in self._found:
            return True
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        depth = 0

        def begin(tag: str, attributes: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > MOST_DEPTH:
                raise Damaged
            start(tag.rpartition(" ")[2], attributes)

        def finish(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(tag.rpartition(" ")[2])

        parser.StartElementHandler, parser.EndElementHandler = begin, finish
        if written:
            parser.CharacterDataHandler = written
        try:
            self._feed(name, parser)
        except Enough:
            return False
        return True

    def _feed(self, name: str, parser: expat.XMLParserType) -> None:
        fed = 0
        with self._zip.open(self._found[name]) as part:
            while chunk := part.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - max(0, parser.CurrentByteIndex) > MOST_TAG_BYTES or len(parser.intern) > MOST_NAMES:
                    raise Damaged
                self._budget.check_time()
        parser.Parse(b"", True)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id -> the last word of the kind, and the name. An empty name is the file itself."""
        folder, base = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
                found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], target

        self.walk(posixpath.join(folder, "_rels", f"{base}.rels"), start)
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._found


def _refuse(*_declared: Any) -> None:
    raise Damaged
