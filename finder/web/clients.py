"""How often one client may ask, so that one cannot take the turns of all. Addresses stay in memory for a minute at most."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping

from flask import Flask, request

from finder.text import text
from finder.web.bounds import Refused
from finder.web.kinds import Kind, kind_of

# Pages a minute, all at once if need be: many people of one clinic or library may share an address.
DEFAULT_PER_CLIENT = 1_200
_MINUTE_S = 60.0
# Clients that are remembered at once; of more, those that were silent longest are forgotten.
MOST_CLIENTS = 50_000
# The network of one subscriber: whoever has an IPv6 address has billions of them.
_IPV6_BITS = 64
TOO_OFTEN = 429
# How many pages a request counts as. What is kept in memory or checked by a monitor counts nothing.
_COSTS: Mapping[Kind, float] = {"free": 0.0, "patients": 1.0, "files": 5.0, "planners": 5.0}
_SUGGESTIONS, _SUGGESTION_COST = "/suggest", 0.1


class Buckets:
    """A bucket of tokens for each client: it is full at first, each request takes some, and it fills up within a minute."""

    def __init__(self, per_minute: int, most: int = MOST_CLIENTS) -> None:
        self._size, self._most = float(per_minute), most
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._left)

    def wait_s(self, client: Hashable, cost: float, now_s: float) -> float:
        """Take `cost` tokens; 0 if there were enough, else the seconds until there will be."""
        with self._lock:
            self._forget(now_s)
            left, at_s = self._left.pop(client, (self._size, now_s))
            left = min(self._size, left + (now_s - at_s) * self._size / _MINUTE_S)
            # What costs more than a whole bucket waits for a full one.
            missing = min(cost, self._size) - left
            self._left[client] = (left if missing > 0 else left - cost, now_s)
            return max(0.0, missing) * _MINUTE_S / self._size

    def _forget(self, now_s: float) -> None:
        """Forget who did not ask for a minute, whose bucket is full again, and those that are too many."""
        while self._left:
            _, at_s = next(iter(self._left.values()))
            if now_s - at_s <= _MINUTE_S and len(self._left) < self._most:
                return
            self._left.popitem(last=False)


def client_of(address: str | None) -> Hashable | None:
    """Who asks: an IPv4 address or an IPv6 network. None for this machine itself, which is a proxy or the operator."""
    try:
        at = ipaddress.ip_address((address or "").strip("[]"))
    except ValueError:
        return None
    if isinstance(at, ipaddress.IPv6Address):
        at = at.ipv4_mapped or at
    if at.is_loopback:
        return None
    return (6, int(at) >> (128 - _IPV6_BITS)) if at.version == 6 else (4, int(at))


def cost_of(path: str) -> float:
    """How many pages a request for a path counts as."""
    return _SUGGESTION_COST if path == _SUGGESTIONS else _COSTS[kind_of(path)]


def register(app: Flask, per_minute: int) -> None:
    """Refuse whoever asks more than that with a page that says when to ask again; 0 for no limit. Each process counts alone."""
    if not per_minute:
        return
    buckets = Buckets(per_minute)

    @app.before_request
    def _check() -> None:
        client, cost = client_of(request.remote_addr), cost_of(request.path)
        wait_s = buckets.wait_s(client, cost, time.monotonic()) if client and cost else 0.0
        if wait_s:
            seconds = max(2, math.ceil(wait_s))
            raise Refused(
                TOO_OFTEN,
                text("Too many requests came from your network in the last minute."),
                text("Wait %(seconds)s seconds, then try again.", seconds=seconds),
                seconds,
            )
