"""The way from a station to its hub, with bad weather: cut, doubled, held up, delivered late and out of order.

Sits under the station's own HTTP session; neither side knows of it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Any

import requests
from requests.adapters import BaseAdapter

from installer.fleet.dying import Fuse

BATCHES = "/api/v1/batches"
MOST_STATEMENTS = 30
"""A hub that stumbles does so within this many statements of its database."""


class Fault(Enum):
    """What can become of one request."""

    CUT_BEFORE = "nothing arrives"
    CUT_WITHIN = "a part arrives"
    ANSWER_LOST = "all arrives, the answer does not"
    TWICE = "it arrives twice"
    HELD = "it arrives later, among others"
    COPIED = "it arrives, and a copy of it later"
    PORTAL = "somebody else answers"
    HUB_STUMBLES = "the hub's database fails in the middle"


@dataclass
class Mail:
    """Batches that are on their way for longer: copies, and those that were held up."""

    inner: BaseAdapter
    waiting: list[requests.PreparedRequest] = field(default_factory=list)

    def deliver(self, random: Random, *, share: float) -> None:
        """Some of them arrive, in any order. Who sent them hears no answer."""
        random.shuffle(self.waiting)
        now, self.waiting = self._split(random, share)
        for request in now:
            self.inner.send(request, timeout=60).close()

    def _split(
        self, random: Random, share: float
    ) -> tuple[list[requests.PreparedRequest], list[requests.PreparedRequest]]:
        number = sum(random.random() < share for _ in self.waiting)
        return self.waiting[:number], self.waiting[number:]


class Way(BaseAdapter):
    """One station's way. ``share`` of the requests meets one of ``faults``; ``seen`` counts them.

    ``fuse`` is the station's: it may die before it sends and before it reads the answer. ``stumble`` makes the hub
    fail at a statement of the next request.
    """

    def __init__(
        self,
        inner: BaseAdapter,
        *,
        mail: Mail,
        fuse: Fuse,
        random: Random,
        share: float,
        faults: tuple[Fault, ...],
        stumble: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._inner, self._mail, self._fuse, self._random = inner, mail, fuse, random
        self._stumble = stumble
        self.faults = faults
        self.share = share
        self.seen: Counter[Fault] = Counter()

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Carry a request, or not."""
        self._fuse.tick()
        response = self._carry(request, options)
        self._fuse.tick()
        return response

    def close(self) -> None:
        """Nothing is held open here."""

    def _carry(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        is_batch = str(request.path_url).endswith(BATCHES)
        if self._random.random() >= self.share:
            return self._inner.send(request, **options)
        fault = self._random.choice(self.faults)
        if fault in {Fault.HELD, Fault.COPIED} and not is_batch:
            fault = Fault.CUT_BEFORE
        self.seen[fault] += 1
        return self._meet(fault, request, options)

    def _meet(self, fault: Fault, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        if fault is Fault.PORTAL:
            return _portal(request)
        if fault is Fault.HUB_STUMBLES:
            self._stumble(self._random.randint(1, MOST_STATEMENTS))
            return self._inner.send(request, **options)
        if fault is Fault.TWICE:
            self._inner.send(request, **options).close()
            return self._inner.send(request, **options)
        if fault is Fault.COPIED:
            self._mail.waiting.append(request.copy())
            return self._inner.send(request, **options)
        if fault is Fault.HELD:
            self._mail.waiting.append(request.copy())
        elif fault is Fault.CUT_WITHIN:
            self._inner.send(_part_of(request, self._random), **options).close()
        elif fault is Fault.ANSWER_LOST:
            self._inner.send(request, **options).close()
        raise requests.ConnectionError(fault.value)


def _part_of(request: requests.PreparedRequest, random: Random) -> requests.PreparedRequest:
    """As much as got through. The length it announced stays."""
    part = request.copy()
    whole = request.body or b""
    part.body = whole[: random.randrange(len(whole) + 1)]
    return part


def _portal(request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = 200
    response.raw = io.BytesIO(b"<html>Willkommen im Gaeste-WLAN</html>")
    response.request = request
    response.url = str(request.url)
    return response
