"""Whether the server says what is so: ready only if every table can be read, and a plain page where one cannot."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.core import make_finder
from finder.errors import DataError
from finder.reference.reference import Reference
from finder.settings import today
from finder.web import create_app
from tests.world import SETTINGS, STARTER


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the reference tables, to be damaged."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in SETTINGS.data.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    return folder


def client(data: Path) -> FlaskClient:
    made = make_finder(SETTINGS, today(), STARTER, travel="straight", reference=Reference(data))
    return create_app(made, SETTINGS).test_client()


@pytest.mark.parametrize("file", ["boundaries.npz", "names.npz", "time_zones.npz", "counties.us.topo.json.gz", "mileage.toml"])
def test_a_server_without_a_table_is_not_ready_until_it_is_restored(data: Path, file: str) -> None:
    whole = (data / file).read_bytes()
    (data / file).unlink()
    pages = client(data)
    for damage, said in ((None, "missing"), (whole[: len(whole) // 2], "damaged"), (b"", "damaged")):
        if damage is not None:
            (data / file).write_bytes(damage)
        answer = pages.get("/readyz")
        assert answer.status_code == 503
        assert answer.json is not None
        assert f"{file} is {said}. Restore" in answer.json["problem"]
        assert pages.get("/healthz").status_code == 200
    (data / file).write_bytes(whole)
    answer = pages.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")


def test_a_page_whose_table_is_damaged_says_so_in_words(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    (data / "time_zones.npz").write_bytes(b"PK")
    answer = client(data).post("/search", data={"place": "59718", "therapy": "ivig"}, follow_redirects=True)
    assert answer.status_code == 503
    assert "Something went wrong on our side." in answer.text
    assert "npz" not in answer.text
    assert "time_zones.npz is damaged" in caplog.text
    assert "59718" not in caplog.text


@pytest.mark.parametrize("damage", [None, b"", b"\xde\x12\x04\x95", b"\xde\x12\x04\x95" + b"\xff" * 60])
def test_translations_that_cannot_be_read_are_one_line(tmp_path: Path, damage: bytes | None) -> None:
    compiled = tmp_path / "es" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    if damage is not None:
        compiled.write_bytes(damage)
    made = make_finder(SETTINGS, today(), STARTER, travel="straight")
    with pytest.raises(DataError, match=r"The translations in .* cannot be read\."):
        create_app(made, replace(SETTINGS, translations=tmp_path))
