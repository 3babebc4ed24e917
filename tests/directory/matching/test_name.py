"""Names in one form: which are one, and which speak of something else."""

import pytest

from finder.directory.matching.name import are_hospitals, compare_names, kinds_differ, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JACKSON HOSPITAL AND CLINIC  INC", "Jackson Hospital & Clinic"),
        ("St. Vincent's Med Ctr", "SAINT VINCENTS MEDICAL CENTER"),
        ("BISBEE HOSPITAL ASSOCIATION DBA COPPER QUEEN COMMUNITY HOSPITAL", "Copper Queen Community Hospital"),
        ("Columbia Lutheran Charities D/B/A Columbia Memorial Hospital", "COLUMBIA MEMORIAL HOSPITAL"),
        ("ATRIUM HEALTH FLOYD CHEROKEE MEDICAL CENTER", "FLOYD CHEROKEE MEDICAL CENTER"),
        ("Chicago Commons PauloFreire", "Chicago Commons Paulo Freire"),
        ("SALEM MEMORIAL HOSPITAL", "SALEM MEMORIAL DISTRICT HOSPITAL"),
    ],
)
def test_names_of_one_location_are_alike(one: str, other: str) -> None:
    assert compare_names(name_key(one), name_key(other))[0] in ("equal", "alike")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mercy Medical Center", "Baptist Medical Center"),
        ("Regional Infusion Center", "Community Cancer Center"),
        ("Walter Knox Memorial Hospital", "Valor Health"),
    ],
)
def test_common_words_do_not_make_names_alike(one: str, other: str) -> None:
    assert compare_names(name_key(one), name_key(other))[0] == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Community Hospital South", "Community Hospital North"),
        ("Emory University Hospital", "Emory Hospital"),
        ("First Church of Love 1", "First Church of Love 2"),
    ],
)
def test_campuses_are_told_apart(one: str, other: str) -> None:
    assert compare_names(name_key(one), name_key(other))[0] not in ("equal", "alike")


def test_the_city_does_not_tell_names_apart() -> None:
    names = ("Tucson Medical Center", "Banner Tucson Medical Center of Pima")
    assert compare_names(*map(name_key, names))[0] == "alike"
    assert compare_names(*(name_key(n, "Tucson Arizona") for n in ("Tucson Heart", "Banner Tucson Pima")))[0] == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mercy Hospital", "Mercy Children's Hospital"),
        ("Mercy Hospital", "Select Specialty Hospital"),
        ("Mercy Hospital", "Mercy Hospital Pharmacy"),
        ("Mercy Hospital", "Oceans Behavioral Hospital"),
    ],
)
def test_a_hospital_is_not_the_hospital_or_the_pharmacy_inside_it(one: str, other: str) -> None:
    assert kinds_differ(name_key(one), name_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Anthony Regional Hospital", "St Anthony Regional Hospital & Nursing Home"),
        ("Sacred Heart Hospital", "Hospital of the Sacred Heart"),
        ("Mary Crane Center", "Mary Crane Children's Center"),
    ],
)
def test_words_that_only_look_like_another_service(one: str, other: str) -> None:
    assert not kinds_differ(name_key(one), name_key(other))


def test_hospitals_are_known_by_their_names() -> None:
    assert are_hospitals(name_key("Walter Knox Memorial Hospital"), name_key("Valor Health"))
    assert not are_hospitals(name_key("Mercy Hospital"), name_key("Health Associates Clinic"))
    assert not are_hospitals(name_key("Smith LLC"), name_key("Jones LLC"))
