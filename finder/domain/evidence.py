"""Whether a therapy is given at a service point: what sources say, on what basis, and what that amounts to on a day.

The rule, and the words for it: docs/method/evidence.md. How long what a basis says is good for: data/evidence.toml.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from finder.domain.provenance import AsOf, Provenance

Evidence = Literal["confirmed", "reported", "unknown", "not_offered"]
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)
# What a statement goes by, the strongest first: the location's staff, its own page, an insurer's public record of claims paid,
# the hospital's published price list, or a public register.
Basis = Literal["staff", "page", "paid", "price_list", "register"]
BASES: tuple[Basis, ...] = get_args(Basis)
# A statement on one of these says that the therapy is given. A price list or a register only says that it may be.
KNOWING: tuple[Basis, ...] = ("staff", "page", "paid")
Tier = Literal["known", "listed", "unknown", "not_offered"]
TIERS: tuple[Tier, ...] = get_args(Tier)
# How much evidence a planner asks for, from the least to the most. Each level includes those after it.
Level = Literal["any", "listed", "price_list", "paid", "page", "confirmed"]
LEVELS: tuple[Level, ...] = get_args(Level)
# Locations at this level are known to give the therapy.
KNOWN_LEVEL: Level = "paid"
_WEAKEST: Mapping[Level, Basis] = {"price_list": "price_list", "paid": "paid", "page": "page", "confirmed": "staff"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a therapy at a service point: that it is given there, or that it is not.

    `good_until` is the last day on which that is not too old; None where the source has no date. `count` is the number of
    claims that were paid. `speaks_for` is the number of locations that the statement is about, this one included; None if it is
    about all of the organization's.
    """

    given: bool
    basis: Basis
    provenance: Provenance
    good_until: date | None = None
    count: int | None = None
    speaks_for: int | None = 1

    @property
    def evidence(self) -> Evidence:
        """The statement as one word: confirmed by staff, reported by another source, or not offered."""
        if not self.given:
            return "not_offered"
        return "confirmed" if self.basis == "staff" else "reported"

    def outdated(self, on: date) -> bool:
        """Whether it is too old on a day. A statement without a date has no age."""
        return self.good_until is not None and on > self.good_until

    def said(self, on: date) -> AsOf | None:
        """When that was said, as far as is known on a day."""
        return self.provenance.as_of(on)

    def strength(self, on: date) -> tuple[int, bool, int]:
        """Sorts the strongest first: by basis, dated before undated, the newest first."""
        said = self.said(on)
        return BASES.index(self.basis), said is None, -said.first.toordinal() if said else 0

    def exactness(self) -> tuple[float, int, str, str, str]:
        """Sorts statements of the same strength, so that their order in a file never matters.

        The one about the fewest locations is first, then the one with the most claims.
        """
        said = self.provenance
        return self.speaks_for or math.inf, -(self.count or 0), str(said.checked_on or ""), said.source, said.source_url


@dataclass(frozen=True, slots=True)
class TherapyEvidence:
    """What the statements on a therapy at a service point amount to on a day.

    `current` and `outdated` are the statements, the strongest first. `tier` is what a patient is told: known to be given, only
    listed (by a weak source, or by one that is out of date), unknown, or not offered.
    """

    tier: Tier
    current: tuple[Statement, ...] = ()
    outdated: tuple[Statement, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All of them, those that are out of date last."""
        return (*self.current, *self.outdated)

    @property
    def leading(self) -> Statement | None:
        """The statement that decides the tier; None if nothing is said."""
        given = self.tier != "not_offered"
        decisive = self.current if self.tier != "unknown" else ()
        return next((s for s in (*decisive, *self.outdated) if s.given == given), None)

    @property
    def several(self) -> bool:
        """Whether several sources say something."""
        return len(self.statements) > 1

    @property
    def evidence(self) -> Evidence:
        """The tier in the words of the listing files."""
        said = self.leading
        if said is None:
            return "unknown"
        return "reported" if said in self.outdated else said.evidence

    @property
    def doubt(self) -> tuple[int, bool, int]:
        """Sorts the surest first: by tier, current before out of date, then by basis."""
        said = self.leading
        return TIERS.index(self.tier), said in self.outdated, BASES.index(said.basis) if said else len(BASES)

    def reaches(self, level: Level) -> bool:
        """Whether the evidence is at least as strong as a level."""
        if level == "any":
            return self.tier != "not_offered"
        if self.tier not in ("known", "listed"):
            return False
        if level == "listed":
            return True
        weakest = BASES.index(_WEAKEST[level])
        return any(s.given and BASES.index(s.basis) <= weakest for s in self.current)


UNKNOWN_EVIDENCE = TherapyEvidence("unknown")


def weigh(statements: Iterable[Statement], on: date) -> TherapyEvidence:
    """Weigh what sources say on a day.

    The strongest current statement decides, the newest if the basis is the same. On the same basis and day, "not offered"
    holds: nobody should travel for nothing. A statement that is out of date makes a therapy listed at most, and never rules it
    out.
    """
    ordered = [*statements]
    if len(ordered) > 1:
        ordered.sort(key=lambda s: (s.strength(on), s.given, s.exactness()))
    current = tuple(s for s in ordered if not s.outdated(on))
    outdated = tuple(s for s in ordered if s.outdated(on))
    return TherapyEvidence(_tier(current, outdated), current, outdated)


def _tier(current: tuple[Statement, ...], outdated: tuple[Statement, ...]) -> Tier:
    if current and not current[0].given:
        return "not_offered"
    if current:
        return "known" if current[0].basis in KNOWING else "listed"
    return "listed" if any(s.given for s in outdated) else "unknown"
