"""How complete a list is: what it has in reach, what is known of these locations, how old that is, and where else to ask."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from finder.domain.evidence import BASES, TIERS, Basis, TherapyEvidence, Tier
from finder.domain.provenance import AsOf
from finder.domain.therapy import Therapy
from finder.text import Text, as_list, in_turn, named, text, text_n
from finder.wording.evidence import BASIS_WORDS

NOT_COMPLETE = text("Our list is not complete. Ask your clinic, your insurer, and the maker of the drug, too.")


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many locations a list has in reach, how many of them are in each tier, and how many are known on each basis.

    `oldest` and `newest` are the dates among the statements that decide; None where none has a date.
    """

    listed: int
    tiers: dict[Tier, int]
    bases: dict[Basis, int]
    oldest: AsOf | None
    newest: AsOf | None


def completeness(in_reach: Sequence[TherapyEvidence], on: date) -> Completeness:
    """Count what is known of a therapy at each location in reach."""
    leading = [(e.tier, e.leading) for e in in_reach if e.leading]
    dates = sorted((as_of for _, s in leading if (as_of := s.said(on))), key=lambda as_of: as_of.first)
    tiers, bases = Counter(e.tier for e in in_reach), Counter(s.basis for tier, s in leading if tier == "known")
    return Completeness(
        listed=len(in_reach),
        tiers={tier: tiers[tier] for tier in TIERS if tiers[tier]},
        bases={basis: bases[basis] for basis in BASES if bases[basis]},
        oldest=dates[0] if dates else None,
        newest=dates[-1] if dates else None,
    )


def completeness_words(found: Completeness, therapy: Therapy | None, within_mi: float, narrowed: bool = False) -> Text:
    """Say what a list has within a distance, and that it is not complete.

    `narrowed` says that others are listed within the distance that do not fit.
    """
    listed = _fitting(found.listed, within_mi) if narrowed else _listed(found.listed, within_mi)
    return in_turn((listed, *_known(found, therapy), NOT_COMPLETE))


def counted_words(found: Completeness, therapy: Therapy) -> Text:
    """Say what is known of the therapy at the locations counted."""
    return in_turn(_known(found, therapy))


def _listed(n: int, within_mi: float) -> Text:
    if not n:
        return text("Our list has no location within %(miles)s miles; there may be others.", miles=within_mi)
    return text_n(
        "Our list has %(n)s location within %(miles)s miles.",
        "Our list has %(n)s locations within %(miles)s miles.",
        n,
        miles=within_mi,
    )


def _fitting(n: int, within_mi: float) -> Text:
    if not n:
        return text("Our list has no location that fits within %(miles)s miles; there may be others.", miles=within_mi)
    return text_n(
        "Our list has %(n)s location that may fit within %(miles)s miles.",
        "Our list has %(n)s locations that may fit within %(miles)s miles.",
        n,
        miles=within_mi,
    )


def _known(found: Completeness, therapy: Therapy | None) -> Iterator[Text]:
    """How many are known to give the therapy and on what basis, how many may give it, and how old that information is."""
    if therapy is None or not found.listed:
        return
    yield known_words(found, therapy)
    if listed := found.tiers.get("listed"):
        yield text("On a price list, in a register, or by old information: %(n)s.", n=listed)
    if unknown := found.tiers.get("unknown"):
        yield text("Not known: %(n)s.", n=unknown)
    if found.oldest and found.newest:
        yield age_words(found.oldest, found.newest)


def known_words(found: Completeness, therapy: Therapy) -> Text:
    """Say how many are known to give the therapy, and on what basis."""
    name, known = named(therapy.short_name), found.tiers.get("known", 0)
    if not known:
        return text("Known to give %(therapy)s: none.", therapy=name)
    by = as_list(text("%(basis)s: %(n)s", basis=BASIS_WORDS[basis], n=n) for basis, n in found.bases.items())
    return text("Known to give %(therapy)s: %(n)s (%(by)s).", therapy=name, n=known, by=by)


def age_words(oldest: AsOf, newest: AsOf) -> Text:
    """Say how old the information is."""
    if oldest == newest:
        return text("This information is from %(date)s.", date=oldest)
    return text("This information is from %(oldest)s to %(newest)s.", oldest=oldest, newest=newest)
