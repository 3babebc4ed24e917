"""Places typed in Spanish, over the real tables; and that English keeps its own names."""

import unicodedata

import pytest

from finder.domain.names import plain
from finder.domain.place import PlaceAmbiguous, PlaceNotFound
from finder.domain.states import SPANISH_NAMES, STATE_NAMES
from finder.places.gazetteer import Gazetteer
from finder.places.names import city_key, split_place, split_state
from finder.places.spanish import CITIES
from finder.places.suggest import Suggestions
from tests.world import REFERENCE

SUGGESTIONS = Suggestions(REFERENCE.zips, REFERENCE.towns)
NAMES = frozenset(
    plain(name) for table in (REFERENCE.towns.name, REFERENCE.zips.city, REFERENCE.zips.alias_city) for name in table.tolist()
)


@pytest.mark.parametrize(
    ("label", "ways"),
    [
        ("Las Cruces, New Mexico", ["Las Cruces, Nuevo México", "LAS CRUCES NUEVO MEXICO", "Las Cruces, Nuevo Méjico"]),
        ("Raleigh, North Carolina", ["Raleigh, Carolina del Norte", "raleigh carolina del norte"]),
        ("San Antonio, Texas", ["San Antonio, Tejas", "San Antonio, Texas, Estados Unidos", "San Antonio, Tejas, EE. UU."]),
        ("New York City, New York", ["Nueva York", "NUEVA YORK", "Nueva York, Nueva York", "Nueva York, NY"]),
        ("New York City, New York", ["Ciudad de Nueva York", "nueva york nueva york", "New York, Nueva York, EEUU"]),
        ("Philadelphia, Pennsylvania", ["Filadelfia, Pensilvania", "Filadelfia PA"]),
        ("Philadelphia, Mississippi", ["Filadelfia, Misisipi"]),
        ("New Orleans, Louisiana", ["Nueva Orleans, Luisiana", "Nueva Orleáns", "Nueva Orlea\u0301ns, LA"]),
        ("Fargo, North Dakota", ["Fargo, Dakota del Norte"]),
        ("Rapid City, South Dakota", ["Rapid City, Dakota del Sur"]),
        ("Charleston, West Virginia", ["Charleston, Virginia Occidental", "charleston virginia del oeste"]),
        ("Charleston, South Carolina", ["Charleston, Carolina del Sur"]),
        ("Seattle, Washington", ["Seattle, Estado de Washington"]),
        ("Albany, New York", ["Albany, Estado de Nueva York"]),
        ("Washington, District of Columbia", ["Washington, Distrito de Columbia", "Distrito de Columbia"]),
        ("Key West, Florida", ["Cayo Hueso, Florida", "cayo hueso"]),
        ("Mayagüez, Puerto Rico", ["Mayagüez, Puerto Rico, Estados Unidos de América"]),
        ("79901, El Paso, Texas", ["79901 El Paso, Tejas", "código postal 79901", "El Paso, Tejas 79901"]),
        ("19103, Philadelphia, Pennsylvania", ["19103 Filadelfia", "Filadelfia, Pensilvania 19103"]),
    ],
)
def test_a_place_is_read_in_spanish(gazetteer: Gazetteer, label: str, ways: list[str]) -> None:
    """The label stays English: it is an address, and is sent again as a place."""
    assert {written: gazetteer.find(written).label for written in ways} == dict.fromkeys(ways, label)


def test_an_address_ends_in_spanish_too(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("350 5th Ave, Nueva York, Nueva York 10118").zip == "10118"
    assert gazetteer.find("12 Canal St, Nueva Orleans, Luisiana").label == "New Orleans, Louisiana"


# As in English, these names mean a city first.
CITIES_FIRST = ("nueva york", "distrito de columbia")


@pytest.mark.parametrize("written", CITIES_FIRST)
def test_the_name_of_a_state_may_mean_a_city_first(gazetteer: Gazetteer, written: str) -> None:
    assert written in SPANISH_NAMES
    assert gazetteer.find(written).precision == "city"


@pytest.mark.parametrize("written", [name for name in SPANISH_NAMES if name not in CITIES_FIRST])
def test_a_whole_state_is_said_to_be_one(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match=f"{STATE_NAMES[SPANISH_NAMES[written]]} is a state"):
        gazetteer.find(written)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Carolina, Puerto Rico", "Carolina, Puerto Rico"),
        ("Carolina PR", "Carolina, Puerto Rico"),
        ("Carolina, RI", "Carolina, Rhode Island"),
        ("Florida, PR", "Florida, Puerto Rico"),
        ("Bufalo, PR", "Bufalo, Puerto Rico"),
        ("Nuevo", "Nuevo, California"),
        ("Nuevo, CA", "Nuevo, California"),
        ("Occidental", "Occidental, California"),
        ("Del Norte, CO", "Del Norte, Colorado"),
        ("Mexico, Misuri", "Mexico, Missouri"),
        ("San Luis, AZ", "San Luis, Arizona"),
        ("Charleston, Virginia", None),
    ],
)
def test_towns_that_sound_spanish_stay_what_they_are(gazetteer: Gazetteer, written: str, label: str | None) -> None:
    if label is None:
        with pytest.raises(PlaceNotFound):
            gazetteer.find(written)
    else:
        assert gazetteer.find(written).label == label


def test_a_name_of_two_meanings_is_not_taken_for_one(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("San Luis")
    assert {place.label, *(p.label for p in place.alternatives)} == {"San Luis, Arizona", "San Luis, Colorado"}
    with pytest.raises(PlaceNotFound) as refused:
        gazetteer.find("San Luis, Misuri")
    assert refused.value.suggestions[0].label == "St. Louis, Missouri"


def test_washington_alone_is_asked_about_as_before(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceAmbiguous):
        gazetteer.find("Wáshington")


def test_an_island_territory_is_named_as_such(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceNotFound, match="is in an island territory"):
        gazetteer.find("Charlotte Amalie, Islas Vírgenes")


@pytest.mark.parametrize("name", [*SPANISH_NAMES, *CITIES])
def test_no_place_has_such_a_name_already(name: str) -> None:
    """Nor ends in one: "Hato Tejas" in a table would turn from a town into a town of Texas."""
    assert [n for n in NAMES if n == name or (name in SPANISH_NAMES and n.endswith(f" {name}"))] == []


def test_the_tables_are_in_the_form_in_which_they_are_looked_up(gazetteer: Gazetteer) -> None:
    assert [name for name in (*SPANISH_NAMES, *CITIES) if plain(name) != name] == []
    assert set(SPANISH_NAMES.values()) <= set(STATE_NAMES)
    assert [english for english in CITIES.values() if city_key(english) != english] == []
    assert [english for english in CITIES.values() if not _known(gazetteer, english)] == []


def _known(gazetteer: Gazetteer, city: str) -> bool:
    return any(gazetteer.city_place(city, state) for state in STATE_NAMES)


@pytest.mark.parametrize("name", SPANISH_NAMES)
def test_a_state_of_any_length_is_split_off(name: str) -> None:
    assert split_state(["las", "cruces", *name.split()]) == (["las", "cruces"], SPANISH_NAMES[name])
    assert split_place(f"Las Cruces, {name.upper()}") == ([], ["las", "cruces"], SPANISH_NAMES[name])


class TestWhileTyping:
    """Suggestions: Spanish names lead to labels in English."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("nueva yo", "New York City, New York"),
            ("nueva york, nueva y", "New York City, New York"),
            ("Nueva Or", "New Orleans, Louisiana"),
            ("filad", "Philadelphia, Pennsylvania"),
            ("filadelfia, mis", "Philadelphia, Mississippi"),
            ("las cruces, nuevo", "Las Cruces, New Mexico"),
            ("las cru, nuevo m", "Las Cruces, New Mexico"),
            ("las cruces nuevo mé", "Las Cruces, New Mexico"),
            ("raleigh, carolina del n", "Raleigh, North Carolina"),
            ("raleigh carolina del n", "Raleigh, North Carolina"),
            ("charleston, virginia occ", "Charleston, West Virginia"),
        ],
    )
    def test_a_name_begun_is_found(self, gazetteer: Gazetteer, typed: str, first: str) -> None:
        found = SUGGESTIONS.after(typed)
        assert found[0] == first
        assert found == SUGGESTIONS.after(unicodedata.normalize("NFD", typed.upper()))
        assert gazetteer.find(first).label == first

    def test_a_state_begun_gives_its_cities(self) -> None:
        found = SUGGESTIONS.after("carolina del n")
        assert "Raleigh, North Carolina" in found
        assert all(label.endswith(", North Carolina") for label in found)

    def test_cities_of_that_name_come_before_states_of_it(self) -> None:
        assert {"New York City, New York", "New Orleans, Louisiana"} <= set(SUGGESTIONS.after("nueva"))
        assert "Buffalo, New York" not in SUGGESTIONS.after("nueva")

    @pytest.mark.parametrize(
        ("typed", "without"),
        [
            ("nu", "New York City"),
            ("fi", "Philadelphia"),
            ("springfield, virginia", "West Virginia"),
            ("springfield v", "West Virginia"),
            ("carolina", "Charlotte"),
            ("carolina p", "South Carolina"),
        ],
    )
    def test_what_english_means_is_not_mixed_with_spanish(self, typed: str, without: str) -> None:
        found = SUGGESTIONS.after(typed)
        assert found
        assert not [label for label in found if without in label]

    @pytest.mark.parametrize("typed", ["xqz carolina del n", "xqz, nuevo", "nueva nueva nueva", "del norte carolina del q"])
    def test_nothing_is_suggested_for_nothing(self, typed: str) -> None:
        assert SUGGESTIONS.after(typed) == []
