"""The card of a location: what differs from reader to reader is filled in, each in its own place."""

import re

from flask.testing import FlaskClient


def test_the_miles_of_a_card_are_not_those_of_its_year(client: FlaskClient) -> None:
    page = client.post("/search", data={"place": "59718", "therapy": "ivig", "within": "200"}, follow_redirects=True).text
    cards = re.findall(r'<li class="card.*?</li>\n(?=<li class="card|</ol>)', page, re.DOTALL)
    assert cards
    for card in cards:
        travel = re.search(r'<p class="travel"><strong>([^<]*)</strong>', card)
        year = re.search(r"[0-9]+(?: to [0-9]+)? trips, ([^<]*?) miles, ", card)
        assert travel
        assert year
        assert year[1] not in travel[1]
