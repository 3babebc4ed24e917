"""What is known of a therapy at a location, in words: docs/method/evidence.md."""

from collections.abc import Iterator
from datetime import date

from finder.domain.evidence import Basis, Statement, TherapyEvidence, Tier
from finder.domain.provenance import AsOf
from finder.text import Text, as_brief_date, text, text_n
from finder.wording.vocabulary import DATE_UNKNOWN

# Unknown is never said as yes and never as no, and neither is a price list.
TIER_WORDS: dict[Tier, Text] = {
    "known": text("known to give it"),
    "listed": text("may give it: ask"),
    "unknown": text("call to ask"),
    "not_offered": text("not given here"),
}
# Who says so, inside a sentence.
BASIS_WORDS: dict[Basis, Text] = {
    "staff": text("staff"),
    "page": text("its website or a news report"),
    "paid": text("paid claims"),
    "price_list": text("a hospital price list"),
    "register": text("a public register"),
}
BRIEF_BASIS_WORDS: dict[Basis, Text] = {
    "staff": text("staff"),
    "page": text("website or news"),
    "paid": text("paid claims of its organization"),
    "price_list": text("price list"),
    "register": text("register"),
}
_BRIEF_SHARED: dict[Basis, Text] = {
    "page": text("website of its organization"),
    "price_list": text("price list of several hospitals"),
}
_WEBSITE = text("on its website")
# What kind of page names the therapy, by what the listing calls its source.
_PAGES: dict[str, Text] = {
    "": _WEBSITE,
    "website": _WEBSITE,
    "news report": text("in a news report"),
    "hospital protocol": text("in a hospital's protocol"),
}
_OTHER_PAGE = text("on a web page")


def evidence_words(evidence: TherapyEvidence, on: date) -> Iterator[Text]:
    """Say what each source says, the strongest first; if none does, what to do."""
    if not evidence.statements:
        yield TIER_WORDS["unknown"]
    yield from (_statement_words(s, on, leads=s is evidence.leading) for s in evidence.statements)


def leading_words(evidence: TherapyEvidence, on: date) -> Text:
    """Say what the source says that decides; if none does, what to do."""
    said = evidence.leading
    return _statement_words(said, on, leads=True) if said else TIER_WORDS["unknown"]


def brief_words(evidence: TherapyEvidence, on: date) -> Text:
    """Say in a few words what is known and by what source; the full words are `evidence_words`."""
    said = evidence.leading
    if said is None or said.outdated(on):
        return leading_words(evidence, on)
    values = {"source": _brief_source(said), "date": as_brief_date(said.said(on))}
    if not said.given:
        return text("not given here (%(source)s, %(date)s)", **values)
    if evidence.tier == "known":
        return text("known to give it (%(source)s, %(date)s)", **values)
    return text("may give it (%(source)s, %(date)s)", **values)


def _brief_source(said: Statement) -> Text:
    """Who says so, and whether it may be about another location than this one."""
    if said.speaks_for != 1:
        return _BRIEF_SHARED.get(said.basis, BRIEF_BASIS_WORDS[said.basis])
    return BRIEF_BASIS_WORDS[said.basis]


def _statement_words(said: Statement, on: date, leads: bool) -> Text:
    return _outdated(said) if said.outdated(on) else _current(said, on, leads)


def _current(said: Statement, on: date, leads: bool) -> Text:
    """Say what a source says. A price list needs a caution only where nothing stronger is said."""
    as_of = said.said(on) or DATE_UNKNOWN
    if not said.given:
        return text("not given here, according to %(basis)s (%(date)s)", basis=BASIS_WORDS[said.basis], date=as_of)
    if said.basis == "staff":
        return text("confirmed by staff (%(date)s)", date=as_of)
    if said.basis == "page":
        return _page(said, as_of)
    if said.basis == "paid":
        return _paid(said, as_of)
    if said.basis == "price_list":
        return _price_list(said, as_of) if leads else text("on a hospital price list (%(date)s)", date=as_of)
    return text("in a public register (%(date)s): ask", date=as_of)


def _page(said: Statement, as_of: AsOf | Text) -> Text:
    page = _PAGES.get(said.provenance.source.lower(), _OTHER_PAGE)
    if said.speaks_for == 1:
        return text("%(page)s (%(date)s)", page=page, date=as_of)
    if page is _WEBSITE:
        return text("on its organization's website, for all its locations (%(date)s): ask about this one", date=as_of)
    return text("%(page)s, for all of its organization's locations (%(date)s): ask about this one", page=page, date=as_of)


def _paid(said: Statement, as_of: AsOf | Text) -> Text:
    if said.count is None:
        return text("paid claims (%(date)s), perhaps for another building of this organization", date=as_of)
    return text_n(
        "%(n)s paid claim (up to %(date)s), perhaps for another building of this organization",
        "%(n)s paid claims (up to %(date)s), perhaps for another building of this organization",
        said.count,
        date=as_of,
    )


def _price_list(said: Statement, as_of: AsOf | Text) -> Text:
    if said.speaks_for == 1:
        return text(
            "on the hospital's price list (%(date)s); it may be only for patients who stay there: ask",
            date=as_of,
        )
    if said.speaks_for is None:
        return text("on a price list that several hospitals share (%(date)s): ask about this one", date=as_of)
    return text_n(
        "on a price list for %(n)s hospital (%(date)s): ask about this one",
        "on a price list that %(n)s hospitals share (%(date)s): ask about this one",
        said.speaks_for,
        date=as_of,
    )


def _outdated(said: Statement) -> Text:
    """Say that a statement is too old to rely on. Only one with a date can be."""
    assert said.provenance.checked_on
    values = {"year": str(said.provenance.checked_on.year), "basis": BASIS_WORDS[said.basis]}
    if not said.given:
        return text("in %(year)s not given here, according to %(basis)s: call to ask", **values)
    return text("said in %(year)s (%(basis)s): call to confirm", **values)
