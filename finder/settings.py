"""Settings: where the program's folders are, and what the operator chose. Nothing else reads the environment or the clock.

| variable                    | sets                                               | default                              |
|-----------------------------|----------------------------------------------------|--------------------------------------|
| `FINDER_DATA`               | the folder of reference tables                     | the tables in the package            |
| `FINDER_CACHE`              | the folder of cached travel matrices               | see below                            |
| `FINDER_TRIALS`             | the folder of the imported copy of clinical trials | see below                            |
| `FINDER_GEOCODER`           | an online geocoder for street addresses            | none: addresses are sent nowhere     |
| `FINDER_OSRM_URL`           | the address of an OSRM server                      | chosen by `travel`                   |
| `FINDER_VALHALLA_URL`       | the address of a Valhalla server                   | chosen by `travel`                   |
| `FINDER_ENGINE_TABLE_LIMIT` | how many points such a server takes in one request | chosen by `travel`                   |

In a checkout, the folders are `data`, `templates`, `translations`, `.cache/travel`, and `data/trials` at its root. In an
installed package, the first three are inside the package, which may be read-only. Travel matrices are then cached in the
user's cache folder, and the copy of trials is kept in the user's data folder. An empty variable counts as unset.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import platformdirs

APP = "infusion-access-finder"
_PACKAGE = Path(__file__).resolve().parent
# The day of what is asked about the whole country: that of Central time, in the middle of its people.
_COUNTRY = ZoneInfo("America/Chicago")


@dataclass(frozen=True, slots=True)
class Settings:
    """The program's folders and the operator's services. Values are as written: the code that uses a value checks it.

    Server addresses may hold a password, so they are not part of the representation.
    """

    data: Path
    templates: Path
    translations: Path
    cache: Path
    trials: Path
    geocoder: str | None = None
    osrm_url: str | None = field(default=None, repr=False)
    valhalla_url: str | None = field(default=None, repr=False)
    engine_table_limit: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, package: Path = _PACKAGE) -> Self:
        """Read the settings from environment variables, with defaults for a package in a checkout or installed."""

        def chosen(variable: str) -> str | None:
            return environ.get(variable) or None

        installed = (package / "_data").is_dir()
        home, prefix = (package, "_") if installed else (package.parent, "")
        data = Path(chosen("FINDER_DATA") or home / f"{prefix}data")
        cache = platformdirs.user_cache_path(APP) if installed else home / ".cache"
        kept = platformdirs.user_data_path(APP) if installed and not chosen("FINDER_DATA") else data
        return cls(
            data=data,
            templates=home / f"{prefix}templates",
            translations=home / f"{prefix}translations",
            cache=Path(chosen("FINDER_CACHE") or cache / "travel"),
            trials=Path(chosen("FINDER_TRIALS") or kept / "trials"),
            geocoder=chosen("FINDER_GEOCODER"),
            osrm_url=chosen("FINDER_OSRM_URL"),
            valhalla_url=chosen("FINDER_VALHALLA_URL"),
            engine_table_limit=chosen("FINDER_ENGINE_TABLE_LIMIT"),
        )


def now() -> datetime:
    """The moment on this machine's clock, in Central time. Only the command line and the web ask; values are handed it.

    The day of a search is that of the place searched (`finder/domain/time_zones.py`).
    """
    return datetime.now(UTC).astimezone(_COUNTRY)


def today() -> date:
    """The day in the middle of the country, whatever time zone this machine is set to; asked by the same two alone."""
    return now().date()
