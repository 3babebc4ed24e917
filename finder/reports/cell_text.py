"""Text that no spreadsheet runs as a formula, however it opens the file.

A spreadsheet takes a cell for a formula by its first character that is seen: white space, a byte order mark, or a zero-width
space in front changes nothing, and East Asian versions take a full-width sign for the plain one. Where semicolons separate
cells, as in most of Europe, a cell starts after each of them, and elsewhere after a tab, a bar, or the end of a line,
whatever separates the cells of our file. See OWASP, "CSV Injection".
"""

import re

from finder.files.text import UNSEEN

_SEPARATORS = ";|\t\r\n"
# Plain signs, the minus sign, and what else NFKC makes plain: small, full-width, superscript, and subscript forms.
_SIGNS = r"=+\-@−﹢﹣﹦﹫＋－＝＠⁺⁻⁼₊₋₌"
_GAP = rf"[{_SEPARATORS}\s\x00-\x1f\x7f-\xa0{UNSEEN}]"
# All that stands before a sign and is not seen. It begins where nothing of it stands before, so no gap is read twice.
_BEFORE_A_SIGN = re.compile(rf"(?<!{_GAP}){_GAP}*(?=[{_SIGNS}])")
# Not even without a sign does a cell begin with one of these: some spreadsheets drop them.
_DROPPED = ("\t", "\r", "\n", "\ufeff")


def guarded(written: str) -> str:
    """Text with an apostrophe wherever a spreadsheet may take what follows for a formula."""
    shown = _BEFORE_A_SIGN.sub(_marked, written)
    return f"'{shown}" if shown.startswith(_DROPPED) else shown


def _marked(before: re.Match[str]) -> str:
    """A gap with an apostrophe where the cell starts that the sign is in; as it is where the sign is in the middle of one."""
    gap = before[0]
    start = 1 + max(gap.rfind(separator) for separator in _SEPARATORS)
    return gap if before.start() and not start else f"{gap[:start]}'{gap[start:]}"
