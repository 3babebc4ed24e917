"""Kinds by name, where a list gives none: plain words of prisons and homes, and nothing that a hospital may be called."""

from pathlib import Path

import pytest

from finder.directory.folder import load_folder
from finder.directory.kind_by_name import kind_by_name
from finder.places.gazetteer import Gazetteer
from tests.world import REFERENCE, TODAY, reader

NAMES = [
    ("Folsom State Prison", "prison"),
    ("CALIF CITY CORRECTIONAL", "prison"),
    ("STATE OF AK DEPT OF CORRECTIONS", "prison"),
    ("Gaston County Jail", "prison"),
    ("Houston Contract Detention Facility", "prison"),
    ("State Penitentiary Hospital", "prison"),
    ("ABILENE STATE SUPPORTED LIVING CTR", "residential"),
    ("ILLINOIS VETERANS HOME QUINCY", "residential"),
    ("Soldiers' Home", "residential"),
    ("Oak Hill Nursing Home", "residential"),
    ("Sunrise Assisted Living", "residential"),
    ("MORTON LTC", "long_term_care"),
    ("Valley Long-Term Acute Care Hospital", "long_term_care"),
    ("Select LTACH", "long_term_care"),
    ("Avera Long-Term Care Pharmacy", "pharmacy"),
    ("MCNEILLS LONG TERM CARE PHCY", "pharmacy"),
]
OPEN_TO_ALL = [
    *(
        "ST ANTHONY REGIONAL HOSPITAL & NURSING HOME",
        "BENNETT COUNTY HOSPITAL AND NURSING HOME - CAH",
        "ST LUKE HOSPITAL & LIVING CENTER",
    ),
    *("BUTLER COUNTY HEALTH CARE CENTER", "VETERANS MEMORIAL HOSPITAL", "Home Infusion Partners", "Vision Correction Center"),
    *(
        "SKILLED CARE OF INDIANA",
        "Ltd. Infusion Clinic",
        "Hospice of the Valley",
        "Rehabilitation Hospital",
        "",
        "Jailene Ruiz MD",
    ),
    *("Memorial Hospital Long Term Care", "Prisona Clinic", "Nursing School Infusion Suite"),
]


@pytest.mark.parametrize(("name", "kind"), NAMES)
def test_plain_words_of_a_name_say_who_is_treated(name: str, kind: str) -> None:
    assert kind_by_name(name) == kind_by_name(name.lower()) == kind_by_name(name.upper()) == kind


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_other_names_say_nothing(name: str) -> None:
    assert kind_by_name(name) == "unknown"


def test_no_location_of_the_built_in_directory_is_one_by_its_name(gazetteer: Gazetteer) -> None:
    found = load_folder(REFERENCE.folder / "directory", reader(gazetteer), TODAY)
    assert {kind_by_name(p.name) for p in found.points} == {"unknown"}


def test_a_list_of_sites_without_kinds(shared_data: Path, gazetteer: Gazetteer) -> None:
    """All 45 were looked at by hand: each is a prison, a home, or a pharmacy for homes."""
    found = load_folder(shared_data / "sites_2022", reader(gazetteer), TODAY)
    kinds = [p.listing.site_of_care for p in found.points if p.listing.site_of_care != "unknown"]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "prison": 21,
        "residential": 10,
        "pharmacy": 10,
        "long_term_care": 4,
    }
