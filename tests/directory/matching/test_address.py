"""Street addresses in one form: what is one door, and what is not."""

import pytest

from finder.directory.matching.address import address_key, compare_streets

ONE_DOOR = [
    ("1 ST MARY'S PL", "1 Saint Marys Place"),
    ("901 MT VIEW DRIVE", "901 Mountain View Drive"),
    ("10 Mt Zion Rd", "10 Mount Zion Road"),
    ("10 First Ave", "10 1st Avenue"),
    ("409 Eleventh St", "409 11TH STREET"),
    ("94-307 Farrington Hwy", "94307 Farrington Highway"),
    ("37-11 74th St", "3711 74 Street"),
    ("Carr 2 Km 11.7", "Carretera #2, Km. 11.7"),
    ("PR-2 KM 11.7", "Carr. 2 Km 11.7"),
    ("Calle San Rafael #12", "12 Calle San Rafael"),
    ("Ave. Ponce de Leon 1225", "1225 Avenida Ponce de León"),
    ("100 Main St Ste 400", "100 Main St #400"),
    ("100 Main St Ste 400", "100 Main St"),
    ("4301 WEST MARKHAM STREET MAIL SLOT 612", "4301 W Markham St"),
    ("1600 Elm St MS 12", "1600 Elm Street, Mail Stop 40"),
    ("One Medical Center Drive", "1 Medical Ctr Dr"),
    ("P O BOX 310, 706 EWING AVE", "706 Ewing Avenue"),
    ("12 N Main", "12 North Main Street"),
    ("12 Main Street South", "12 South Main St"),
    ("12 Main St", "12 N Main St"),
    ("5 Hwy 2", "5 US Highway 2"),
    ("459 GA HIGHWAY 119 SOUTH", "459 Highway 119 S"),
    ("8885 State Road 237", "8885 SR 237"),
    ("2305 S 65 HIGHWAY", "2305 South Highway 65"),
    ("100 COUNTY RD B", "100 County Road B"),
    ("100 Main St Bldg B", "100 Main St, Building B"),
    ("100 Main St, 2nd Floor", "100 Main St Second Floor"),
    ("123 Main St Springfield IL 62701", "123 Main Street"),
    ("40 FIRST ST. S.E.", "40 1st Street SE"),
    ("W 800 FIFTH AVENUE", "800 W 5th Ave"),
    ("462 FIRST AVENUE @ 27TH STREET", "462 1st Ave"),
    ("1305 West Hwy 6 & 34", "1305 WEST HIGHWAY 6/34"),
    ("#4 HOSPITAL DRIVE", "4 Hospital Dr"),
    ("800 STE. GENEVIEVE DRIVE", "800 Sainte Genevieve Dr"),
    ("329 23rd Ave No, Suite 328", "329 23rd Avenue North Ste 328"),
    ("29 L V STABLER DRIVE", "29 LV Stabler Dr"),
    ("100 MLK Blvd", "100 Dr. Martin Luther King Jr. Boulevard"),
    ("Rural Route 1 Box 20", "RR 1, Box 20"),
]
TWO_DOORS = [
    ("100 Main St", "102 Oak St"),
    ("100 Main St", "1000 Main St"),
    ("100 N Main St", "100 S Main St"),
    ("100 E 5th St", "100 W 5th St"),
    ("100 5th St", "100 5th Ave"),
    ("100 51st St", "100 52nd St"),
    ("5 Highway 2", "5 Highway 12"),
    ("Carr 2 Km 11.7", "Carr 2 Km 17.1"),
    ("37-11 74th St", "37-12 75th St"),
    ("100 Elm St", "100 Maple St"),
]


@pytest.mark.parametrize(("one", "other"), ONE_DOOR)
def test_two_spellings_are_one_door(one: str, other: str) -> None:
    assert compare_streets(address_key(one), address_key(other)) == "door"


@pytest.mark.parametrize(("one", "other"), TWO_DOORS)
def test_two_streets_or_numbers_are_two_doors(one: str, other: str) -> None:
    assert compare_streets(address_key(one), address_key(other)) == "other"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 Main St Ste 400", "100 Main St Ste 500"),
        ("100 Main St Ste 400", "100 Main St #500"),
        ("100 Main St Bldg A", "100 Main St Bldg B"),
        ("1 Children's Plaza, 2 West", "1 Children's Plaza, 5 East"),
        ("100 Main St 1st Floor", "100 Main St 3rd Fl"),
    ],
)
def test_another_suite_is_another_door_of_the_building(one: str, other: str) -> None:
    assert compare_streets(address_key(one), address_key(other)) == "building"


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("5516 S. Mapplewood Ave", "5516 S Maplewood", "in_part"),
        ("16 Guion Ave", "16 Guion Place", "type"),
        ("1514-1516 Jefferson Highway", "1516 Jefferson Hwy", "type"),
        ("3450-54 W 79th St", "3452 W 79th St", "type"),
        ("967 North Broadway", "976 N Broadway", "neighbor"),
        ("PO Box 589", "103 Elm Street", "unknown"),
        ("Chicot Memorial Medical Center", "2729 S Highway 65", "unknown"),
        ("", "103 Elm Street", "unknown"),
    ],
)
def test_streets_that_agree_in_part(one: str, other: str, how: str) -> None:
    assert compare_streets(address_key(one), address_key(other)) == how
    assert compare_streets(address_key(other), address_key(one)) == how


def test_a_whole_address_gives_its_city_and_zip() -> None:
    key = address_key("123 Main St, Springfield, IL 62701-1234")
    assert (key.city, key.zip) == ("springfield", "62701")
    assert address_key("7050 S. May, Chicago", "Chicago") == address_key("7050 S May", "Chicago")


@pytest.mark.parametrize("written", ["#", "-", ",", "1", "12 -", "Ste 4", "& @", "\x00", "9" * 100_000, "אבג 12", "🚑 1 🚑"])
def test_no_cell_is_too_odd_for_a_key(written: str) -> None:
    assert not address_key(written).is_known or written.startswith("9")
