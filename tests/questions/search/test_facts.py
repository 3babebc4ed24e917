"""What people choose by: the facts known in one order, and once what is not known."""

from finder.domain.center import Center
from finder.domain.facility import Address, Listing
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.questions.search.facts import FACT_LABELS, facts_of, known_facts, side_by_side, unknown_facts
from finder.wording.writer import ENGLISH
from tests.planners import said
from tests.wording.conftest import SPANISH

FULL: dict[str, object] = {
    "hours": "Mo-Fr 08:00-17:00",
    "new_patients": "yes",
    "wheelchair": "limited",
    "payment": "medicare; Blue Cross",
    "languages": "en; es",
    "chairs": 12,
    "serves": frozenset({"adults"}),
}


def center(**facts: object) -> Center:
    return Center("a", "A", "freestanding", Address(), None, Provenance(), **facts)  # type: ignore[arg-type]


def stop(**unit: object) -> Stop:
    return Stop("s", "S", MobileUnit("u", "U", Provenance(), **unit), Address(), None)  # type: ignore[arg-type]


def known_of(listing: Listing) -> str:
    return known_facts(listing, ENGLISH)


def test_what_is_known_is_said_in_words_and_in_one_order() -> None:
    assert known_of(center(**FULL)) == (
        "Open: Monday to Friday, 8 a.m. to 5 p.m. · New patients: yes · Step-free (wheelchair): limited · "
        "Payment: Medicare; Blue Cross · Languages: English; Spanish · Infusion chairs: 12 · Serves: adults"
    )
    assert unknown_facts(center(**FULL), ENGLISH) == ""


def test_what_is_not_known_is_said_once() -> None:
    listing = center(new_patients="yes", chairs=0)
    assert known_of(listing) == "New patients: yes · Infusion chairs: 0"
    assert unknown_facts(listing, ENGLISH) == (
        "Not known: opening hours, step-free (wheelchair), payment, languages, whom it serves. Call to ask."
    )
    assert known_of(center()) == ""


def test_a_stop_has_facts_of_its_own_and_no_opening_hours() -> None:
    assert known_of(stop(first_dose=True, max_infusion_hours=4.5, chairs=3)) == (
        "First infusion here: yes · Longest infusion: 4.5 hours · Infusion chairs: 3"
    )
    # That it does not give first infusions is not known either.
    assert unknown_facts(stop(), ENGLISH).startswith("Not known: first infusions, longest infusion, new patients, ")
    assert "open" not in facts_of(stop(), ENGLISH)


def test_codes_are_in_the_readers_language() -> None:
    found = facts_of(center(**FULL), SPANISH)
    assert found["open"] == SPANISH.opening("Mo-Fr 08:00-17:00") != ENGLISH.opening("Mo-Fr 08:00-17:00")
    assert found["languages"] == "inglés; español"


def test_every_fact_has_its_place() -> None:
    shown = [*facts_of(center(), ENGLISH), *facts_of(stop(), ENGLISH)]
    assert set(shown) == set(FACT_LABELS)
    assert list(facts_of(center(), ENGLISH)) == [fact for fact in FACT_LABELS if fact in facts_of(center(), ENGLISH)]


def test_rows_of_a_comparison_are_facts_that_one_of_them_has() -> None:
    rows, not_known = side_by_side([center(hours="24/7", chairs=4), center(), stop(chairs=2)], ENGLISH)
    assert [(said([row.label]), row.values) for row in rows] == [
        (["Open"], ("24/7", "", "")),
        (["Infusion chairs"], ("4", "", "2")),
    ]
    assert not_known == (
        "Not known: first infusions, longest infusion, new patients, step-free (wheelchair), payment, languages, "
        "whom it serves. Call to ask."
    )


def test_where_all_is_known_of_each_nothing_is_said_of_the_rest() -> None:
    assert side_by_side([center(**FULL), center(**FULL)], ENGLISH)[1] == ""
