"""What a patient asks: fields as they are typed, and values that make no sense."""

from datetime import date

import pytest

from finder.access.filters import FILTERS, FilterCount, Filters
from finder.errors import QueryError
from finder.questions.search.choices import EXPLAINED, label, offer
from finder.questions.search.query import SearchQuery, read_query
from finder.wording.writer import ENGLISH
from tests.access.test_filters import ALL_FILTERS

ON = date(2026, 11, 22)


def test_the_day_is_never_guessed() -> None:
    with pytest.raises(TypeError, match="on"):
        SearchQuery("59718")  # type: ignore[call-arg]


def test_empty_and_missing_fields_mean_the_default() -> None:
    empty = dict.fromkeys(
        ("therapy", "within", "limit", "kind", "minutes", "days", "rate", "weekends", "payment", "age", "sort"), ""
    )
    assert read_query({"place": "59718"}, ON) == read_query({"place": "59718", **empty}, ON) == SearchQuery("59718", on=ON)


def test_every_field_is_read() -> None:
    fields = {
        **{"place": "59718", "therapy": "rituximab:weekly_4", "within": "12.5", "limit": "7", "days": "3", "rate": "$0.5"},
        **{"kind": "stop,freestanding", "minutes": "60", "evenings": "yes", "weekends": "yes", "payment": "medicare"},
        **{"language": "es", "new_patients": "yes", "wheelchair": "yes", "age": "children", "sort": "sure"},
    }
    assert read_query(fields, ON) == SearchQuery(
        place="59718",
        therapy="rituximab",
        within_mi=12.5,
        limit=7,
        on=ON,
        regimen="weekly_4",
        days=3,
        usd_per_mile=0.5,
        filters=Filters(frozenset({"stop", "freestanding"}), 60, True, True, "medicare", "es", True, True),
        age="children",
        order="sure",
    )


@pytest.mark.parametrize(
    ("field", "written"),
    [
        *(("within", written) for written in ("x", "nan", "inf", "0", "-1", "501", "1e400", "{{7*7}}", "12,5")),
        *(("limit", written) for written in ("0", "-1", "2.5", "inf", "many")),
        *(("days", written) for written in ("2.5", "x", "nan")),
        *(("rate", written) for written in ("-0.01", "5.01", "nan", "inf", "free")),
        *(("minutes", written) for written in ("0", "-1", "600.1", "nan", "an hour")),
        *(("kind", written) for written in ("spa", "unknown", "stop;freestanding")),
        *(("age", "child"), ("age", "adults,children"), ("sort", "best"), ("sort", "{{7*7}}")),
        *(("payment", "gold"), ("language", "Spanish"), ("language", "{{7*7}}")),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_short_line(field: str, written: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_query({"place": "59718", "therapy": "ivig", field: written}, ON)
    line = ENGLISH.error(refused.value)
    assert 20 < len(line) < 250
    assert "\n" not in line


def test_every_choice_has_a_label_and_says_what_it_goes_by() -> None:
    assert [ENGLISH.say(label(ALL_FILTERS, name)) for name in FILTERS] == [
        *("infusion center", "at most 60 minutes away", "open after 6 p.m.", "open on weekends"),
        *("takes Medicare", "speaks Spanish", "takes new patients", "wheelchair access"),
    ]
    assert set(EXPLAINED) == set(FILTERS)
    several = Filters(sites_of_care=frozenset({"stop", "hospital_outpatient", "freestanding"}))
    assert ENGLISH.say(label(several, "site_of_care")) == "hospital, infusion center, or mobile unit stop"


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (0, "Search without “open on weekends”"),
        (1, "Search without “open on weekends”: 1 location"),
        (2, "Search without “open on weekends”: 2 locations"),
    ],
)
def test_an_offer_says_what_dropping_a_choice_brings(without: int, words: str) -> None:
    assert ENGLISH.say(offer(ALL_FILTERS, FilterCount("weekends", 3, 0, without))) == words
