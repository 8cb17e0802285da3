"""The connections of the web server: how many, how slow, how long. Knows no rule of the hub.

A request is read whole before a thread looks at it, and an answer is handed to the network before its thread goes on:
whoever sends or reads slowly holds a connection and nothing else. Of those each caller has only so many, and one that
hardly moves is closed. Where many stations come at once they take turns; one that has waited too long for its turn is
told when to come again, before it gives up by itself and its request is answered for nobody.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from socket import socket
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error

from sync.hub.client_address import TrustedProxies, subscriber_of
from sync.hub.fair_queue import FairQueue

Headers = Mapping[str, str]


@dataclass(frozen=True)
class ServerBounds:
    """What the server allows to whom it does not know."""

    body_bytes: int
    """No request has a longer body,"""
    long_body_bytes: int
    """but for those that ``may_be_long``."""
    may_be_long: Callable[[str, Headers], bool]
    """Asked with the path and the headers of a request, before its body is read."""
    is_for_people: Callable[[str], bool]
    """Whether the threads kept for people answer this path."""
    proxies: TrustedProxies = field(default_factory=TrustedProxies)
    window_seconds: float = 20.0
    least_bytes: int = 4096
    """What has to move in each window while something is read or written: less than the slowest modem does."""
    most_wait_seconds: float = 30.0
    """So long a station's request may have waited for a thread: half of what a station waits for an answer."""
    idle_seconds: float = 60.0
    """How long a connection stays on which nothing is asked; so soon a request has said what it wants."""
    most_per_caller: int = 64
    """Connections. A named proxy speaks for many and may have more."""
    most_connections: int = 900
    """Below what a process may have open."""
    look_seconds: float = 2.0
    """Between two looks for what is too slow."""


class Crowded(Error):  # type: ignore[misc]  # noqa: N818  what a station is told
    """Told to a station that has waited too long for its turn: to come again after as long as that."""

    code = 429
    reason = "Too Many Requests"

    def __init__(self, waited_seconds: float) -> None:
        super().__init__("many stations come at once; nothing was stored")
        self._after = math.ceil(waited_seconds)

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", str(self._after))], body


class BoundedRequest(HTTPRequestParser):  # type: ignore[misc]
    """A request as it comes in. How long it may be is known once its head is read."""

    def __init__(self, adj: Adjustments, *, long: Adjustments, bounds: ServerBounds) -> None:
        super().__init__(adj)
        self._long, self._bounds = long, bounds

    def parse_header(self, header_plus: bytes) -> None:
        """The head is whole."""
        super().parse_header(header_plus)
        if self._bounds.may_be_long(self.path, self.headers):
            self.adj = self._long


class Answering(WSGITask):  # type: ignore[misc]
    """Making one answer. One without a body ends with its head, so its connection stays for what is asked next."""

    def set_close_on_finish(self) -> None:
        """Close when all is told: for a body whose end nothing else would tell, and for whoever asks for it."""
        is_wished = self.version == "1.0" or self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or is_wished:
            super().set_close_on_finish()


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """One connection. Counts what moves on it."""

    task_class = Answering
    server: BoundedServer

    def __init__(self, server: BoundedServer, sock: socket, addr: Any, adj: Adjustments, map: Any = None) -> None:  # noqa: A002
        self._moved = 0
        self._window_began = time.monotonic()
        self._asked_since = self._window_began
        self.waits_since: float | None = None
        """When its present request took its place among those of other stations."""
        self.peer = str(addr[0])
        self.caller = subscriber_of(self.peer)
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = partial(BoundedRequest, long=server.long_adj, bounds=server.bounds)
        server.make_room_beside(self)

    @property
    def client(self) -> str:
        """For whom the request is that waits here: behind a proxy, not the proxy."""
        return subscriber_of(self.server.bounds.proxies.client_of(self.peer, self.requests[0].headers))

    @property
    def is_idle(self) -> bool:
        """Nothing is asked and nothing to be told."""
        return self.request is None and not self.requests and not self.total_outbufs_len

    @property
    def is_answered(self) -> bool:
        """A thread works for it, or will, and nothing waits for the other side."""
        return bool(self.requests) and not self.total_outbufs_len

    def is_too_slow(self, now: float) -> bool:
        """Asked again and again: whether the other side has kept us waiting, at this moment of the monotonic clock."""
        if not self._waits_for_a_head:
            self._asked_since = now
        elif now - self._asked_since > self.server.bounds.idle_seconds:
            return True
        if self.is_idle or self.is_answered:
            self._moved, self._window_began = 0, now
            return False
        if now - self._window_began < self.server.bounds.window_seconds:
            return False
        moved, self._moved, self._window_began = self._moved, 0, now
        return moved < self.server.bounds.least_bytes

    @property
    def _waits_for_a_head(self) -> bool:
        if self.requests or self.total_outbufs_len:
            return False
        return self.request is None or not self.request.headers_finished

    def service(self) -> None:
        """Its turn has come: answer the request that has waited."""
        waited = time.monotonic() - self.waits_since if self.waits_since is not None else 0.0
        if waited > self.server.bounds.most_wait_seconds and not self.requests[0].error:
            self.requests[0].error = Crowded(waited)
        super().service()

    def readable(self) -> bool:
        """Whether to wait for what comes."""
        return bool(self.connected and super().readable())

    def writable(self) -> bool:
        """Whether to wait until more can go."""
        return bool(self.connected and super().writable())

    def received(self, data: bytes) -> bool:
        """Something came."""
        self._moved += len(data)
        return bool(super().received(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Something goes."""
        sent = int(super().send(data, do_close))
        self._moved += sent
        return sent


class BoundedServer(TcpWSGIServer):  # type: ignore[misc]
    """The listening socket and all its connections."""

    channel_class = BoundedChannel

    def __init__(
        self, application: Any, *, listening: socket, bounds: ServerBounds, people: int, stations: int
    ) -> None:
        self.bounds = bounds
        self.long_adj = _adjustments(bounds, bounds.long_body_bytes)
        sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application,
            _sock=listening,
            dispatcher=TwoPools(bounds, people=people, stations=stations),
            adj=_adjustments(bounds, bounds.body_bytes),
            sockinfo=sockinfo,
            bind_socket=False,
        )

    def maintenance(self, _now: float) -> None:
        """Close what is too slow."""
        now = time.monotonic()
        for channel in self._channels():
            if channel.is_too_slow(now):
                channel.handle_close()  # at once: one that takes nothing would never be found ready to be told

    def make_room_beside(self, new: BoundedChannel) -> None:
        """A connection has come: if that is one too many, another of the same caller goes, or of the busiest."""
        every = self._channels()
        if not self.bounds.proxies.knows(new.peer):
            own = [channel for channel in every if channel.caller == new.caller]
            if len(own) > self.bounds.most_per_caller:
                _close_one(own, rather_not=new)
                return
        if len(every) > self.bounds.most_connections:
            strangers = [channel for channel in every if not self.bounds.proxies.knows(channel.peer)] or every
            (busiest, _), *_ = Counter(channel.caller for channel in strangers).most_common(1)
            _close_one([channel for channel in strangers if channel.caller == busiest], rather_not=new)

    def _channels(self) -> list[BoundedChannel]:
        return list(self.active_channels.values())


class TwoPools:
    """Threads for people and threads for stations: neither waits for the other, and in each callers take turns."""

    def __init__(self, bounds: ServerBounds, *, people: int, stations: int) -> None:
        self._is_for_people = bounds.is_for_people
        self._people, self._stations = _pool(people), _pool(stations)

    def add_task(self, channel: BoundedChannel) -> None:
        """A request is there."""
        path = getattr(channel.requests[0], "path", "")  # one that could not be read has none
        is_for_people = self._is_for_people(path)
        channel.waits_since = None if is_for_people else time.monotonic()
        (self._people if is_for_people else self._stations).add_task(channel)

    def shutdown(self) -> None:
        """Answer what is begun, and nothing more."""
        self._people.shutdown()
        self._stations.shutdown()


def _pool(threads: int) -> ThreadedTaskDispatcher:
    pool = ThreadedTaskDispatcher()
    pool.queue = FairQueue[BoundedChannel](lambda channel: channel.client)
    pool.set_thread_count(threads)
    return pool


def _close_one(channels: Sequence[BoundedChannel], *, rather_not: BoundedChannel) -> None:
    """The one that has been silent longest; never one that is being answered."""
    others = [channel for channel in channels if channel is not rather_not and not channel.is_answered]
    chosen = min(others, key=lambda channel: (not channel.is_idle, channel.last_activity), default=rather_not)
    chosen.handle_close()


def _adjustments(bounds: ServerBounds, body_bytes: int) -> Adjustments:
    adj = Adjustments(
        ident=None,
        recv_bytes=256 * 1024,
        max_request_header_size=32 * 1024,
        max_request_body_size=body_bytes + 1,  # it means: below
        asyncore_use_poll=True,
        connection_limit=2 * bounds.most_connections,  # never reached: room is made before
        clear_untrusted_proxy_headers=False,  # ``client_address`` does it, for several proxies
    )
    adj.cleanup_interval = adj.asyncore_loop_timeout = bounds.look_seconds  # as arguments they would become integers
    return adj
