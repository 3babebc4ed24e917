"""A patient's choices in words: what each asks for, what it goes by, and what dropping it would bring."""

from finder.access.filters import SITES_OF_CARE, FilterCount, FilterId, Filters
from finder.domain.facility import SiteOfCare
from finder.text import Text, as_either, as_minutes, text, text_n
from finder.wording.vocabulary import LANGUAGE_WORDS, PAYMENT_WORDS, SITE_WORDS

EXPLAINED: dict[FilterId, Text] = {
    "site_of_care": text("Only locations of the types you choose."),
    "minutes": text("By our estimate of the drive, one way."),
    "evenings": text("Open after 6 p.m. on at least one of the next 60 days, by the hours listed."),
    "weekends": text("Open on at least one Saturday or Sunday in the next 60 days, by the hours listed."),
    "payment": text("As listed. Ask whether they take your plan."),
    "language": text("As listed. You can always ask for an interpreter."),
    "new_patients": text("As listed. This can change from week to week."),
    "wheelchair": text("As listed. Ask about doors, restrooms, and scales."),
}
SITE_CHOICES: dict[SiteOfCare, Text] = {site: SITE_WORDS[site] for site in SITES_OF_CARE}
_LABELS: dict[FilterId, Text] = {
    "evenings": text("open after 6 p.m."),
    "weekends": text("open on weekends"),
    "new_patients": text("takes new patients"),
    "wheelchair": text("wheelchair access"),
}


def label(filters: Filters, name: FilterId) -> Text:
    """What one of the filters that ask for something wants, in a few words."""
    if name == "site_of_care":
        return text("%(types)s", types=as_either(SITE_CHOICES[s] for s in SITES_OF_CARE if s in filters.sites_of_care))
    if name == "minutes":
        return text("at most %(minutes)s away", minutes=as_minutes(filters.max_minutes or 0))
    if name == "payment":
        payment = PAYMENT_WORDS[filters.payment]
        return payment if filters.payment == "reduced" else text("takes %(payment)s", payment=payment)
    if name == "language":
        return text("speaks %(language)s", language=LANGUAGE_WORDS[filters.language])
    return _LABELS[name]


def offer(filters: Filters, found: FilterCount) -> Text:
    """What dropping a choice would bring; locations out of reach are not counted."""
    wanted = label(filters, found.id)
    if not found.without:
        return text("Search without “%(choice)s”", choice=wanted)
    return text_n(
        "Search without “%(choice)s”: %(n)s location",
        "Search without “%(choice)s”: %(n)s locations",
        found.without,
        choice=wanted,
    )
