"""HTTP sessions of our own: what they send of credentials is what we gave them, and whatever they do has an end.

``requests`` would otherwise take a password for any address out of a ``.netrc`` in the home folder, and put it in the
place of our own proof. Proxies that the machine is set up with are used, and the authorities that it trusts: a city
may have one of its own for its hub.

The timeouts of ``requests`` are per read: an answer that comes byte by byte would hold a program for days. So what is
done within ``bounded`` ends in time, and ``stop`` ends it at once; either way as a ``RequestException``.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_AGAIN_SECONDS = 0.5
"""A connection that was just being made when the time was over is ended so much later."""


class OutOfTime(requests.exceptions.Timeout):
    """What was begun has taken too long as a whole, or nobody waits for it any more."""


MACHINE_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""What ``update-ca-certificates`` writes; ``requests`` would otherwise know only the authorities it brings along."""


def new_session() -> BoundedSession:
    """A session that adds no credentials of the surroundings."""
    session = BoundedSession()
    session.auth = _as_it_is
    if MACHINE_AUTHORITIES.exists():
        session.verify = str(MACHINE_AUTHORITIES)
    return session


@contextmanager
def bounded(session: requests.Session, seconds: float) -> Iterator[None]:
    """Whatever is asked over this session meanwhile has ended after so many seconds. May stand within another.

    Raises OutOfTime at its end, too, when the time was over: what was cut off may look like an answer that is short.
    """
    if isinstance(session, BoundedSession):
        with session.bounded(seconds):
            yield
            session.demand_time()
    else:  # one that somebody else has made, and bounds
        yield


class BoundedSession(requests.Session):
    """A session whose requests can be ended from outside, wherever they are: connecting, sending or reading."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[float] = []
        self._open = _Open()
        for prefix in ("http://", "https://"):
            self.mount(prefix, _Adapter(self._open))

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """What is asked meanwhile ends in time; that the time was over is told by what is asked alone."""
        end = time.monotonic() + seconds
        self._ends.append(end)
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(end, over), name="request deadline", daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()
            self._ends.remove(end)

    def stop(self) -> None:
        """End what is under way, and everything that is begun later. May be called by a signal's handler."""
        self._open.is_stopped = True
        self._open.abort()

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        """As always; OutOfTime when there is none left."""
        self.demand_time()
        try:
            response = super().request(*arguments, **options)
        except (requests.RequestException, OSError):
            self.demand_time()
            raise
        try:
            self.demand_time()
        except OutOfTime:
            response.close()
            raise
        return response

    def demand_time(self) -> None:
        """Raises OutOfTime when none is left."""
        if self._open.is_stopped or any(time.monotonic() >= end for end in self._ends):
            raise OutOfTime("this has taken too long, or nobody waits for it any more")

    def _watch(self, end: float, over: threading.Event) -> None:
        wait = end - time.monotonic()
        while not over.wait(max(wait, 0)):
            self._open.abort()
            wait = _AGAIN_SECONDS


@dataclass(eq=False)
class _Open:
    """What a session has open, for who ends it while another thread waits for it."""

    sockets: weakref.WeakSet[socket.socket] = field(default_factory=weakref.WeakSet)
    """An answer is still read from its socket when its connection is closed already."""
    being_made: set[int] = field(default_factory=set)
    """Descriptors of those that are being encrypted: until then nobody else knows them."""
    is_stopped: bool = False

    def abort(self) -> None:
        """Shut down whatever is open."""
        for sock in list(self.sockets):
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for descriptor in list(self.being_made):
            with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as same:
                same.shutdown(socket.SHUT_RDWR)

    def demand_going(self, made: socket.socket) -> None:
        """For a connection that has just become known: a stop that came while it was made did not meet it.

        Raises ConnectionAbortedError.
        """
        if self.is_stopped:
            made.close()
            raise ConnectionAbortedError("nobody waits for this connection any more")


class _PlainConnection(HTTPConnection):
    opened: _Open

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.opened.sockets.add(made)
        self.opened.demand_going(made)
        return made


class _EncryptedConnection(HTTPSConnection):
    opened: _Open
    _descriptor = -1

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._descriptor = made.fileno()
        self.opened.being_made.add(self._descriptor)
        self.opened.demand_going(made)
        return made

    def connect(self) -> None:
        try:
            super().connect()
            self.opened.sockets.add(self.sock)
        finally:
            self.opened.being_made.discard(self._descriptor)


class _Adapter(HTTPAdapter):
    """Makes connections that are known to their session."""

    def __init__(self, opened: _Open) -> None:
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """As always, with our own connections."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._opened)

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """The same for connections by way of a proxy."""
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = _pools(self._opened)
        return manager


def _pools(opened: _Open) -> dict[str, type[HTTPConnectionPool]]:
    def plain(*arguments: Any, **options: Any) -> _PlainConnection:
        connection = _PlainConnection(*arguments, **options)
        connection.opened = opened
        return connection

    def encrypted(*arguments: Any, **options: Any) -> _EncryptedConnection:
        connection = _EncryptedConnection(*arguments, **options)
        connection.opened = opened
        return connection

    class Plain(HTTPConnectionPool):
        ConnectionCls = staticmethod(plain)  # type: ignore[assignment]

    class Encrypted(HTTPSConnectionPool):
        ConnectionCls = staticmethod(encrypted)  # type: ignore[assignment]

    return {"http": Plain, "https": Encrypted}


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
