"""Forget this search: its addresses no longer open, and the browser is asked to clear what it keeps."""

import re

import pytest
from flask.testing import FlaskClient

from finder.web.forget import Forgotten
from tests.web.test_sealed import ASKED, address

SAID = "This search is forgotten, as you asked."


def sitting(page: str) -> str:
    """The number that the forms of a page hold, the same in all of them."""
    numbers: set[str] = set(re.findall(r'name="sitting" value="([0-9a-f]{32})"', page))
    assert len(numbers) == 1
    return numbers.pop()


@pytest.mark.parametrize("path", ["/search", "/compare", "/call-sheet", "/trials"])
def test_every_answer_has_the_button(client: FlaskClient, path: str) -> None:
    page = client.get(address(client, path, id="K-MT-3")).text
    assert "Forget this search</button>" in page
    assert len(re.findall(r'<form[^>]*method="post"', page)) == page.count('name="sitting"')
    sitting(page)


@pytest.mark.parametrize("path", ["/", "/help", "/trials", "/planner/coverage?state=DE", "/centers/K-MT-3", "/no-such-page"])
def test_a_page_that_is_no_answer_has_none(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert "Forget this search" not in page
    assert "sitting" not in page


def test_all_that_was_made_of_a_search_is_forgotten_with_it(client: FlaskClient) -> None:
    first, other = address(client), address(client)
    number = sitting(client.get(first).text)
    made = [address(client, path, sitting=number, id="K-MT-3") for path in ("/search", "/compare", "/call-sheet", "/trials")]
    assert [client.get(at).status_code for at in made] == [200, 200, 200, 200]
    answer = super(type(client), client).open("/forget", method="POST", data={"sitting": number})
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert "That search is forgotten" in client.get(answer.location).text
    for at in (first, *made):
        gone = client.get(at)
        assert gone.status_code == 410
        # Without a copy of the register, the page of trials has no form that an error could stand on.
        assert SAID in gone.text or at.startswith("/trials/")
        assert "Secret" not in gone.text
    assert client.get(other).status_code == 200


def test_a_search_from_a_forgotten_page_begins_anew(client: FlaskClient) -> None:
    number = sitting(client.get(address(client)).text)
    client.post("/forget", data={"sitting": number})
    again = client.get(address(client, sitting=number))
    assert again.status_code == 200
    assert sitting(again.text) != number


@pytest.mark.parametrize("sent", ["", "x", "0" * 31, "0" * 33, "é" * 32, "G" * 32, "../../x", "0" * 5_000])
def test_a_number_that_is_none_forgets_nothing_and_fails_nowhere(client: FlaskClient, sent: str) -> None:
    assert client.post("/forget", data={"sitting": sent}).status_code == 200
    page = client.post("/search", data=ASKED | {"sitting": sent})
    assert page.status_code == 200
    assert re.fullmatch(r"[0-9a-f]{32}", sitting(page.text))


def test_the_place_is_not_in_the_answer_to_the_button_or_its_address(client: FlaskClient) -> None:
    number = sitting(client.get(address(client)).text)
    answer = super(type(client), client).open("/forget?lang=es", method="POST", data=ASKED | {"sitting": number})
    assert answer.location == "/?forgotten=yes&lang=es"


def test_many_can_be_forgotten_in_little_memory() -> None:
    known = Forgotten()
    numbers = [f"{n * 2**40:032x}" if n % 2 else f"{n:016x}{n:016x}" for n in range(1, 2_000)]
    for number in numbers:
        known.add(number)
    assert sum(number in known for number in numbers) >= 1_000
    assert f"{10**20:032x}" not in known
