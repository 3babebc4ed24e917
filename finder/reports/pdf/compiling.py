"""Compiles one document with Typst and ends: a program of its own, read from stdin, the PDF to stdout.

Typst keeps words and parts of the documents it set for as long as its process lives: 100 MB after a list of 200 locations, and
more with each. This process ends, so a reader's words end with it.
"""

import json
import sys
from datetime import datetime

import typst


def main() -> None:
    """Compile what stdin describes: the paths of `pages` and `fonts`, the `inputs` of the pages, and when it was `made`."""
    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    made = typst.compile(
        asked["pages"],
        # Nothing outside this folder can be read.
        root=asked["root"],
        font_paths=fonts,
        format="pdf",
        sys_inputs=asked["inputs"],
        pdf_standards="ua-1",
        timestamp=datetime.fromisoformat(asked["made"]),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
