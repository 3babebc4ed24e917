"""Statements on therapies, as the listing files would make them."""

from datetime import date

from hypothesis import strategies as st

from finder.domain.evidence import BASES, Basis, Evidence, Statement, TherapyEvidence, weigh
from finder.domain.provenance import AsOf, Provenance, read_as_of, years_after
from tests.world import REFERENCE

# The day on which statements are weighed.
DAY = date(2026, 11, 24)
# A statement of this day is current on DAY, whatever its basis.
RECENT = "2026-10"


def said(
    basis: Basis = "page",
    when: str | None = RECENT,
    given: bool = True,
    count: int | None = None,
    speaks_for: int | None = 1,
    source: str = "",
) -> Statement:
    """A statement, with the age limit of its basis."""
    as_of = read_as_of(when) if when else None
    good_until = years_after(as_of, REFERENCE.good_for_years[basis]) if as_of else None
    return Statement(given, basis, Provenance(source, "", as_of), good_until, count, speaks_for)


def statements_of(evidence: Evidence, basis: Basis | None = None) -> tuple[Statement, ...]:
    """What a row of the listing files says that has this evidence; nothing for unknown."""
    if evidence == "unknown":
        return ()
    return (said(basis or ("staff" if evidence == "confirmed" else "page"), given=evidence != "not_offered"),)


def evidence_of(*statements: Statement) -> TherapyEvidence:
    """What statements amount to on DAY."""
    return weigh(statements, DAY)


def as_of_days(first: date, last: date) -> st.SearchStrategy[AsOf]:
    """Days, months, and years."""
    days = st.dates(first, last)
    return days.flatmap(lambda d: st.sampled_from([AsOf.of(d), AsOf(d.year, d.month), AsOf(d.year)]))


# Statements on any basis: undated, outdated, current, and dated ahead.
ANY_STATEMENT: st.SearchStrategy[Statement] = st.builds(
    lambda basis, as_of, given, count, speaks_for: said(basis, str(as_of) if as_of else None, given, count, speaks_for),
    st.sampled_from(BASES),
    st.none() | as_of_days(date(2019, 1, 1), date(2028, 12, 31)),
    st.booleans(),
    st.none() | st.integers(1, 5000),
    st.none() | st.integers(1, 40),
)
ANY_STATEMENTS = st.lists(ANY_STATEMENT, max_size=6)
