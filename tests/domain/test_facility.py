"""Centers and stops as listings. Unknown, closed, and no are three different things."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from finder.domain.center import CENTER_SITES, Center, CenterSite
from finder.domain.directory import Directory
from finder.domain.evidence import UNKNOWN_EVIDENCE
from finder.domain.facility import Address, Listing, ServicePoint
from finder.domain.hours import Window
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar
from finder.domain.therapy import Regimen, Span, Therapy
from tests.statements import DAY, said

NO_SOURCE = Provenance()
UNIT = MobileUnit("u", "Unit", Provenance("call"), phone="406-555-0123", website="https://u.org", max_infusion_hours=4.0)


def make_center(**rest: object) -> Center:
    return Center("c", "Center", "unknown", Address(), None, NO_SOURCE, **rest)  # type: ignore[arg-type]


def make_stop(unit: MobileUnit = UNIT, *calendars: Calendar) -> Stop:
    return Stop("s", "Stop", unit, Address(), None, calendars)


def make_regimen(days: int, hours: float) -> Regimen:
    one = Span(1, 1)
    return Regimen("r", "R", one, Span(13, 13), Span(days, days + 3), Span(hours, hours + 3), "", "")


@pytest.mark.parametrize(
    ("open_from", "open_until", "is_open"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
        (DAY + timedelta(1), DAY - timedelta(1), False),
    ],
)
def test_a_center_is_open_from_its_first_to_its_last_day(
    open_from: date | None, open_until: date | None, is_open: bool
) -> None:
    assert ServicePoint(make_center(open_from=open_from, open_until=open_until)).is_open(DAY) is is_open


def test_evidence_is_weighed_on_a_day() -> None:
    point = ServicePoint(make_center(), {"ivig": (said("staff", "2025-12-01"), said("price_list"))})
    assert (point.evidence("ivig", DAY).tier, point.evidence("ivig", DAY).evidence) == ("known", "confirmed")
    later = point.evidence("ivig", date(2027, 1, 1))
    assert (later.tier, later.evidence) == ("listed", "reported")


@pytest.mark.parametrize("therapy", ["rituximab", None, ""])
def test_a_therapy_without_a_source_is_unknown(therapy: str | None) -> None:
    point = ServicePoint(make_center(), {"ivig": (said("staff"),), "rituximab": ()})
    assert point.evidence(therapy, DAY) == UNKNOWN_EVIDENCE


@pytest.mark.parametrize("kind", CENTER_SITES)
def test_nobody_travels_to_nurses_who_come_or_to_a_pharmacy(kind: CenterSite) -> None:
    center = Center("c", "Center", kind, Address(), None, NO_SOURCE)
    assert ServicePoint(center).has_chairs is (kind not in ("home_infusion", "pharmacy"))
    assert ServicePoint(make_stop()).has_chairs


@pytest.mark.parametrize(
    ("serves", "adults", "children", "only_for"),
    [
        ("", None, None, ()),
        ("adults", True, False, ()),
        ("children", False, True, ()),
        ("adults children", True, True, ()),
        # A group says nothing of ages.
        ("women", None, None, ("women",)),
        ("own_patients children cancer", False, True, ("cancer", "own_patients")),
    ],
)
def test_whom_a_center_serves(serves: str, adults: bool | None, children: bool | None, only_for: tuple[str, ...]) -> None:
    point = ServicePoint(make_center(serves=frozenset(serves.split())))
    assert (point.treats("adults"), point.treats("children"), point.only_for) == (adults, children, only_for)


def test_a_stop_has_the_name_and_contact_of_its_unit() -> None:
    point = ServicePoint(make_stop())
    assert (point.kind, point.id, point.name) == ("stop", "s", "Unit, Stop")
    assert (point.phone, point.website, point.provenance.source) == ("406-555-0123", "https://u.org", "call")


def test_only_stops_of_examples_are_examples() -> None:
    example = MobileUnit("u", "Unit", NO_SOURCE, example=True)
    points = [ServicePoint(x) for x in (make_center(), make_stop(), make_stop(example))]
    assert [p.example for p in points] == [False, False, True]


def test_a_directory_separates_centers_and_stops() -> None:
    points = (ServicePoint(make_stop()), ServicePoint(make_center()))
    directory = Directory(points, (), "f", "label")
    assert directory.centers == points[1:]
    assert directory.stops == points[:1]


def test_a_day_in_two_calendars_is_counted_once() -> None:
    weekly = Calendar(DAY, time(9), time(12), ZoneInfo("America/Denver"), "FREQ=WEEKLY;COUNT=2")
    afternoon = Calendar(DAY, time(13), time(15), ZoneInfo("America/Denver"))
    assert make_stop(UNIT, afternoon, weekly).visits(DAY, DAY + timedelta(30)) == (DAY, DAY + timedelta(7))


def test_visits_of_a_stop_with_their_hours() -> None:
    zone = ZoneInfo("America/Denver")
    morning = Calendar(DAY, time(9), time(12), zone, "FREQ=WEEKLY;COUNT=2")
    again = Calendar(DAY, time(9), time(12), zone)
    afternoon = Calendar(DAY, time(13), time(15), zone)
    stop = make_stop(UNIT, afternoon, morning, again)
    found = stop.occurrences(DAY, DAY + timedelta(30))
    assert [(f"{v.starts:%m-%d %H:%M}", f"{v.ends:%H:%M}") for v in found] == [
        ("11-24 09:00", "12:00"),
        ("11-24 13:00", "15:00"),
        ("12-01 09:00", "12:00"),
    ]
    opening = stop.opening(DAY, DAY + timedelta(7))
    assert opening.days[0] == (Window(540, 720), Window(780, 900))
    assert opening.days[1:7] == ((),) * 6
    assert (opening.hours, opening.known) == (8, True)


def test_a_center_is_open_by_the_hours_of_its_listing() -> None:
    opening = make_center(hours="Mo-Fr 09:00-12:00").opening(DAY, DAY + timedelta(1))
    assert opening.days == ((Window(540, 720),),) * 2
    assert not make_center().opening(DAY, DAY).known


def test_the_usual_regimen_is_the_first_and_may_be_unknown() -> None:
    first, second = make_regimen(1, 2), make_regimen(2, 3)
    assert Therapy("t", "T", "T", "", "", "", DAY, (first, second)).regimen is first
    assert Therapy("t", "T", "T", "", "", "", DAY).regimen is None


def test_a_stop_is_always_open_and_has_no_amenities() -> None:
    stop = make_stop()
    assert ServicePoint(stop).is_open(DAY)
    assert {stop.hours, stop.new_patients, stop.wheelchair, stop.languages, stop.payment} == {""}
    assert stop.serves == frozenset()
    assert (stop.only_on_visits, stop.site_of_care, stop.max_infusion_hours) == (True, "stop", 4.0)


def test_a_center_has_no_visits_and_no_limit_on_infusions() -> None:
    center = make_center()
    assert (center.visits(DAY, DAY), center.hours_on(DAY), center.occurrences(DAY, DAY), center.calendars) == ((), (), (), ())
    assert (center.only_on_visits, center.gives_first_dose, center.max_infusion_hours) == (False, True, None)


def test_both_kinds_have_every_attribute_of_a_listing() -> None:
    """mypy checks the types. This checks that every attribute exists, and is a method of both kinds or of neither."""
    names = [name for name in vars(Listing) if not name.startswith("_")]
    assert len(names) > 20
    listings: tuple[Listing, Listing] = (make_center(), make_stop())
    for name in names:
        answers = [getattr(listing, name) for listing in listings]
        assert [callable(answer) for answer in answers] == [callable(answers[0])] * 2
