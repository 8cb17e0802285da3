"""HTTP sessions of our own: what they send of credentials is what we gave them, and whatever they do has an end.

``requests`` would otherwise take a password for any address out of a ``.netrc`` in the home folder, and put it in the
place of our own proof. Proxies that the machine is set up with are used, and the authorities that it trusts: a city
may have one of its own for its hub.

The timeouts of ``requests`` are per read: an answer that comes byte by byte would hold a program for days. So what is
done within ``bounded`` ends in time, and ``stop`` ends it at once; either way as a ``RequestException``. A look-up of a
name cannot be ended from outside: it has a thread of its own, which is left behind.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
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


Reach = Callable[[str, str], bool]
"""Whether a host may be asked at an address (IP) that its name stands for."""


def new_session(may_reach: Reach | None = None) -> BoundedSession:
    """A session that adds no credentials of the surroundings.

    With ``may_reach`` it connects only where that says yes; elsewhere a request fails as one that could not connect.
    A connection by way of a proxy is not asked about: where that goes is the proxy's to decide.
    """
    session = BoundedSession(may_reach)
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

    def __init__(self, may_reach: Reach | None = None) -> None:
        super().__init__()
        self._ends: list[float] = []
        self._open = _Open()
        for prefix in ("http://", "https://"):
            self.mount(prefix, _Adapter(self._open, may_reach))

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
    awaited: set[_Attempt] = field(default_factory=set)
    """Connections that are being made just now: names are looked up, and servers asked."""
    left_behind: set[_Attempt] = field(default_factory=set)
    is_stopped: bool = False

    def abort(self) -> None:
        """Shut down whatever is open, and wait for nothing that is not open yet."""
        for attempt in list(self.awaited):
            attempt.give_up()
        for sock in list(self.sockets):
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        for descriptor in list(self.being_made):
            with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as same:
                same.shutdown(socket.SHUT_RDWR)

    def connect(self, place: tuple[str, int], make: Callable[[], socket.socket]) -> socket.socket:
        """What ``make`` returns or raises, unless it takes too long. Raises ConnectionAbortedError then.

        Of what was left behind for a place, one may go on: a look-up that never ends costs one thread.
        """
        self.left_behind = {attempt for attempt in self.left_behind if attempt.is_alive()}
        if any(attempt.place == place for attempt in self.left_behind):
            raise ConnectionAbortedError("the last attempt to connect there has not ended yet")
        attempt = _Attempt(place, make)
        self.awaited.add(attempt)
        attempt.start()
        if self.is_stopped:  # since before anybody knew of this
            attempt.give_up()
        try:
            return attempt.result()
        except _NotAwaitedError:
            self.left_behind.add(attempt)
            raise
        finally:
            self.awaited.discard(attempt)

    def demand_going(self, made: socket.socket) -> None:
        """For a connection that has just become known: a stop that came while it was made did not meet it.

        Raises ConnectionAbortedError.
        """
        if self.is_stopped:
            made.close()
            raise ConnectionAbortedError("nobody waits for this connection any more")


class _NotAwaitedError(ConnectionAbortedError):
    """Nobody waits for this connection any more."""


class _Attempt(threading.Thread):
    """One connection being made, for somebody who may stop waiting for it."""

    def __init__(self, place: tuple[str, int], make: Callable[[], socket.socket]) -> None:
        super().__init__(name="connect", daemon=True)
        self.place = place
        self._make = make
        # A signal's handler may put into it; a lock could be held just then by what it interrupts.
        self._found: SimpleQueue[socket.socket | BaseException] = SimpleQueue()
        self._is_left_behind = False

    def run(self) -> None:
        """Make it."""
        try:
            self._found.put(self._make())
        except BaseException as error:  # raised where it is waited for
            self._found.put(error)
        if self._is_left_behind:
            self._close_what_came()

    def give_up(self) -> None:
        """Whoever waits for the result waits no more."""
        self._found.put(_NotAwaitedError("nobody waits for this connection any more"))

    def result(self) -> socket.socket:
        """The connection. Raises what came instead of it."""
        found = self._found.get()
        if isinstance(found, socket.socket):
            return found
        self._is_left_behind = True
        self._close_what_came()
        raise found

    def _close_what_came(self) -> None:
        with suppress(Empty):
            while True:
                late = self._found.get_nowait()
                if isinstance(late, socket.socket):
                    late.close()


def _within(may_reach: Reach | None, host: str, port: int, make: Callable[[], socket.socket]) -> socket.socket:
    """What ``make`` returns, asked about before it is made and again of where it leads: a name may change in between.

    Raises ConnectionRefusedError where it may not lead.
    """
    if may_reach is None:
        return make()
    name = host.strip("[]")
    addresses = {str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    if not all(may_reach(name, address) for address in addresses):
        raise ConnectionRefusedError(f"{name} may not be asked there")
    made = make()
    if not may_reach(name, str(made.getpeername()[0])):
        made.close()
        raise ConnectionRefusedError(f"{name} may not be asked there")
    return made


class _PlainConnection(HTTPConnection):
    opened: _Open
    may_reach: Reach | None

    def _new_conn(self) -> socket.socket:
        make = partial(_within, self.may_reach, self.host, self.port, super()._new_conn)
        made = self.opened.connect((self.host, self.port), make)
        self.opened.sockets.add(made)
        self.opened.demand_going(made)
        return made


class _EncryptedConnection(HTTPSConnection):
    opened: _Open
    may_reach: Reach | None
    _descriptor = -1

    def _new_conn(self) -> socket.socket:
        make = partial(_within, self.may_reach, self.host, self.port, super()._new_conn)
        made = self.opened.connect((self.host, self.port), make)
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

    def __init__(self, opened: _Open, may_reach: Reach | None) -> None:
        self._opened, self._may_reach = opened, may_reach
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """As always, with our own connections."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._opened, self._may_reach)

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """The same for connections by way of a proxy."""
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = _pools(self._opened, None)
        return manager


def _pools(opened: _Open, may_reach: Reach | None) -> dict[str, type[HTTPConnectionPool]]:
    def plain(*arguments: Any, **options: Any) -> _PlainConnection:
        connection = _PlainConnection(*arguments, **options)
        connection.opened, connection.may_reach = opened, may_reach
        return connection

    def encrypted(*arguments: Any, **options: Any) -> _EncryptedConnection:
        connection = _EncryptedConnection(*arguments, **options)
        connection.opened, connection.may_reach = opened, may_reach
        return connection

    class Plain(HTTPConnectionPool):
        ConnectionCls = staticmethod(plain)  # type: ignore[assignment]

    class Encrypted(HTTPSConnectionPool):
        ConnectionCls = staticmethod(encrypted)  # type: ignore[assignment]

    return {"http": Plain, "https": Encrypted}


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
