"""What people type for where they are, and the right answer: the inputs of issue 14, part 3, and more of each kind.

An answer is a label, with words of its note. "asked" and "offered" have the first of the places to choose from, and "refused"
the words that say why.
"""

from dataclasses import dataclass

import pytest

from finder.domain.geo import Point, miles_between
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.errors import InputError
from finder.places.gazetteer import Gazetteer


@dataclass(frozen=True)
class Answer:
    """What is answered: a label, words of the note, and alternatives that are offered beside it."""

    label: str
    note: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The first places that are offered, when the reader is asked."""

    first: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """Words that say why, and the first place that is offered instead."""

    why: str
    offered: str = ""


STREET, BOZEMAN = "We don't look up streets", "Bozeman, Montana"
CHICAGO, BOZEMAN_POINT = (41.90195, -87.62345), (45.68, -111.04)

DIGITS: dict[str, Answer | Asked | Refused] = {
    "Bozeman, MT 59718 PO Box 10012": Answer("59718, Bozeman, Montana", STREET),
    "PO Box 10012, Bozeman, MT 59718": Answer("59718, Bozeman, Montana", STREET),
    "Bozeman MT, PO Box 59801": Answer(BOZEMAN, STREET),
    "P.O. Box 90210 Billings MT": Answer("Billings, Montana", STREET),
    "Houston TX Suite 10001": Answer("Houston, Texas", STREET),
    "Houston TX 77002 Suite 10001": Answer("77002, Houston, Texas", STREET),
    "Bozeman MT Apt 59801": Answer(BOZEMAN, STREET),
    "#59801 Bozeman": Answer(BOZEMAN, STREET),
    "1234 Highway 59801, Bozeman MT": Answer(BOZEMAN, STREET),
    "County Road 59801, Bozeman MT": Answer(BOZEMAN, STREET),
    "2409 Acton Road 35243": Answer("35243, Birmingham, Alabama", STREET),
    "2409 Acton Rd, 35243 Birmingham AL": Answer("35243, Birmingham, Alabama", STREET),
    "59718 call 406-555-0100": Answer("59718, Bozeman, Montana", STREET),
    "Bozeman MT 59718 tel 406 555 0100": Answer("59718, Bozeman, Montana", STREET),
    "call 406-555-0100, Bozeman MT": Answer(BOZEMAN, STREET),
    "Bozeman,MT,59718": Answer("59718, Bozeman, Montana"),
    "zip code: 59718": Answer("59718, Bozeman, Montana"),
    "MT59718": Answer("59718, Bozeman, Montana"),
    "59718-Bozeman": Answer("59718, Bozeman, Montana"),
    "I live in 59718": Answer("59718, Bozeman, Montana"),
    "12 Elm Ct 59718": Answer("59718, Bozeman, Montana", STREET),
    "59718 or 59801": Asked(("59718, Bozeman, Montana", "59801, Missoula, Montana")),
    "Bozeman, MT 59799": Answer(BOZEMAN, "We couldn't find ZIP code 59799"),
    "New York 10118": Answer("10118, New York, New York"),
    "45.68123": Refused("only one number"),
    "45,68123": Refused("only one number"),
    "lat 45.68123": Refused("only one number"),
    "(406) 555-0100": Refused("couldn't find"),
    "406 555 0100": Refused("couldn't find"),
    "12345 Main Street": Refused("couldn't find"),
    "Suite 10001": Refused("couldn't find"),
    "PO Box 10001": Refused("couldn't find"),
}  # fmt: skip

LINKS: dict[str, tuple[float, float] | Answer | Refused] = {
    "lat: 41.90195, lng: -87.62345": CHICAGO,
    "geo:41.90195,-87.62345": CHICAGO,
    "geo:41.90195,-87.62345;u=35": CHICAGO,
    "41,90195, -87,62345": CHICAGO,
    "41.90195,-87.62345,17z": CHICAGO,
    "https://www.google.com/maps?q=41.90195,-87.62345": CHICAGO,
    "https://www.google.com/maps/@41.90195,-87.62345,14z": CHICAGO,
    "https://www.google.com/maps/place/Somewhere/@40.1,-80.2,12z/data=!3m1!4b1!8m2!3d41.90195!4d-87.62345!16z": CHICAGO,
    "https://www.google.com/maps/search/?api=1&query=41.90195%2C-87.62345": CHICAGO,
    "https://maps.apple.com/?ll=41.90195,-87.62345&q=Home": CHICAGO,
    "https://maps.apple.com/place?address=Chicago&coordinate=41.90195,-87.62345": CHICAGO,
    "https://www.openstreetmap.org/#map=15/41.90195/-87.62345": CHICAGO,
    "https://www.openstreetmap.org/?mlat=41.90195&mlon=-87.62345#map=5/40.0/-90.0": CHICAGO,
    "https://www.bing.com/maps?cp=41.90195~-87.62345&lvl=14": CHICAGO,
    "https://waze.com/ul?ll=41.90195%2C-87.62345&navigate=yes": CHICAGO,
    "https://www.waze.com/live-map/directions?to=ll.41.90195%2C-87.62345": CHICAGO,
    "My home https://maps.google.com/?q=41.90195,-87.62345": CHICAGO,
    "86HJW92G+QJH": CHICAGO,
    "W92G+QJH Chicago, IL": CHICAGO,
    "45 40 48 N 111 2 24 W": BOZEMAN_POINT,
    "45°40'48\"N 111°2'24\"W": BOZEMAN_POINT,
    "N45 40.8 W111 2.4": BOZEMAN_POINT,
    "45.68° N, 111.04° W": BOZEMAN_POINT,
    "my gps says 45.68, -111.04 thanks": BOZEMAN_POINT,
    "https://www.google.com/maps/place/Bozeman,+MT/": Answer(BOZEMAN),
    "https://maps.google.com/?q=Bozeman,+MT+59718": Answer("59718, Bozeman, Montana"),
    "geo:0,0?q=Bozeman%20MT": Answer(BOZEMAN),
    "Bozeman, MT https://maps.app.goo.gl/abc123": Answer(BOZEMAN),
    "https://maps.app.goo.gl/abc123": Refused("doesn't say where it leads"),
    "https://example.com/": Refused("doesn't say where it leads"),
    "///filled.count.soap": Refused("what3words"),
    "https://what3words.com/filled.count.soap": Refused("what3words"),
    "filled.count.soap": Refused("what3words"),
    "https://wego.here.com/?map=41.90195,-87.62345,15": CHICAGO,
    "https://share.here.com/l/41.90195,-87.62345,Home": CHICAGO,
    "POINT(-111.04 45.68)": BOZEMAN_POINT,
    "https://osm.org/go/WgJVljVS--": (45.677, -111.0429),
    "https://www.openstreetmap.org/go/WgJVljVS": (45.677, -111.0429),
    "https://waze.com/ul/hc815c5jpb": (45.677, -111.0429),
    "https://waze.com/ul/hc8": Refused("doesn't say where it leads"),
    "https://osm.org/go/W": Refused("doesn't say where it leads"),
    "https://yandex.com/maps/?ll=-87.62345%2C41.90195&z=12": CHICAGO,
    "https://plus.codes/85QCMXG4+QR": (45.677, -111.043),
    "https://www.mapquest.com/us/mt/bozeman-282033547": Answer(BOZEMAN),
    "W92G+QJH": Refused("only the end of a Plus Code"),
    "45.68, 111.04": Refused("not in the United States", "near Bozeman, Montana"),
    "-111.04, 45.68": BOZEMAN_POINT,
    "-80.19, 25.76": Refused("not in the United States", "near Miami, Florida"),
    "43.65, -79.38": Refused("not in the United States"),
}  # fmt: skip

INSIDE: dict[str, Answer | Asked | Refused] = {
    "Mayo Clinic Phoenix AZ": Answer("Mayo Clinic Hospital Phoenix, Phoenix, Arizona"),
    "Acme Clinic Phoenix AZ": Answer("Phoenix, Arizona", "“Acme Clinic”"),
    "olive st philadelphia": Answer("Philadelphia, Pennsylvania", "“olive st”"),
    "Main St and Elm St Bozeman MT": Answer(BOZEMAN, "“Main St and Elm St”"),
    "5th & Main, Bozeman": Answer(BOZEMAN, STREET),
    "639 Baxter Drive Mukwonago": Answer("Mukwonago, Wisconsin", STREET),
    "12 Dallas Ave Mukwonago": Answer("Mukwonago, Wisconsin", STREET),
    "12345 Main St, Bozeman": Answer(BOZEMAN, STREET),
    "350 5th Ave, New York": Answer("New York City, New York", STREET),
    "12 Main St, Springfield": Asked(("Springfield, Missouri", "Springfield, Massachusetts")),
    "Hyde Park, Chicago": Answer("Hyde Park, Chicago, Illinois"),
    "Capitol Hill, Seattle, WA": Answer("Capitol Hill, Seattle, Washington"),
    "Ivy Corner, Seattle, WA": Answer("Seattle, Washington", "“Ivy Corner”"),
    "Brooklyn, New York": Answer("Brooklyn, New York"),
    "Boston Medical Center": Answer("Boston Medical Center, Boston, Massachusetts"),
    "Boston Acme Center": Answer("Boston, Massachusetts"),
    "somewhere in Denver": Answer("Denver, Colorado", "“somewhere in”"),
    "Bozeman MT near the river": Answer(BOZEMAN, "measure from its middle"),
    "Rochester MN (near the clinic)": Answer("Rochester, Minnesota"),
    "Springfield (MO)": Answer("Springfield, Missouri"),
    "near Bozeman, Montana": Answer(BOZEMAN),
    "St. Luke's Ketchum": Refused("couldn't find", "Ketchum, Idaho"),
    "main street": Refused("couldn't find"),
    "Paris, France": Refused("couldn't find"),
    "Toronto Canada": Refused("couldn't find"),
    "Vancouver BC": Refused("couldn't find"),
    "City of Troy, NY": Answer("Troy, New York"),
    "Town of Amherst, NY": Answer("Town of Amherst, New York"),
    "Village of Skokie, IL": Answer("Skokie, Illinois"),
    "Borough of State College, PA": Answer("State College, Pennsylvania"),
    "Township of Edison, NJ": Answer("Edison Township, New Jersey"),
    "Cherry Hill Township, NJ": Answer("Cherry Hill Township, New Jersey"),
    "City of Industry, CA": Answer("City Of Industry, California"),
    "Orange County, CA": Answer("Orange County, California", "where people live in Orange County"),
    "Orange County": Asked(("Orange County, California", "Orange County, Florida")),
    "Orange, CA": Answer("Orange, California"),
    "Jefferson Parish, LA": Answer("Jefferson Parish, Louisiana"),
    "Del Norte, CO": Answer("Del Norte, Colorado"),
    "Mexico City": Refused("couldn't find"),
}  # fmt: skip

SEVERAL: dict[str, Answer | Asked | Refused] = {
    "Houston": Answer("Houston, Texas", "Not Houston, Texas?", ("Houston, Mississippi",)),
    "Dallas": Answer("Dallas, Texas", "Not Dallas, Texas?", ("Dallas, Oregon", "Dallas, Georgia")),
    "Boston": Answer("Boston, Massachusetts", "Not Boston, Massachusetts?", ("Boston, New York",)),
    "Phoenix": Answer("Phoenix, Arizona", "Not Phoenix, Arizona?", ("Phoenix, Maryland",)),
    "Philadelphia": Answer("Philadelphia, Pennsylvania", "Not Philadelphia", ("Philadelphia, Mississippi",)),
    "Miami": Answer("Miami, Florida", "Not Miami, Florida?", ("Miami, Oklahoma",)),
    "Portland": Asked(("Portland, Oregon", "Portland, Maine")),
    "Kansas City": Asked(("Kansas City, Missouri", "Kansas City, Kansas")),
    "Inwood, NY": Asked(("Inwood, New York County, New York", "Inwood, Nassau County, New York")),
    "Magnolia, NJ": Asked(("Magnolia, Camden County, New Jersey", "Magnolia, Burlington County, New Jersey")),
    "Inwood, Nassau County, NY": Answer("Inwood, Nassau County, New York"),
    "Bozman": Asked(("Bozman, Maryland", BOZEMAN)),
    "St. Croix": Refused("island territory (the US Virgin Islands)", "Saint Croix, Indiana"),
    "St. Croix, IN": Answer("Saint Croix, Indiana"),
    "St. John": Asked(("Saint John, Indiana",)),
}  # fmt: skip

SPELLING: dict[str, Answer | Asked | Refused] = {
    "Bozmen MT": Refused("couldn't find", BOZEMAN),
    "New Yrok": Refused("couldn't find", "New York City, New York"),
    "2139": Answer("02139, Cambridge, Massachusetts", "“2139” as ZIP code 02139"),
    "601": Answer("00601, Adjuntas, Puerto Rico", "“601” as ZIP code 00601"),
    "O2139": Answer("02139, Cambridge, Massachusetts", "“O2139” as ZIP code 02139"),
    "Cambridge MA 2139": Answer("02139, Cambridge, Massachusetts", "“2139” as ZIP code 02139"),
    "Apt 601": Refused("couldn't find"),
    "5971": Refused("couldn't find"),
    "Guam": Refused("is an island territory"),
    "USVI": Refused("is an island territory"),
    "Saipan": Refused("the Northern Mariana Islands"),
    "Charlotte Amalie": Refused("the US Virgin Islands"),
    "Pago Pago": Refused("American Samoa"),
    "Dededo, GU": Refused("Guam"),
    "00820": Refused("the US Virgin Islands"),
    "96950": Refused("the Northern Mariana Islands"),
    "Fort Campbell, TN 42223": Answer("42223, Fort Campbell, Kentucky"),
    "Fort Campbell, TN": Answer("Fort Campbell, Kentucky", "lies on a state line"),
    "Bristol, VA 37620": Answer("37620, Bristol, Tennessee", "ZIP code 37620 is in Bristol, Tennessee"),
    "Bozeman, ID 59718": Refused("not in Idaho", "59718, Bozeman, Montana"),
}  # fmt: skip


def check(gazetteer: Gazetteer, written: str, right: Answer | Asked | Refused) -> None:
    try:
        found: Place | InputError = gazetteer.find(written)
    except InputError as error:
        found = error
    if isinstance(right, Answer):
        assert isinstance(found, Place), found
        assert found.label == right.label
        assert (right.note in str(found.note)) if right.note else True
        assert set(right.beside) <= {place.label for place in found.alternatives}
    elif isinstance(right, Asked):
        assert isinstance(found, PlaceAmbiguous), found
        assert tuple(p.label for p in found.candidates[: len(right.first)]) == right.first
        assert all(p.county for p in found.candidates)
    else:
        assert isinstance(found, InputError), found
        assert right.why in str(found)
        suggestions = found.suggestions if isinstance(found, PlaceNotFound) else ()
        assert not right.offered or right.offered in {p.label for p in suggestions}


@pytest.mark.slow
@pytest.mark.parametrize(("written", "right"), (DIGITS | INSIDE | SEVERAL | SPELLING).items())
def test_a_name_has_its_right_answer(gazetteer: Gazetteer, written: str, right: Answer | Asked | Refused) -> None:
    check(gazetteer, written, right)


@pytest.mark.slow
@pytest.mark.parametrize(("written", "right"), LINKS.items())
def test_a_point_or_a_link_has_its_right_answer(
    gazetteer: Gazetteer, written: str, right: tuple[float, float] | Answer | Refused
) -> None:
    if not isinstance(right, tuple):
        check(gazetteer, written, right)
        return
    place = gazetteer.find(written)
    assert place.precision == "device"
    assert miles_between(place.point, Point(*right)) < 0.1
    assert place.label in ("near Chicago, Illinois", "near Bozeman, Montana")
