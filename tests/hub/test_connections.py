"""Strangers are bounded: slow ones, many at once, long ones. Over real sockets; none of it depends on time or speed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from waitress import wasyncore

from sync.hub.client_address import TrustedProxies
from sync.hub.connections import BoundedServer, ServerBounds
from sync.hub.fair_queue import FairQueue
from tests.kits.waiting import PATIENCE_S, wait_until

FOREVER = 3600.0
MUCH = b"x" * 8_000_000
"""More than the network holds between two ends."""


class Hall:
    """A server with a few bounds, and an application whose threads can be held."""

    def __init__(self, server: BoundedServer) -> None:
        self.address = (server.effective_host, int(server.effective_port))
        self.entered, self.let_go = threading.Semaphore(0), threading.Event()
        self._server = server
        self.served: list[str] = []

    def line(self, *, source: str = "127.0.0.1") -> socket.socket:
        """A new connection, from this address of the loopback."""
        return socket.create_connection(self.address, PATIENCE_S, source_address=(source, 0))

    def wait_until_none_is_left(self) -> None:
        """Until the server has no connection."""
        wait_until(lambda: not self._server.active_channels)

    def wait_until_waiting(self, number: int) -> None:
        """Until so many requests of people wait for a thread."""
        wait_until(lambda: len(self._server.task_dispatcher._people.queue) == number)

    def ask(self, path: str = "/", *, headers: str = "", source: str = "127.0.0.1") -> bytes:
        """A whole request on a connection of its own; the whole answer."""
        with self.line(source=source) as line:
            line.sendall(request(path, headers=headers))
            return read_all(line)


def request(path: str = "/", *, method: str = "GET", headers: str = "", body: bytes = b"") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{headers}\r\n".encode() + body


def read_all(line: socket.socket) -> bytes:
    """Until the other side closes; a connection that was cut off has said what it has said."""
    said = b""
    try:
        while piece := line.recv(65536):
            said += piece
    except ConnectionResetError:
        pass
    return said


@contextmanager
def hall(*, people: int = 1, stations: int = 1, **bounds: Any) -> Iterator[Hall]:
    made: list[Hall] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        made[0].served.append(path)
        if path.endswith("/held"):
            made[0].entered.release()
            assert made[0].let_go.wait(PATIENCE_S)
        if path == "/unchanged":
            start_response("304 Not Modified", [("ETag", '"1"')])
            return [b""]
        body = MUCH if path.endswith("/much") else environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    values: dict[str, Any] = {
        "body_bytes": 1000,
        "long_body_bytes": 100_000,
        "may_be_long": lambda path, headers: path == "/long" and headers.get("COOKIE") == "known",
        "is_for_people": lambda path: not path.startswith("/api"),
        "window_seconds": FOREVER,
        "idle_seconds": FOREVER,
        "look_seconds": 0.01,
    }
    listening = socket.create_server(("127.0.0.1", 0))
    server = BoundedServer(
        application, listening=listening, bounds=ServerBounds(**values | bounds), people=people, stations=stations
    )
    made.append(Hall(server))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield made[0]
    finally:
        made[0].let_go.set()
        with suppress(OSError):  # the loop may take this up, and close all, before it is called
            server.trigger.pull_trigger(partial(wasyncore.close_all, server._map))
        thread.join()
        server.task_dispatcher.shutdown()


def test_a_request_is_answered() -> None:
    with hall() as here:
        assert here.ask().startswith(b"HTTP/1.1 200")


def test_a_page_that_has_not_changed_keeps_the_connection_for_the_next() -> None:
    with hall() as here, here.line() as line:
        line.sendall(b"GET /unchanged HTTP/1.1\r\nHost: h\r\n\r\n" + request("/"))
        said = read_all(line)
        assert said.startswith(b"HTTP/1.1 304")
        assert b"HTTP/1.1 200" in said
        assert said.count(b"Connection: close") == 1
        assert here.served == ["/unchanged", "/"]


def test_who_wants_the_connection_closed_after_an_unchanged_page_gets_it_closed() -> None:
    with hall() as here:
        assert b"Connection: close" in here.ask("/unchanged")


# --- slow ones ---


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ",
        b"POST /api/v1/batches HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\nabc",
        b"POST /api/v1/batches HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ],
    ids=["request line", "header", "body", "chunks"],
)
def test_who_stops_in_the_middle_of_a_request_is_cut_off(begun: bytes) -> None:
    with hall(window_seconds=0.05) as here, here.line() as line:
        line.sendall(begun)
        assert read_all(line) == b""


def test_who_sends_a_byte_now_and_then_is_cut_off_too() -> None:
    with hall(window_seconds=0.3, least_bytes=1000) as here, here.line() as line:
        line.sendall(b"POST /api/v1/batches HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n")
        line.settimeout(0.01)
        sent, closed = 0, False
        while not closed and sent < 800:
            try:
                closed = line.recv(1) == b""
            except TimeoutError:
                line.sendall(b".")
                sent += 1
            except OSError:
                closed = True
        assert closed


def test_who_does_not_read_is_cut_off_and_holds_no_thread_until_then() -> None:
    with hall(window_seconds=0.5) as here, here.line() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(request("/much"))
        assert here.ask().startswith(b"HTTP/1.1 200")  # by the one thread there is
        here.wait_until_none_is_left()


def test_who_asks_nothing_is_cut_off() -> None:
    with hall(idle_seconds=0.05) as here, here.line() as line:
        assert read_all(line) == b""


def test_blank_lines_do_not_keep_a_connection_that_asks_nothing() -> None:
    with hall(idle_seconds=0.2) as here, here.line() as line, pytest.raises(OSError, match=r"."):
        while True:
            line.sendall(b"\r\n")


def test_slow_strangers_hold_no_thread() -> None:
    with hall() as here, ExitStack() as lines:
        for _ in range(40):
            line = lines.enter_context(here.line())
            line.sendall(b"POST /api/v1/batches HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\nabc")
        assert here.ask("/health").startswith(b"HTTP/1.1 200")
        assert here.ask("/api/v1/heads").startswith(b"HTTP/1.1 200")


def test_a_slow_answer_of_ours_is_no_slowness_of_the_other_side() -> None:
    with hall(window_seconds=0.05, idle_seconds=0.05) as here, here.line() as line:
        line.sendall(request("/held"))
        assert here.entered.acquire(timeout=PATIENCE_S)
        with here.line() as other:
            assert read_all(other) == b""  # so long that an idle one was closed
        here.let_go.set()
        assert read_all(line).startswith(b"HTTP/1.1 200")


# --- many at once ---


def test_one_caller_has_so_many_connections_and_others_have_theirs() -> None:
    with hall(most_per_caller=3) as here, ExitStack() as lines:
        mine = [lines.enter_context(here.line(source="127.0.0.2")) for _ in range(5)]
        assert read_all(mine[0]) == read_all(mine[1]) == b""  # those that were silent longest
        mine[4].sendall(request())
        assert read_all(mine[4]).startswith(b"HTTP/1.1 200")
        assert here.ask(source="127.0.0.3").startswith(b"HTTP/1.1 200")


def test_when_all_places_are_taken_whoever_holds_most_gives_one() -> None:
    with hall(most_per_caller=10, most_connections=6) as here, ExitStack() as lines:
        first = lines.enter_context(here.line(source="127.0.0.3"))
        greedy = [lines.enter_context(here.line(source="127.0.0.2")) for _ in range(5)]
        last = lines.enter_context(here.line(source="127.0.0.4"))
        assert read_all(greedy[0]) == b""
        for line in (first, last):
            line.sendall(request())
            assert read_all(line).startswith(b"HTTP/1.1 200")


def test_a_connection_that_is_being_answered_is_not_given_up() -> None:
    with hall(most_per_caller=1) as here, here.line(source="127.0.0.2") as line:
        line.sendall(request("/held"))
        assert here.entered.acquire(timeout=PATIENCE_S)
        with here.line(source="127.0.0.2") as one_too_many:
            assert read_all(one_too_many) == b""
        here.let_go.set()
        assert read_all(line).startswith(b"HTTP/1.1 200")


def test_a_named_proxy_speaks_for_many() -> None:
    with hall(most_per_caller=1, proxies=TrustedProxies(["127.0.0.2"])) as here, ExitStack() as lines:
        many = [lines.enter_context(here.line(source="127.0.0.2")) for _ in range(5)]
        for line in many:
            line.sendall(request())
            assert read_all(line).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(("busy", "free"), [("/api/held", "/health"), ("/held", "/api/v1/heads")])
def test_stations_and_people_have_threads_of_their_own(busy: str, free: str) -> None:
    with hall() as here, ExitStack() as lines:
        for _ in range(8):
            lines.enter_context(here.line()).sendall(request(busy))
        assert here.entered.acquire(timeout=PATIENCE_S)
        assert here.ask(free).startswith(b"HTTP/1.1 200")


def test_a_station_that_waited_too_long_for_its_turn_is_told_when_to_come_again() -> None:
    with hall(most_wait_seconds=0.0) as here:
        told = here.ask("/api/v1/heads")
        assert told.startswith(b"HTTP/1.1 429") and b"\r\nRetry-After: 1\r\n" in told
        assert here.ask("/health").startswith(b"HTTP/1.1 200"), "people wait as long as they like"
        assert here.served == ["/health"]
    with hall(most_wait_seconds=FOREVER) as here:
        assert here.ask("/api/v1/heads").startswith(b"HTTP/1.1 200")


def test_callers_take_turns_also_behind_a_proxy() -> None:
    with hall(proxies=TrustedProxies(["127.0.0.1"])) as here, ExitStack() as lines:
        lines.enter_context(here.line()).sendall(request("/held"))
        assert here.entered.acquire(timeout=PATIENCE_S)
        for number, client in enumerate(["203.0.113.66"] * 10 + ["198.51.100.7"], 1):
            line = lines.enter_context(here.line())
            line.sendall(request(f"/{client}", headers=f"X-Forwarded-For: {client}\r\n"))
            here.wait_until_waiting(number)
        here.let_go.set()
        assert read_all(line).startswith(b"HTTP/1.1 200")
        assert here.served[:3] == ["/held", "/203.0.113.66", "/198.51.100.7"]


def test_each_caller_gets_one_before_anybody_gets_a_second() -> None:
    queue: FairQueue[str] = FairQueue(lambda task: task[0])
    for task in ("a1", "a2", "a3", "b1", "c1", "c2"):
        queue.append(task)
    queue_length = len(queue)
    assert [queue.popleft() for _ in range(queue_length)] == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert not queue


# --- long ones ---


@pytest.mark.parametrize(
    ("path", "cookie", "length", "status"),
    [
        ("/api/v1/batches", "", 1000, b"200"),
        ("/api/v1/batches", "", 1001, b"413"),
        ("/long", "", 1001, b"413"),
        ("/long", "Cookie: other\r\n", 1001, b"413"),
        ("/long", "Cookie: known\r\n", 100_000, b"200"),
        ("/long", "Cookie: known\r\n", 100_001, b"413"),
        ("/other", "Cookie: known\r\n", 1001, b"413"),
    ],
)
def test_a_body_is_as_long_as_its_page_allows(path: str, cookie: str, length: int, status: bytes) -> None:
    head = request(path, method="POST", headers=f"{cookie}Content-Length: {length}\r\n")
    with hall() as here, here.line() as line:
        line.sendall(head)
        if status == b"200":
            line.sendall(b"x" * length)
        assert read_all(line).split(b" ")[1] == status  # a refusal comes before the body does


def test_chunks_are_counted_as_they_come() -> None:
    with hall() as here, here.line() as line:
        line.sendall(request("/api/v1/batches", method="POST", headers="Transfer-Encoding: chunked\r\n"))
        line.sendall(b"400\r\n" + b"x" * 1024)
        assert b" 413 " in read_all(line).partition(b"\r\n")[0] + b" "


def test_a_head_without_end_is_refused() -> None:
    with hall() as here, here.line() as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"y" * 40_000)
        assert read_all(line).split(b" ")[1] == b"431"
