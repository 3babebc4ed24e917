"""Studies in the shape of ClinicalTrials.gov's API, version 2.

All of them, page.json too, are written by hand in the documented shape, as small as it goes: none is a real study.
The shape: https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

import json
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "page.json"
Json = dict[str, Any]


def location(lat: float, lon: float, **parts: object) -> Json:
    return {"facility": "F", "status": "RECRUITING", "city": "C", "geoPoint": {"lat": lat, "lon": lon}, **parts}


def study(number: object = "NCT00000009", status: object = "RECRUITING", title: object = "T", **parts: object) -> Json:
    """A study; `parts` are modules, or stand in for the ones that are there."""
    modules: Json = {
        "identificationModule": {"nctId": number, "briefTitle": title},
        "statusModule": {"overallStatus": status},
        **parts,
    }
    return {"protocolSection": modules}


def save(path: Path, *studies: object, **rest: object) -> Path:
    """A page of the API as a file."""
    path.write_text(json.dumps({"studies": list(studies), **rest}), encoding="utf-8")
    return path
