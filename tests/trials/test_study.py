"""One study in the register's shape -> a trial; whatever else it holds."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.geo import Point
from finder.trials.model import Contact, Site
from finder.trials.study import StudyError, as_study, held_on, read_study, status
from tests.conftest import HOSTILE
from tests.trials.conftest import PAGE, location, study

STUDIES = json.loads(PAGE.read_text(encoding="utf-8"))["studies"]


def test_a_study_in_the_documented_shape_is_read() -> None:
    trial = read_study(STUDIES[0])
    assert (trial.id, trial.title) == ("NCT00000001", "A Drug for the Skin in Dermatomyositis")
    assert (trial.conditions, trial.keywords, trial.phases) == (("Dermatomyositis",), ("rash",), ("PHASE2", "PHASE3"))
    assert trial.updated_on == date(2026, 10, 1)
    assert trial.contacts == (Contact("Study Desk", "800-555-0100", "desk@example.org"),)
    assert [(s.city, s.recruiting) for s in trial.sites] == [("Seattle", True), ("Billings", True), ("Bozeman", False)]
    assert trial.sites[1] == Site(
        facility="Near Clinic",
        city="Billings",
        state="Montana",
        country="United States",
        recruiting=True,
        point=Point(45.78329, -108.50069),
        contacts=(Contact("Ann Example", "406-555-0101 ext. 7", "ann@example.org"),),
    )
    assert held_on(STUDIES[0]) == date(2026, 11, 20)


def test_what_is_missing_is_unknown() -> None:
    trial = read_study(study())
    assert (trial.conditions, trial.phases, trial.sites, trial.contacts, trial.updated_on) == ((), (), (), (), None)
    (site,) = read_study(study(contactsLocationsModule={"locations": [{}]})).sites
    assert site == Site("", "", "", "", None, None)
    assert read_study(study(identificationModule={"nctId": "NCT00000001", "officialTitle": "O"})).title == "O"


@pytest.mark.parametrize("bad", [None, 7, True, "x", [], [[]], [None], {"a": {}}, {"locations": "x"}, {"locations": [[], 5]}])
@pytest.mark.parametrize("module", ["conditionsModule", "designModule", "contactsLocationsModule"])
def test_a_module_of_the_wrong_shape_counts_as_missing(module: str, bad: object) -> None:
    assert read_study(study(**{module: bad})) == read_study(study())


@pytest.mark.parametrize(
    "bad", [None, 5, "", "  ", [], {}, "NCT1", "NCT000000012", "NCT0000000x", "<NCT00000001>", "NCT００００００００"]
)
def test_a_study_without_a_number_is_refused(bad: object) -> None:
    with pytest.raises(StudyError, match="no number"):
        read_study(study(number=bad))


@pytest.mark.parametrize("bad", [None, 5, "", " \u202e\x00", []])
def test_a_study_without_a_title_is_refused(bad: object) -> None:
    with pytest.raises(StudyError, match="no title"):
        read_study(study(title=bad))


@pytest.mark.parametrize(
    "bad",
    [
        {"lat": None, "lon": 0},
        {"lat": "45", "lon": "-111"},
        {"lat": 1e999, "lon": 0},
        {"lat": float("nan"), "lon": 0},
        {"lat": -111, "lon": 45},
        {"lat": 10**400, "lon": 0},
        {"lat": 0, "lon": 181},
        {"lat": 45},
        [45, -111],
        "45,-111",
    ],
)
def test_a_point_that_is_none_is_unknown_and_the_site_stays(bad: object) -> None:
    (site,) = read_study(study(contactsLocationsModule={"locations": [location(0, 0, geoPoint=bad)]})).sites
    assert site.point is None
    assert site.facility == "F"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (HOSTILE, HOSTILE),
        ("a\x00b\n\tc", "a b c"),
        ("\ud800 half", "half"),
        ("\u202eevil", "evil"),
        ("x" * 1_000_000, "x" * 300),
    ],
)
def test_text_is_one_line_that_can_be_printed(written: str, kept: str) -> None:
    title = read_study(study(title=written)).title
    assert title == kept
    assert title.encode()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"name": "A"}, ()),
        ({"name": "A", "email": "a@b.org"}, (Contact("A", "", "a@b.org"),)),
        ({"phone": "1", "email": "a@b.org?bcc=all@b.org"}, (Contact("", "1", ""),)),
        ({"email": "a@b.org\nx: y"}, ()),
        ({"phone": 4065550101}, ()),
        ({"phoneExt": "5"}, ()),
    ],
)
def test_contacts_are_those_that_can_be_reached(said: dict[str, object], kept: tuple[Contact, ...]) -> None:
    assert read_study(study(contactsLocationsModule={"centralContacts": [said]})).contacts == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
MODULES = ("identificationModule", "statusModule", "conditionsModule", "designModule", "contactsLocationsModule")


@given(JSON | st.fixed_dictionaries({"protocolSection": st.dictionaries(st.sampled_from(MODULES), JSON)}))
def test_any_json_is_a_trial_or_a_reason(value: object) -> None:
    assert isinstance(status(value), str)
    held_on(value)
    with pytest.raises(StudyError):
        read_study(value)


LOCATION = st.fixed_dictionaries(
    {},
    optional={
        "facility": st.text(),
        "status": st.sampled_from(["RECRUITING", "COMPLETED", ""]),
        "country": st.text(),
        "geoPoint": st.fixed_dictionaries({"lat": st.floats(-90, 90), "lon": st.floats(-180, 180)}) | JSON,
        "contacts": st.lists(st.fixed_dictionaries({"phone": st.text(), "phoneExt": st.text(), "email": st.just("a@b.org")})),
    },
)


@given(st.lists(LOCATION, max_size=3), st.lists(st.text(), max_size=3), st.dates().map(str) | st.text())
def test_what_is_kept_of_a_trial_is_the_same_trial(locations: list[Any], words: list[str], day: str) -> None:
    trial = read_study(
        study(
            conditionsModule={"conditions": words, "keywords": words},
            statusModule={"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": day}},
            contactsLocationsModule={"locations": locations, "centralContacts": [{"name": "N", "phone": "1"}]},
        )
    )
    assert read_study(json.loads(json.dumps(as_study(trial)))) == trial
