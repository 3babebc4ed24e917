"""Limits per client: one that asks too often is told when to ask again; nobody else notices, and nobody is remembered."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.web import clients, create_app
from finder.web.clients import Buckets, client_of, cost_of
from tests.conftest import center_to_call
from tests.world import SETTINGS

ELSEWHERE = "203.0.113.7"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", None, "unix", "[::1]"])
def test_this_machine_is_a_proxy_or_the_operator_and_has_no_limit(address: str | None) -> None:
    assert client_of(address) is None


def test_an_ipv6_network_is_one_client_and_a_mapped_address_is_that_of_ipv4() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("::ffff:203.0.113.7") == client_of(ELSEWHERE) != client_of("203.0.113.8")
    assert client_of("fe80::1%eth0") == client_of("fe80::2")


def test_a_full_bucket_is_had_at_once_and_fills_up_within_a_minute() -> None:
    buckets = Buckets(60)
    assert [buckets.wait_s("a", 1, 0.0) for _ in range(60)] == [0.0] * 60
    assert buckets.wait_s("a", 1, 0.0) == pytest.approx(1.0)
    assert buckets.wait_s("b", 1, 0.0) == 0.0
    assert buckets.wait_s("a", 1, 1.0) == 0.0
    assert buckets.wait_s("a", 5, 1.0) == pytest.approx(5.0)
    assert buckets.wait_s("a", 60, 61.0) == 0.0


def test_what_costs_more_than_a_bucket_needs_a_full_one() -> None:
    buckets = Buckets(2)
    assert buckets.wait_s("a", 5, 0.0) == 0.0
    assert buckets.wait_s("a", 5, 0.0) > 60
    assert buckets.wait_s("a", 5, 200.0) == 0.0


def test_nobody_is_remembered_for_longer_than_a_minute_and_no_more_than_a_number() -> None:
    buckets = Buckets(60, most=100)
    for client in range(1_000):
        buckets.wait_s(client, 1, 0.0)
        assert len(buckets) <= 100
    buckets.wait_s("later", 1, 60.5)
    assert len(buckets) == 1


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from([0.1, 1.0, 5.0])), max_size=80))
def test_nobody_gets_more_than_a_bucket_and_what_flowed_into_it(asked: list[tuple[float, float]]) -> None:
    buckets, now_s, taken = Buckets(30), 0.0, 0.0
    for pause_s, cost in asked:
        now_s += pause_s
        taken += 0.0 if buckets.wait_s("a", cost, now_s) else cost
        assert taken <= 30 + now_s / 2 + 1e-6


def test_what_is_heavy_costs_more_and_what_is_kept_costs_nothing() -> None:
    heavy = ("/planner/coverage", "/reports/coverage-zips.csv", "/reports/search.pdf")
    assert {cost_of(path) for path in heavy} == {5}
    assert cost_of("/search") == cost_of("/call-sheet/x") == cost_of("/no such page") == 1 > cost_of("/suggest") > 0
    assert {cost_of(path) for path in ("/static/finder.css", "/healthz", "/readyz", "/map/counties.json")} == {0}


def test_the_path_with_a_price_of_its_own_exists(grid_finder: Callable[..., Finder]) -> None:
    assert clients._SUGGESTIONS in {rule.rule for rule in create_app(grid_finder(), SETTINGS).url_map.iter_rules()}


def test_one_client_is_told_in_words_when_to_ask_again_and_others_are_answered(grid_finder: Callable[..., Finder]) -> None:
    app = create_app(grid_finder(centers=[center_to_call(0, 0)]), SETTINGS, per_client=3)

    def ask(address: str, path: str = "/") -> tuple[int, str, str]:
        answer = app.test_client().get(path, environ_base={"REMOTE_ADDR": address})
        return answer.status_code, answer.headers.get("Retry-After", ""), answer.text

    assert [ask(ELSEWHERE)[0] for _ in range(3)] == [200] * 3
    status, after, page = ask(ELSEWHERE)
    assert status == 429
    assert 2 <= int(after) <= 20
    assert "Too many requests came from your network" in page
    assert f"Wait {after} seconds, then try again." in page
    assert ELSEWHERE not in page
    assert ask(ELSEWHERE, "/healthz")[0] == ask(ELSEWHERE, "/map/counties.topo.json")[0] == 200
    assert ask("203.0.113.8")[0] == 200
    assert {ask("127.0.0.1")[0] for _ in range(10)} == {200}
