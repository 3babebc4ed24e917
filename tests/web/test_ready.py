"""Whether the server says what is so: ready only if every table can be read, and a plain page where one cannot."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.core import Finder, make_finder
from finder.errors import DataError
from finder.settings import today
from finder.web import create_app
from tests.reference.test_damage import READ
from tests.world import REFERENCE, SETTINGS, STARTER, reads_anew


def data_with(folder: Path, file: str, content: bytes | None) -> Path:
    """A folder of the reference tables, one of them with another content, or without it."""
    for path in SETTINGS.data.iterdir():
        if path.is_file() and path.name != file:
            (folder / path.name).symlink_to(path.absolute())
    if content is not None:
        (folder / file).write_bytes(content)
    return folder


def client(data: Path, file: str) -> FlaskClient:
    """A server that has read no more than the other tables."""
    reference = reads_anew(data, READ[file])
    return create_app(make_finder(SETTINGS, today(), STARTER, travel="straight", reference=reference), SETTINGS).test_client()


@pytest.mark.slow
@pytest.mark.parametrize("file", ["boundaries.npz", "names.npz", "time_zones.npz", "counties.us.topo.json.gz", "mileage.toml"])
def test_a_server_without_a_table_is_not_ready_until_it_is_restored(tmp_path: Path, file: str) -> None:
    whole = (SETTINGS.data / file).read_bytes()
    REFERENCE.check()
    data = data_with(tmp_path, file, None)
    pages = client(data, file)
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


def test_a_page_whose_table_is_damaged_says_so_in_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = data_with(tmp_path, "time_zones.npz", b"PK")
    answer = client(data, "time_zones.npz").post("/search", data={"place": "59718", "therapy": "ivig"}, follow_redirects=True)
    assert answer.status_code == 503
    assert "Something went wrong on our side." in answer.text
    assert "npz" not in answer.text
    assert "time_zones.npz is damaged" in caplog.text
    assert "59718" not in caplog.text


@pytest.mark.parametrize("damage", [None, b"", b"\xde\x12\x04\x95", b"\xde\x12\x04\x95" + b"\xff" * 60])
def test_translations_that_cannot_be_read_are_one_line(starter: Finder, tmp_path: Path, damage: bytes | None) -> None:
    compiled = tmp_path / "es" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    if damage is not None:
        compiled.write_bytes(damage)
    with pytest.raises(DataError, match=r"The translations in .* cannot be read\."):
        create_app(starter, replace(SETTINGS, translations=tmp_path))
