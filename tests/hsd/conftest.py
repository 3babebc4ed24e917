"""Small files in the layout of CMS's HSD Reference File."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from finder.domain.demand import Counties
from tests.files.conftest import saved
from tests.world import REFERENCE

# County, state, designation, minutes, miles.
HsdRow = Sequence[Any]
INFUSION = "Outpatient Infusion/Chemotherapy (see Notes)"


@pytest.fixture(scope="session")
def all_counties() -> Counties:
    return REFERENCE.counties


def row_of(table: Counties, fips: str) -> int:
    """Where a county stands in the table."""
    return int(np.flatnonzero(table.fips == fips)[0])


def time_and_distance(sheet: Worksheet, specialty: str, code: str, rows: Sequence[HsdRow]) -> None:
    """A sheet as CMS lays it out, with another specialty on either side. Headings are merged cells; codes are text."""
    sheet.append([f"{sheet.title} Standards"])
    sheet.append(
        ["COUNTY", "ST", "COUNTY_STATE", "SSACD", "COUNTY\nDESIGNA-TION", "Cardiology", None, specialty, None, "Urology", None]
    )
    sheet.append([None] * 5 + ["008", None, code, None, "033", None])
    sheet.append([None] * 5 + ["Time", "Distance"] * 3)
    sheet.merge_cells("A1:K1")
    for first, last in ("FG", "HI", "JK"):
        sheet.merge_cells(f"{first}2:{last}2")
        sheet.merge_cells(f"{first}3:{last}3")
    for column in "ABCDE":
        sheet.merge_cells(f"{column}2:{column}4")
    for county, state, designation, minutes, miles in rows:
        sheet.append([county, state, f"{county}, {state}", "01000", designation, 1, 2, minutes, miles, 3, 4])


@pytest.fixture
def cms_workbook() -> Callable[..., bytes]:
    """A workbook as CMS publishes it: cms_workbook(facility=[("Autauga", "AL", "Metro", 45, 30)], provider=[...])."""

    def make(facility: Sequence[HsdRow] = (), provider: Sequence[HsdRow] = ()) -> bytes:
        book = openpyxl.Workbook()
        minimum = book.active
        assert isinstance(minimum, Worksheet)
        minimum.title = "Minimum Facility #s"
        minimum.append(["Minimum Facility Number Requirements"])
        minimum.append(["COUNTY", "ST", "COUNTY_STATE", "SSACD", "TOTAL BENEFICIARIES", "COUNTY DESIGNATION", INFUSION])
        minimum.append([None] * 6 + ["057"])
        minimum.append(["Autauga", "AL", "Autauga, AL", "01000", 9876, "Metro", 1])
        time_and_distance(book.create_sheet("Provider Time & Distance"), "Rheumatology", "031", provider)
        time_and_distance(book.create_sheet("Facility Time & Distance"), INFUSION, "057", facility)
        return saved(book)

    return make
