"""Parts of pages that are kept: they say of a location what they said to another reader, and nothing of that reader."""

import re
from functools import partial

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from finder.core import Finder
from finder.web.fragments import Fragments, Part
from tests.sampling import of_many, sample
from tests.web.conftest import strict_app

# Of the same places all is asked, so that what was kept of one question could stand in the answer to another.
PLACES = ("59718", "Bethel AK", "Helena MT", "Billings MT", "Seattle WA")[: of_many(5, 2)]
ASKED = [
    (language, {"place": place, "therapy": therapy, "within": "120"})
    for language in ("en", "es")
    for therapy in ("", "ivig", "rituximab", "rituximab:two_doses_every_6_months")
    for place in PLACES
]


def _page(client: FlaskClient, language: str, fields: dict[str, str]) -> str:
    response = client.post(f"/search?lang={language}", data=fields, follow_redirects=True)
    assert response.status_code == 200
    # The nonce, the sealed address, and the number of the sitting are of one request.
    return re.sub(r'nonce="[^"]*"|/search/[\w=.-]+|name="sitting" value="[^"]*"', "", response.text)


@pytest.mark.slow
def test_a_page_is_the_same_whoever_asked_before(starter: Finder) -> None:
    """Each page by an app that has kept nothing, and by one that has answered all the other questions."""
    busy = strict_app(starter).test_client()
    kept = [_page(busy, *asked) for asked in (*ASKED, *reversed(ASKED))][: len(ASKED) - 1 : -1]
    for alone, asked in sample(zip(kept, ASKED, strict=True), by=lambda pair: (pair[1][0], *pair[1][1].values())):
        assert alone == _page(strict_app(starter).test_client(), *asked)


def test_many_parts_are_dropped_and_written_again() -> None:
    fragments, written = Fragments(most=2), list[int]()

    def write(n: int) -> Markup:
        written.append(n)
        return Markup(str(n))

    assert [fragments.get(n, partial(write, n)).filled({}) for n in (1, 1, 2, 3, 1)] == ["1", "1", "2", "3", "1"]
    assert written == [1, 2, 3, 1]


def test_slots_are_filled_for_each_page_and_nothing_of_it_is_kept() -> None:
    part = Part(Markup("<b>\0miles\0</b> \0name\0, \0miles\0."))
    assert part.filled({"miles": 3.5, "name": "<A & B>", "other": "x"}) == "<b>3.5</b> &lt;A &amp; B&gt;, 3.5."
    assert part.filled({"name": Markup("<i>C</i>")}) == "<b></b> <i>C</i>, ."
    assert isinstance(part.filled({}), Markup)


def test_a_value_is_not_read_as_a_slot() -> None:
    assert Part(Markup("\0a\0 \0b\0")).filled({"a": "\0b\0", "b": 1}) == "\0b\0 1"


def test_no_part_has_what_a_reader_typed_or_chose(starter: Finder) -> None:
    app = strict_app(starter)
    typed = {"place": "45.6771, -111.0429", "rate": "0.4321", "therapy": "ivig", "days": "4", "age": "children"}
    page = _page(app.test_client(), "en", typed)
    parts = [part.filled({}) for part in app.extensions["fragments"]]
    assert len(parts) > 5
    for shown in ("45.6771", "0.4321", " selected"):
        assert shown in page
        assert not any(shown in part for part in parts)
