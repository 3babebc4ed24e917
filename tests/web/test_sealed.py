"""Sealed addresses: nothing of a question can be read in them, and nobody else can make or open one."""

import base64
import time

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.web import create_app
from finder.web.sealed import KEPT_MIN, AnswerGone, Seal
from tests.world import SETTINGS

ASKED = {"place": "12 Secret St, Bozeman MT 59718", "therapy": "ivig"}
GONE = "This page was kept for 30 minutes and is gone."


def address(client: FlaskClient, path: str = "/search", **fields: str) -> str:
    """The address that a form is answered at."""
    answer = super(type(client), client).open(path, method="POST", data=ASKED | fields)
    assert answer.status_code == 303
    return answer.location


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=200)), max_size=20))
def test_what_is_sealed_comes_out_as_it_was(fields: list[tuple[str, str]]) -> None:
    seal = Seal()
    assert list(seal.open(seal.close(fields)).items(multi=True)) == [
        (name, value) for key in dict.fromkeys(n for n, _ in fields) for name, value in fields if name == key
    ]


def test_no_address_holds_what_was_asked(client: FlaskClient) -> None:
    for path in ("/search", "/compare", "/call-sheet", "/trials"):
        sealed = address(client, path).rpartition("/")[2]
        opened = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        for words in (b"Secret", b"Bozeman", b"59718", b"ivig"):
            assert words not in opened
            assert words.decode() not in sealed


def test_two_addresses_of_one_question_differ(client: FlaskClient) -> None:
    assert address(client) != address(client)


def test_a_place_of_one_letter_more_has_an_address_of_the_same_length(client: FlaskClient) -> None:
    assert len(address(client, place="Bozeman, MT")) == len(address(client, place="Billings, MT"))


def test_the_answer_is_not_stored_by_a_browser(client: FlaskClient) -> None:
    answer = client.get(address(client))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_address_is_kept_for_half_an_hour(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, asked_at = address(client), time.time()
    monkeypatch.setattr(time, "time", lambda: asked_at + KEPT_MIN * 60 - 5)
    assert client.get(kept).status_code == 200
    monkeypatch.setattr(time, "time", lambda: asked_at + KEPT_MIN * 60 + 5)
    gone = client.get(kept)
    assert gone.status_code == 410
    assert GONE in gone.text
    assert '<input id="place"' in gone.text
    assert "Secret" not in gone.text


@pytest.mark.parametrize("path", ["/search", "/compare", "/call-sheet", "/trials"])
def test_what_this_server_did_not_seal_is_gone(client: FlaskClient, starter: Finder, path: str) -> None:
    kept = address(client, path)
    other = create_app(starter, SETTINGS).test_client()
    damaged = [kept[:-1] + ("A" if kept[-1] != "A" else "B"), kept[:-9], kept + "A", f"{path}/x", f"{path}/%00", f"{path}/é%FF"]
    for wrong, answer in [*((kept, other.get(kept)) for _ in range(1)), *((d, client.get(d)) for d in damaged)]:
        assert answer.status_code == 410, wrong
        assert "Secret" not in answer.text


@pytest.mark.parametrize("sealed", ["", "=", "A" * 10_000, "gAAAAA", "..", "%2e%2e"])
def test_junk_is_never_a_fault(client: FlaskClient, sealed: str) -> None:
    assert client.get(f"/search/{sealed}").status_code in (302, 308, 404, 410)


def test_the_answer_comes_in_the_language_that_was_chosen_with_it(client: FlaskClient) -> None:
    assert '<html lang="es">' in client.post("/search?lang=es", data=ASKED).text


def test_only_fields_of_a_search_are_kept(client: FlaskClient) -> None:
    app = client.application
    seal: Seal = app.extensions["seal"]
    sealed = address(client, junk="x", id="K-MT-3", limit="25").rpartition("/")[2]
    kept = seal.open(sealed)
    assert len(kept.pop("sitting")) == 32
    assert kept.to_dict() == {**ASKED, "id": "K-MT-3", "limit": "25"}


@pytest.mark.parametrize("fields", [{"limit": "many"}, {"more": "-1"}, {"limit": "1e3"}, {"limit": "٣"}, {"more": "9" * 30}])
def test_a_number_of_locations_that_is_none_is_said(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = client.post("/search", data=ASKED | fields)
    assert answer.status_code == 400
    assert "How many locations to show is not a number." in answer.text


def test_a_page_of_all_locations_is_refused(client: FlaskClient) -> None:
    answer = client.post("/search", data=ASKED | {"limit": "200", "more": "25"})
    assert answer.status_code == 400
    assert "At most 200 locations are shown at once." in answer.text


def test_a_value_longer_than_any_that_is_understood_is_cut_and_still_refused(client: FlaskClient) -> None:
    answer = client.post("/search", data={"place": "x" * 5_000})
    assert answer.status_code == 400
    assert "That place is longer than 200 characters." in answer.text
    with pytest.raises(AnswerGone):
        Seal().open("")
