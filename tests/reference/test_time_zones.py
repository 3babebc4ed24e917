"""The table of time zones.

Towns whose state or county says nothing of their time, by offsets from UTC in winter and in summer.
"""

from datetime import UTC, date, datetime

import pytest

from finder.domain.geo import Point
from tests.world import GAZETTEER, REFERENCE

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
EASTERN, CENTRAL, MOUNTAIN, PACIFIC, ALASKA, ALEUTIAN = ((-h, 1 - h) for h in (5, 6, 7, 8, 9, 10))
ARIZONA, HAWAII, PUERTO_RICO = (-7, -7), (-10, -10), (-4, -4)
# General knowledge: 49 CFR part 71, and the time that towns keep.
TIMES = {
    **dict.fromkeys(("85001", "86001", "Kykotsmovi Village, AZ", "Second Mesa, AZ", "Page, AZ"), ARIZONA),
    **dict.fromkeys(("86515", "86045", "Kayenta, AZ", "Chinle, AZ"), MOUNTAIN),  # the Navajo Nation
    **dict.fromkeys(("46201", "47567", "46996", "47001", "47172", "47591"), EASTERN),  # IN
    **dict.fromkeys(("46307", "47708", "47586", "46534", "46350"), CENTRAL),  # IN
    **dict.fromkeys(("40202", "42503", "42633", "40601"), EASTERN),  # KY
    **dict.fromkeys(("42101", "42003", "42728"), CENTRAL),  # KY
    **dict.fromkeys(("37402", "37902", "37321", "37748"), EASTERN),  # TN
    **dict.fromkeys(("37201", "38103", "38555", "37397"), CENTRAL),  # TN
    **dict.fromkeys(("32301", "33101", "32456", "32320"), EASTERN),  # FL; Port St. Joe
    **dict.fromkeys(("32501", "32401", "32446", "32465"), CENTRAL),  # FL; Wewahitchka, in the county of Port St. Joe
    **dict.fromkeys(("79901", "79837", "79839"), MOUNTAIN),  # TX
    **dict.fromkeys(("79855", "79701", "79830"), CENTRAL),  # TX
    **dict.fromkeys(("58601", "58639", "58623"), MOUNTAIN),  # ND
    **dict.fromkeys(("58501", "58801", "58554"), CENTRAL),  # ND
    **dict.fromkeys(("57701", "57552"), MOUNTAIN),  # SD
    **dict.fromkeys(("57501", "57104"), CENTRAL),  # SD
    **dict.fromkeys(("69361", "69153"), MOUNTAIN),  # NE
    **dict.fromkeys(("69101", "68102"), CENTRAL),  # NE
    **dict.fromkeys(("67735", "67878", "67879"), MOUNTAIN),  # KS
    **dict.fromkeys(("67701", "67846"), CENTRAL),  # KS
    **dict.fromkeys(("83702", "83301"), MOUNTAIN),  # ID
    **dict.fromkeys(("83814", "83501", "83843"), PACIFIC),  # ID
    **dict.fromkeys(("97914", "97910", "89883"), MOUNTAIN),  # OR, NV
    **dict.fromkeys(("97720", "97201", "89501", "98101", "90012"), PACIFIC),
    **dict.fromkeys(("49801", "49938", "49858"), CENTRAL),  # MI
    **dict.fromkeys(("49855", "48201", "49783"), EASTERN),  # MI
    **dict.fromkeys(("99501", "99801", "99762", "99685", "99901"), ALASKA),
    **dict.fromkeys(("99546", "99547"), ALEUTIAN),  # Adak, Atka
    **dict.fromkeys(("96813", "96766", "19.64, -155.99"), HAWAII),
    **dict.fromkeys(("00901", "00765"), PUERTO_RICO),
    **dict.fromkeys(("10001", "04609", "30303"), EASTERN),
}


@pytest.mark.slow
@pytest.mark.parametrize(("place", "hours"), TIMES.items())
def test_a_place_has_its_own_time(place: str, hours: tuple[int, int]) -> None:
    zone = REFERENCE.time_zones.at(GAZETTEER.find(place).point)
    offsets = [moment.astimezone(zone).utcoffset() for moment in (WINTER, SUMMER)]
    assert tuple(offset.total_seconds() / 3600 for offset in offsets if offset is not None) == hours


def test_every_zip_code_lies_in_a_zone_of_about_its_longitude() -> None:
    zips, zones = REFERENCE.zips, REFERENCE.time_zones
    spots = zip(zips.points.lat_deg[::7].tolist(), zips.points.lon_deg[::7].tolist(), zips.state[::7].tolist(), strict=True)
    far = [
        (lat, lon, state)
        for lat, lon, state in spots
        if abs((WINTER.astimezone(zones.at(Point(lat, lon))).replace(tzinfo=UTC) - WINTER).total_seconds() / 3600 - lon / 15)
        > 2.6
    ]
    assert far == []


def test_every_state_has_the_day_of_most_of_its_people() -> None:
    moment = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # half past midnight in Denver, half past nine in Honolulu
    yesterday = {s for s in REFERENCE.time_zones.of_state if REFERENCE.time_zones.day_in(s, moment) == date(2026, 11, 22)}
    assert len(REFERENCE.time_zones.of_state) == 52
    assert yesterday == {"CA", "NV", "OR", "WA", "AK", "HI"}
