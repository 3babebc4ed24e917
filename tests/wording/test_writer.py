"""What a writer says in both languages: quantities at their edges, plurals, nested sentences, hostile values."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.burden import Trip
from finder.domain.center import Center
from finder.domain.facility import Address
from finder.domain.geo import Point
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.place import Place
from finder.domain.provenance import AsOf, Provenance
from finder.domain.schedule import Calendar as Visits
from finder.domain.therapy import Span
from finder.errors import QueryError
from finder.text import (
    Quantity,
    Text,
    as_count,
    as_either,
    as_hours,
    as_list,
    as_miles,
    as_minutes,
    as_month,
    as_number,
    as_people,
    as_share,
    as_usd,
    as_whole_minutes,
    named,
    text,
    text_n,
)
from finder.wording import vocabulary
from finder.wording.vocabulary import SERVES_WORDS
from finder.wording.writer import ENGLISH, Writer
from tests.conftest import HOSTILE
from tests.wording.conftest import SPANISH

INF = math.inf
HOSTILE_VALUES = ["%", "100 %", "%s", "%(a)s", "%%", "{", "{0}", "{share}", "<b>", "", HOSTILE]


@pytest.mark.parametrize(
    ("quantity", "english"),
    [
        (as_share(0.822), "82.2%"),
        (as_share(0.82), "82%"),
        (as_share(1.0), "100%"),
        (as_share(0.9996), "99.9%"),
        (as_share(0.99999), "99.9%"),
        (as_share(0.0), "0%"),
        (as_share(0.0004), "0.1%"),
        (as_share(None), "–"),
        (as_people(812), "812"),
        (as_people(41_200.4), "41,200"),
        (as_people(999_949), "999,949"),
        (as_people(999_950), "1 million"),
        (as_people(1_000_000), "1 million"),
        (as_people(1_050_000), "1.1 million"),
        (as_people(334.4e6), "334.4 million"),
        (as_people(0), "0"),
        (as_count(3220), "3,220"),
        (as_count(3219.6), "3,220"),
        (as_count(26, 65), "26 to 65"),
        (as_count(26, 26), "26"),
        (as_number(0.2487, 2), "0.25"),
        (as_number(1200.04), "1,200"),
        (as_whole_minutes(118.4), "118"),
        (as_whole_minutes(INF), "no road"),
        (as_whole_minutes(None), "–"),
        (as_miles(4.26), "4.5 miles"),
        (as_miles(0.49), "less than a mile"),
        (as_miles(0.5), "0.5 miles"),
        (as_miles(0.9), "1 mile"),
        (as_miles(9.8), "10 miles"),
        (as_miles(1200.4), "1,200 miles"),
        (as_miles(3.1, 5.2), "3 to 5 miles"),
        (as_miles(0.9, 1.1), "1 mile"),
        (as_miles(0.1, 0.4), "less than a mile"),
        (as_miles(INF), "no road"),
        (as_miles(3, INF), "no road"),
        (as_minutes(33.0), "35 minutes"),
        (as_minutes(0.4), "5 minutes"),
        (as_minutes(11, 14), "10 to 15 minutes"),
        (as_minutes(14, 15), "15 minutes"),
        (as_minutes(INF), "no road"),
        (as_hours(2.5), "2.5 hours"),
        (as_hours(1), "1 hour"),
        (as_hours(12.5), "12.5 hours"),
        (as_hours(125.4), "125 hours"),
        (as_hours(3, 6), "3 to 6 hours"),
        (as_hours(INF), "no road"),
        (as_usd(1240.4), "$1,240"),
        (as_usd(38.2, 93.6), "$38 to $94"),
        (as_usd(0), "$0"),
        (as_month(date(2026, 1, 31)), "January 2026"),
        (as_list(["ivig", text("call to ask"), as_share(0.5)]), "ivig, call to ask, 50%"),
        (as_list([]), ""),
        (as_either(["a", "b", "c"]), "a, b, or c"),
        (as_either([text("call to ask")]), "call to ask"),
    ],
)
def test_a_quantity_in_english(quantity: Quantity, english: str) -> None:
    assert ENGLISH.say(text("<%(it)s>", it=quantity)) == f"<{english}>"


@pytest.mark.parametrize(
    ("quantity", "spanish"),
    [
        (as_share(0.822), "82.2%"),
        (as_count(3220), "3,220"),
        (as_count(26, 65), "26 a 65"),
        (as_miles(4.26), "4.5 millas"),
        (as_miles(0.9), "1 milla"),
        (as_usd(38.2, 93.6), "$38 a $94"),
        (as_month(date(2026, 1, 31)), "enero de 2026"),
        (as_either(["a", "b", "c"]), "a, b o c"),
        (date(2026, 11, 28), "28 de noviembre de 2026"),
        (1234.5, "1,234.5"),
    ],
)
def test_a_quantity_in_spanish(quantity: object, spanish: str) -> None:
    assert SPANISH.value(quantity) == spanish


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (3220, "3,220"),
        (np.int64(3220), "3,220"),
        (np.float64(0.25), "0.25"),
        (60.0, "60"),
        (60.1, "60.1"),
        (-0.001, "0"),
        (INF, "no road"),
        (date(2026, 11, 28), "November 28, 2026"),
        (time(9), "9 a.m."),
        (None, "not known"),
        (True, "True"),
        ("3220", "3220"),
        (named("VA specialty care, 60 minutes"), "VA specialty care, 60 minutes"),
    ],
)
def test_a_raw_value(value: object, english: str) -> None:
    assert ENGLISH.say(text("<%(it)s>", it=value)) == f"<{english}>"


def test_a_required_share_is_only_shown_where_it_is_reached() -> None:
    assert ENGLISH.share(0.8996, 0.9) == "89.9%"
    assert ENGLISH.share(0.89996, 0.9) == "89.9%"
    assert ENGLISH.share(0.9, 0.9) == "90%"
    assert ENGLISH.share(0.8, 0.9) == "80%"


@given(st.floats(0, 1))
def test_none_and_all_are_only_said_of_just_that(share: float) -> None:
    said = ENGLISH.share(share)
    assert (said == "0%") == (share == 0)
    assert (said == "100%") == (share == 1)


@pytest.mark.parametrize(("n", "english", "spanish"), [(0, "0 days", "0 días"), (1, "1 day", "1 día"), (2, "2 days", "2 días")])
def test_plurals(n: int, english: str, spanish: str) -> None:
    assert ENGLISH.say(text_n("%(n)s day", "%(n)s days", n)) == english
    assert SPANISH.say(text_n("%(n)s day", "%(n)s days", n)) == spanish


@pytest.mark.parametrize(("n", "english", "spanish"), [(1.0, "day", "día"), (1.5, "days", "días"), (0.5, "days", "días")])
def test_a_count_need_not_be_whole(n: float, english: str, spanish: str) -> None:
    """The longest infusion of a mobile unit is in hours and may be 4.5."""
    assert ENGLISH.counted("%(n)s day", "%(n)s days", n) == f"%(n)s {english}"
    assert SPANISH.counted("%(n)s day", "%(n)s days", n) == f"%(n)s {spanish}"


def test_sentences_inside_sentences_are_said_in_the_same_language() -> None:
    inner = text("%(low)s to %(high)s", low=text("call to ask"), high=text_n("%(n)s day", "%(n)s days", 2))
    assert ENGLISH.say(text("<%(a)s>", a=inner)) == "<call to ask to 2 days>"
    assert SPANISH.say(text("<%(a)s>", a=inner)) == "<llame para preguntar a 2 días>"


@pytest.mark.parametrize("value", HOSTILE_VALUES)
def test_a_value_is_never_read_as_a_template(each: Writer, value: str) -> None:
    assert each.say(text("<%(a)s>", a=value)) == f"<{value}>"
    assert each.say(text("<%(a)s>", a=text("(%(b)s)", b=value))) == f"<({value})>"
    assert each.say(text("<%(a)s>", a=as_list([value, value]))) == f"<{value}, {value}>"


@pytest.mark.parametrize("words", HOSTILE_VALUES)
def test_words_of_a_table_are_no_template_either(each: Writer, words: str) -> None:
    assert each.say(words) == words
    assert each.say(named(words)) == words


def test_a_literal_percent_sign() -> None:
    assert ENGLISH.say(text("100 %% sure")) == "100 % sure"
    assert ENGLISH.say("Octagam 10%") == "Octagam 10%"


def test_words_of_a_table_are_translated() -> None:
    assert SPANISH.say("New Mexico") == "Nuevo México"
    assert ENGLISH.say("New Mexico") == "New Mexico"


def test_an_error_is_one_line_with_what_to_do() -> None:
    error = QueryError(text("At most %(most)s.", most=as_miles(500)), text("Try %(n)s.", n=60.0))
    assert ENGLISH.error(error) == "At most 500 miles. Try 60."


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (11, 14, "about 10 to 15 minutes"),
        (14.9, 15.1, "about 15 to 20 minutes"),
        (1, 2, "about 5 to 10 minutes"),
        (100, 120, "about 100 to 120 minutes"),
        (118, 150, "about 2 to 2.5 hours"),
        (117, 151, "about 1.9 to 2.5 hours"),
    ],
)
def test_a_band_is_at_least_five_minutes_wide(low: float, high: float, words: str) -> None:
    assert ENGLISH.band(Trip(10.0, (low + high) / 2, low, high, 8.0)) == words


@pytest.mark.parametrize(
    ("span", "digits", "words"),
    [
        (Span(26, 65), 2, "26 to 65"),
        (Span(0.5, 0.75), 2, "0.5 to 0.75"),
        (Span(4, 4), 2, "4"),
        (Span(8312.4, 20780.6), 0, "8,312 to 20,781"),
        (Span(9.5, 10.5), 1, "9.5 to 10"),
    ],
)
def test_a_bare_span(span: Span, digits: int, words: str) -> None:
    assert ENGLISH.span(span, digits) == words


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("yes", "yes", "sí"),
        ("Limited", "limited", "limitado"),
        ("en;es", "English; Spanish", "inglés; español"),
        ("English; Klingon", "English; Klingon", "inglés; Klingon"),
        ("medicare; 100% of plans", "Medicare; 100% of plans", "Medicare; 100% of plans"),
        ("yes, by the side door", "yes, by the side door", "yes, by the side door"),
        ("", "", ""),
        (" ; ", "", ""),
    ],
)
def test_what_listings_write_most_is_said_in_words_and_the_rest_as_written(written: str, english: str, spanish: str) -> None:
    assert ENGLISH.listed(written) == english
    assert SPANISH.listed(written) == spanish


def test_visits_with_other_hours_on_other_days_have_each_their_own() -> None:
    denver = ZoneInfo("America/Denver")
    morning = Visits(date(2026, 12, 1), time(9), time(12), denver, "FREQ=WEEKLY")
    evening = Visits(date(2026, 12, 3), time(13), time(19), denver, "FREQ=WEEKLY")
    stop = Stop("s", "S", MobileUnit("u", "U", Provenance()), Address(), None, (morning, evening))
    assert ENGLISH.visits(stop, stop.visits(date(2026, 12, 1), date(2026, 12, 3))) == (
        "Tue, Dec 1, 2026 (9 a.m. to noon); Thu, Dec 3, 2026 (1 p.m. to 7 p.m.)"
    )
    assert ENGLISH.visits(stop, (date(2026, 12, 1), date(2026, 12, 8))) == "Tue, Dec 1, 2026; Tue, Dec 8, 2026 (9 a.m. to noon)"


def test_the_state_of_a_place_is_translated() -> None:
    city = Place("x", "Las Cruces, New Mexico", Point(32.3, -106.8), "city", city="Las Cruces", state="NM")
    mail = replace(city, label="88001, Las Cruces, New Mexico", precision="zip", zip="88001")
    address = replace(mail, label="2 Main St, Las Cruces, NM", precision="address")
    assert [ENGLISH.place_name(place) for place in (city, mail, address)] == [city.label, mail.label, address.label]
    # Pages say "near" themselves.
    assert ENGLISH.place_name(replace(mail, label="near Las Cruces, New Mexico", precision="device")) == city.label
    assert ENGLISH.place_name(replace(city, county="Doña Ana County")) == city.label
    told_apart = replace(city, label="Las Cruces, Doña Ana County, New Mexico", county="Doña Ana County")
    assert ENGLISH.place_name(told_apart) == told_apart.label
    assert SPANISH.place_name(city) == "Las Cruces, Nuevo México"
    assert SPANISH.place_name(mail) == "88001, Las Cruces, Nuevo México"


@pytest.mark.parametrize(
    ("as_of", "english", "spanish"),
    [
        (AsOf(2026), "2026", "2026"),
        (AsOf(2026, 1), "January 2026", "enero de 2026"),
        (AsOf(2026, 1, 31), "January 31, 2026", "31 de enero de 2026"),
        (None, "no date given", "fecha desconocida"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(as_of: AsOf | None, english: str, spanish: str) -> None:
    assert (ENGLISH.day(as_of), SPANISH.day(as_of)) == (english, spanish)
    if as_of:
        assert ENGLISH.say(text("(%(date)s)", date=as_of)) == f"({english})"


def test_whom_a_location_serves() -> None:
    def serves(*codes: str) -> str:
        center = Center("c", "C", "unknown", Address(), None, Provenance(), serves=frozenset(codes))
        return ENGLISH.serves(center)

    assert serves() == "not known"
    assert serves("women", "adults") == "adults; only women"
    assert serves(*SERVES_WORDS).count(";") == 6


def test_phases_of_a_trial() -> None:
    assert ENGLISH.phases(("PHASE2", "PHASE3")) == "phase 2, phase 3"
    assert ENGLISH.phases(("PHASE9",)) == "PHASE9"
    assert ENGLISH.phases(()) == "phase not given"


def test_no_two_codes_of_a_vocabulary_share_words() -> None:
    tables = {name: words for name, words in vars(vocabulary).items() if isinstance(words, dict) and name.isupper()}
    assert len(tables) > 10
    for name, words in tables.items():
        said = [ENGLISH.say(word) for word in words.values()]
        assert len(set(said)) == len(said), name


def test_text_and_quantities_are_values_that_can_be_compared() -> None:
    made: list[Callable[[], Text]] = [lambda: text("%(a)s", a=as_miles(1, 2)), lambda: text("%(a)s", a=as_list(["x"]))]
    assert [f() == f() and hash(f()) == hash(f()) for f in made] == [True, True]
