"""Lines on a map as JSON, all at once: one by one, thousands of them would take seconds."""

import numpy as np
import numpy.typing as npt
import shapely

# What each thousandth is written as, without trailing zeros, and each whole degree. Shapes (1000, 4), (360, 3).
_THOUSANDTHS = np.array([f".{n:03}".rstrip("0") if n else ".0" for n in range(1000)], "S4").view(np.uint8).reshape(-1, 4)
_DEGREES = np.array([str(n) for n in range(360)], "S3").view(np.uint8).reshape(-1, 3)
# A point as it is written, with room for what opens and closes a line. Digits and signs are filled in.
_POINT = np.frombuffer(b"\0[-ddd.ddd, -ddd.ddd]\0, ", np.uint8)
_OPENS, _CLOSES, _SEPARATOR = 0, 21, slice(22, 24)
_LAT, _LON = 2, 12


def each_as_json(lines: npt.NDArray[np.object_]) -> list[str]:
    """Return each line as JSON, as in `lines_as_json`. None may be empty."""
    return [f"[[{points}]]" for points in lines_as_json(lines)[3:-3].split("]], [[")]


def lines_as_json(lines: npt.NDArray[np.object_]) -> str:
    """Return the points of each line as JSON, [lat, lon] in degrees, rounded to thousandths: about 100 m."""
    points, counts = shapely.get_coordinates(lines)[:, ::-1], shapely.get_num_coordinates(lines)
    if not len(points):
        return "[]"
    last = np.cumsum(counts[counts > 0]) - 1
    # A byte of zero stands for nothing, so that all points are equally long until the end.
    written = np.tile(_POINT, (len(points), 1))
    for column, at in enumerate((_LAT, _LON)):
        thousandths = np.rint(points[:, column] * 1000).astype(np.intp)
        whole, rest = np.divmod(np.abs(thousandths), 1000)
        written[thousandths >= 0, at] = 0
        written[:, at + 1 : at + 4], written[:, at + 4 : at + 8] = _DEGREES[whole], _THOUSANDTHS[rest]
    written[np.concatenate([[0], last[:-1] + 1]), _OPENS] = ord("[")
    written[last, _CLOSES] = ord("]")
    written[-1, _SEPARATOR] = 0
    return f"[{written[written > 0].tobytes().decode()}]"
