"""The tables of docs/method/evidence.md: bases with their age limits and words, and what each level of evidence counts."""

from collections.abc import Iterable, Sequence
from datetime import date

from docs.county_types import REFERENCE
from finder.domain.evidence import BASES, KNOWING, LEVELS, Basis, Statement, TherapyEvidence, weigh
from finder.domain.provenance import Provenance, read_as_of
from finder.text import text_n
from finder.wording.vocabulary import COUNTED_WORDS
from finder.wording.writer import ENGLISH

#: What each basis really says; a new basis needs a sentence here.
SAYS: dict[Basis, str] = {
    "staff": "somebody who works there said so",
    "page": "its own page names the therapy, or a news report or another public page does",
    "paid": "an insurer's public record has claims paid to the organization; another of its buildings may have given it",
    "price_list": "the hospital's published list has a price for the drug, which may be for inpatients alone",
    "register": "a public register, or a source without an address, lists it",
}
_DAY = date(2026, 11, 1)
_SAID = {"staff": "2026-10-15", "page": "2026-05", "paid": "2024", "price_list": "2026-01", "register": "2026"}


def bases() -> str:
    """Each basis, the strongest first: what it says, which tier it makes, for how long it is good, and its words."""
    rows = (
        [
            f"`{basis}`",
            SAYS[basis],
            "known" if basis in KNOWING else "listed",
            ENGLISH.say(text_n("%(n)s year", "%(n)s years", REFERENCE.good_for_years[basis])),
            f"“{ENGLISH.evidence(_evidence(basis), _DAY)}”",
        ]
        for basis in BASES
    )
    return _table(["basis", "what it really says", "tier", "good for", "words"], rows)


def levels() -> str:
    """Each level of evidence: what counts, and on which basis a current statement reaches it."""
    rows = (
        [f"`{level}`", ENGLISH.say(COUNTED_WORDS[level]), ", ".join(f"`{b}`" for b in BASES if _evidence(b).reaches(level))]
        for level in LEVELS
    )
    return _table(["level", "counts", "current statements that reach it"], rows)


def _evidence(basis: Basis) -> TherapyEvidence:
    count = 181 if basis == "paid" else None
    return weigh([Statement(True, basis, Provenance(checked_on=read_as_of(_SAID[basis])), count=count)], _DAY)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
