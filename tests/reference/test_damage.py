"""Every table of `data/`, damaged in every way: one error that names the table, never another error, never an answer."""

import gzip
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from finder.errors import DataError
from finder.reference.reference import Reference
from tests.sampling import sample
from tests.world import REFERENCE, reads_anew

# What is read from each file, in order.
READ = {
    "border.csv": ("beyond_border",),
    "boundaries.npz": ("boundaries",),
    "city_keys.npz": ("city_index",),
    "conditions.toml": ("conditions",),
    "counties.csv": ("_county_rows", "counties", "demand"),
    "counties.topo.json.gz": (),
    "counties.us.topo.json.gz": (),
    "evidence.toml": ("good_for_years",),
    "ferries.csv": ("ferries",),
    "guide.toml": ("guide", "own_pages"),
    "mileage.toml": ("_mileage_rates",),
    "names.npz": ("names",),
    "places.npz": ("towns",),
    "roads.npz": ("roads",),
    "standards.toml": ("standards",),
    "territories.toml": ("territories",),
    "therapies.toml": ("therapies",),
    "time_zones.npz": ("time_zones",),
    "vintages.toml": ("vintages",),
    "zip_counties.npz": ("_zip_parts", "counties", "demand"),
    "zips.npz": ("_zip_arrays", "zips", "demand"),
}
Damage = Callable[[bytes], bytes]
ANY: dict[str, Damage] = {
    "empty": lambda _: b"",
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "without its last 3 bytes": lambda whole: whole[:-3],
    "zeros": lambda whole: bytes(len(whole)),
    "zeros from the middle on": lambda whole: whole[: len(whole) // 2] + bytes(len(whole) // 2),
    "a page of the web": lambda _: b"<!DOCTYPE html>\n<title>Sign in</title>\n",
}
TEXT: dict[str, Damage] = {
    "another encoding": lambda whole: whole.decode().encode("utf-16"),
    "a byte that is no UTF-8": lambda whole: whole.replace(b"\n", b"\xff\n", 1),
    "a zero in a line": lambda whole: whole.replace(b"\n", b"\0\n", 1),
}
TABLE: dict[str, Damage] = {
    "without its headings": lambda whole: whole.partition(b"\n")[2],
    "only its headings": lambda whole: whole.partition(b"\n")[0] + b"\n",
    "a column more in a row": lambda whole: whole.removesuffix(b"\n") + b",more\n",
    "a column less in a row": lambda whole: whole.rpartition(b",")[0] + b"\n",
    "a quote that is never closed": lambda whole: whole + b'"\n',
    "separated by semicolons": lambda whole: whole.replace(b",", b";"),
}


def _repacked(change: Callable[[dict[str, np.ndarray]], None]) -> Damage:
    """Damage to the arrays themselves."""

    def damage(whole: bytes) -> bytes:
        with np.load(io.BytesIO(whole)) as table:
            arrays = {name: table[name] for name in table.files}
        change(arrays)
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)
        return content.getvalue()

    return damage


def _flipped(whole: bytes) -> bytes:
    """A bit of the packed arrays."""
    at = len(whole) // 3
    return whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]


def _bomb(_: bytes) -> bytes:
    """300 MB of zeros in every array."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed, packed.open("zip.npy", "w") as part:
        for _megabyte in range(300):
            part.write(bytes(1_000_000))
    return content.getvalue()


def _claims_more(whole: bytes) -> bytes:
    """An array that says that it has a trillion rows."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(header, {"descr": "<i8", "fortran_order": False, "shape": (10**12,)})
            new.writestr(name, header.getvalue() + b"12345678")
    return content.getvalue()


def _pickled(arrays: dict[str, np.ndarray]) -> None:
    name = next(iter(arrays))
    arrays[name] = arrays[name].astype(object)


ARRAYS: dict[str, Damage] = {
    "a bit that flipped": _flipped,
    "a bomb": _bomb,
    "an array that claims a trillion rows": _claims_more,
    "no arrays": _repacked(lambda arrays: arrays.clear()),
    "an array with objects": _repacked(_pickled),
    "other arrays": _repacked(lambda arrays: arrays.update({f"not_{name}": arrays.pop(name) for name in list(arrays)})),
    "arrays of no rows": _repacked(lambda arrays: arrays.update({name: array[:0] for name, array in arrays.items()})),
}
EVERY = [
    (file, said, damage)
    for file in READ
    for said, damage in {
        **ANY,
        **({} if file.endswith((".npz", ".gz")) else TEXT),
        **(TABLE if file.endswith(".csv") else {}),
        **(ARRAYS if file.endswith(".npz") else {}),
    }.items()
]
CASES = sample(EVERY, by=lambda case: case[:2])


def read(folder: Path, file: str) -> None:
    """Read a table of a folder that has no other; the others are those of the checkout."""
    reference = reads_anew(folder, READ[file])
    for name in READ[file]:
        getattr(reference, name)
    if not READ[file]:
        reference.county_lines(file.removesuffix(".topo.json.gz"))


@pytest.fixture(scope="module", autouse=True)
def _all_tables() -> None:
    """All tables of the checkout are read, and so can stand in for those that a test leaves out."""
    REFERENCE.check()


def test_every_table_is_tried() -> None:
    tables = {p.name for p in REFERENCE.folder.iterdir() if p.suffix in (".csv", ".gz", ".npz", ".toml")}
    assert tables - set(READ) == {"road_links.csv"}  # which only data/build reads


@pytest.mark.slow
@pytest.mark.parametrize("file", READ)
def test_a_whole_table_is_read_by_itself(tmp_path: Path, file: str) -> None:
    shutil.copy(REFERENCE.folder / file, tmp_path)
    read(tmp_path, file)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "said", "damage"), CASES, ids=[f"{file}: {said}" for file, said, _ in CASES])
def test_damage_is_one_error_that_names_the_table(tmp_path: Path, file: str, said: str, damage: Damage) -> None:
    (tmp_path / file).write_bytes(damage((REFERENCE.folder / file).read_bytes()))
    with pytest.raises(DataError, match=f"{file} is damaged") as found:
        read(tmp_path, file)
    assert "Restore the data folder" in str(found.value), said
    assert "\n" not in str(found.value)


ARRAY_NAMES = [
    (path.name, name)
    for path in sorted(REFERENCE.folder.glob("*.npz"))
    for name in zipfile.ZipFile(path).namelist()
    # Columns that only data/build reads.
    if (path.name, name) not in {("zips.npz", f"{column}.npy") for column in ("active", "kind", "point_source")}
]


ASKED_ARRAYS = sample(ARRAY_NAMES, by=lambda array: array[:1])


def test_roughness_of_an_unknown_class_is_damage(tmp_path: Path) -> None:
    with np.load(REFERENCE.folder / "roads.npz") as table:
        arrays = {key: table[key] for key in table.files}
    np.savez(tmp_path / "roads.npz", **arrays | {"steep": arrays["steep"] + 1})
    with pytest.raises(DataError, match=r"roads\.npz is damaged"):
        _ = Reference(tmp_path).roads


@pytest.mark.slow
@pytest.mark.parametrize(("file", "name"), ASKED_ARRAYS)
def test_no_array_can_be_missing_or_short(tmp_path: Path, file: str, name: str) -> None:
    with np.load(REFERENCE.folder / file) as table:
        arrays = {key: table[key] for key in table.files}
    key = name.removesuffix(".npy")
    # A raster of land or of its roughness may have any size.
    is_raster = key == "steep" or (key.startswith("land_") and key[5:].isdigit())
    for changed in ({}, {} if is_raster else {key: arrays[key][:-1]}):
        np.savez(tmp_path / file, **{k: v for k, v in arrays.items() if k != key} | changed)
        with pytest.raises(DataError, match=f"{file} is damaged"):
            read(tmp_path, file)


@pytest.mark.parametrize("file", READ)
def test_what_is_missing_or_no_file_is_named(tmp_path: Path, file: str) -> None:
    with pytest.raises(DataError, match=f"{file} is missing"):
        read(tmp_path, file)
    (tmp_path / file).mkdir()
    with pytest.raises(DataError, match=f"{file} is damaged"):
        read(tmp_path, file)


def test_county_lines_that_are_no_json_are_refused(tmp_path: Path) -> None:
    (tmp_path / "counties.topo.json.gz").write_bytes(gzip.compress(b'{"type": '))
    with pytest.raises(DataError, match="damaged"):
        Reference(tmp_path).county_lines("counties")


def test_a_table_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    saved = b"\xef\xbb\xbf" + (REFERENCE.folder / "ferries.csv").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "ferries.csv").write_bytes(saved)
    assert Reference(tmp_path).ferries == REFERENCE.ferries
