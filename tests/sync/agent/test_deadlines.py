"""Every request has an end in time, however its answer comes, and a program that is told to stop waits for nobody."""

from __future__ import annotations

import contextlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3.util.connection
from tuf.api.exceptions import DownloadError

from sync.agent.content_updates import SessionFetcher
from sync.agent.hub_client import HttpHubClient
from sync.connection import look_at_hub
from sync.http_session import BoundedSession, OutOfTime, bounded, new_session
from sync.key_files import save_key
from sync.protocol.encoding import random_id
from sync.protocol.errors import TryLater
from sync.protocol.keys import SigningKey
from sync.station.config import load_config
from sync.station.database import open_database, transaction
from sync.station.state import Identity, write_identity
from tests.kits.waiting import PATIENCE_S, wait_until

SHORT_S = 0.3
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n"


class Dripping:
    """A server that takes every connection and answers byte by byte, for ever; ``begin`` is sent at once."""

    def __init__(self, begin: bytes, *, drips: bool = True) -> None:
        self._begin = begin
        self._drips = drips
        self._server = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.met = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> Dripping:
        self._server.settimeout(0.05)
        self._begin_thread(self._serve)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._server.close()

    def _begin_thread(self, target, *arguments) -> None:  # type: ignore[no-untyped-def]
        thread = threading.Thread(target=target, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._server.accept()
                self.met += 1
                self._begin_thread(self._drip, connection)

    def _drip(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.sendall(self._begin)
            while not self._over.wait(0.02):
                if self._drips:
                    connection.sendall(b"x")


BEGINS = {
    "in its head": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "in its body": HEADERS + b"\r\n",
    "in a body of any length": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(params=BEGINS.values(), ids=BEGINS.keys())
def dripping(request: pytest.FixtureRequest) -> Iterator[Dripping]:
    with Dripping(request.param) as server:
        yield server


@pytest.fixture
def session() -> Iterator[BoundedSession]:
    with new_session() as session:
        yield session


def test_a_request_whose_answer_drips_ends(dripping: Dripping, session: BoundedSession) -> None:
    client = HttpHubClient(
        f"http://{dripping.address}", find_key=lambda _kid: None, session=session, patience_seconds=SHORT_S
    )
    for deed in (
        lambda: client.heads("status"),
        lambda: client.send(b"batch"),
        lambda: client.enrol("wish"),
        lambda: client.bring("device", "0" * 64, b"piece", key=SigningKey.generate()),
    ):
        with pytest.raises(TryLater):
            deed()


def test_a_look_at_a_hub_that_drips_ends(dripping: Dripping, session: BoundedSession) -> None:
    with pytest.raises(TryLater):
        look_at_hub(f"http://{dripping.address}", session, patience_seconds=SHORT_S)


def test_a_file_of_the_content_that_drips_ends(dripping: Dripping, session: BoundedSession) -> None:
    fetcher = SessionFetcher(session, patience_seconds=SHORT_S)
    with pytest.raises((DownloadError, requests.RequestException)):
        list(fetcher.fetch(f"http://{dripping.address}/1.root.json"))


@pytest.mark.parametrize("drips", [True, False])
def test_a_handshake_that_never_ends_does(session: BoundedSession, drips: bool) -> None:
    # The begin of a record of TLS that is 16 kB long.
    with (
        Dripping(b"\x16\x03\x03\x40\x00", drips=drips) as server,
        pytest.raises((OutOfTime, ssl.SSLError)),
        bounded(session, SHORT_S),
    ):
        session.get(f"https://{server.address}/", timeout=60)


def test_a_round_ends_and_begins_no_more_requests(dripping: Dripping, session: BoundedSession) -> None:
    def ask() -> None:
        with bounded(session, 60):
            session.get(f"http://{dripping.address}/", timeout=60)

    with session.bounded(SHORT_S):
        with pytest.raises(requests.RequestException):
            ask()
        met = dripping.met
        with pytest.raises(OutOfTime):
            ask()
        assert dripping.met == met
    session.demand_time()  # the next round has time again


def test_a_session_that_is_stopped_waits_for_nobody(dripping: Dripping, session: BoundedSession) -> None:
    def stop_when_met() -> None:
        wait_until(lambda: dripping.met)
        session.stop()

    thread = threading.Thread(target=stop_when_met)
    thread.start()
    with pytest.raises(requests.RequestException), bounded(session, 60):
        session.get(f"http://{dripping.address}/", timeout=60)
    thread.join()
    with pytest.raises(OutOfTime):
        session.get(f"http://{dripping.address}/", timeout=60)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_stop_that_comes_while_a_connection_is_made_ends_it(
    dripping: Dripping, session: BoundedSession, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = urllib3.util.connection.create_connection

    def stop_once_connected(*arguments: Any, **options: Any) -> socket.socket:
        made = create(*arguments, **options)
        session.stop()
        return made

    monkeypatch.setattr(urllib3.util.connection, "create_connection", stop_once_connected)
    with pytest.raises(OutOfTime), bounded(session, 2 * PATIENCE_S):
        session.get(f"{scheme}://{dripping.address}/", timeout=2 * PATIENCE_S)


class StuckLookUp:
    """A resolver that answers nobody until it is released. Stands in the place of the system's."""

    def __init__(self) -> None:
        self.asked = 0
        self.released = threading.Event()
        self.was_waited_for = False

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.asked += 1
        self.was_waited_for |= not self.released.wait(PATIENCE_S)
        return look_up(*arguments, **options)


look_up = socket.getaddrinfo


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[StuckLookUp]:
    resolver = StuckLookUp()
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    yield resolver
    resolver.released.set()
    wait_until(lambda: not any(thread.name == "connect" for thread in threading.enumerate()))


def test_a_look_up_of_a_name_that_never_ends_does_and_costs_one_thread(
    stuck: StuckLookUp, session: BoundedSession
) -> None:
    with Dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", drips=False) as server:
        url = f"http://{server.address}"
        client = HttpHubClient(url, find_key=lambda _kid: None, session=session, patience_seconds=SHORT_S)
        for _ in range(3):
            with pytest.raises(TryLater):
                client.heads("status")
            assert not stuck.was_waited_for
        assert stuck.asked == 1
        stuck.released.set()
        wait_until(lambda: not any(thread.name == "connect" for thread in threading.enumerate()))
        with bounded(session, PATIENCE_S):  # the connection that came too late is closed, the next is a new one
            assert session.get(url, timeout=PATIENCE_S).text == "ok"


def test_a_session_that_is_stopped_waits_for_no_name(stuck: StuckLookUp, session: BoundedSession) -> None:
    def stop_when_asked() -> None:
        wait_until(lambda: stuck.asked)
        session.stop()

    thread = threading.Thread(target=stop_when_asked)
    thread.start()
    with pytest.raises(OutOfTime), bounded(session, 10 * PATIENCE_S):
        session.get("http://localhost:1/", timeout=10 * PATIENCE_S)
    thread.join()
    assert not stuck.was_waited_for


def test_a_quick_answer_comes_through_a_bound(session: BoundedSession) -> None:
    with Dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", drips=False) as server:
        for _ in range(3):
            with bounded(session, 60):
                assert session.get(f"http://{server.address}/", timeout=10).text == "ok"
                session.close()


def test_the_agent_ends_when_told_though_the_hub_drips(dripping: Dripping, tmp_path: Path) -> None:
    config_file = enrolled_station(tmp_path, hub_url=f"http://{dripping.address}")
    command = [sys.executable, "-m", "sync.agent", "--config", str(config_file)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: dripping.met)
        demand_end(process)


AGENT_WITHOUT_NAMES = """
import socket, sys, threading
from pathlib import Path
from sync.agent.agent import main
def never(*_arguments, **_options):
    Path(sys.argv[2]).touch()
    threading.Event().wait()
socket.getaddrinfo = never
sys.exit(main(["--config", sys.argv[1]]))
"""


def test_the_agent_ends_when_told_though_no_name_is_found(tmp_path: Path) -> None:
    config_file, asked = enrolled_station(tmp_path, hub_url="https://hub.example"), tmp_path / "asked"
    command = [sys.executable, "-c", AGENT_WITHOUT_NAMES, str(config_file), str(asked)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait_until(asked.exists)
        demand_end(process)


def enrolled_station(folder: Path, *, hub_url: str) -> Path:
    """The settings of a station that a hub has taken in."""
    config_file = folder / "station.toml"
    config_file.write_text(f'data = "data"\nhub_url = "{hub_url}"\n', encoding="utf-8")
    config = load_config(config_file)
    config.data.mkdir()
    key = SigningKey.generate()
    identity = Identity(
        random_id(), key.kid, "x", "K", key.public.jwk, random_id(), "0" * 64, datetime.now(UTC).replace(microsecond=0)
    )
    with closing(open_database(config.database)) as connection, transaction(connection):
        write_identity(connection, identity)
    config.device_key.parent.mkdir()
    save_key(key, config.device_key)
    return config_file


def demand_end(process: subprocess.Popen[bytes]) -> None:
    """A program that is told to end has ended within seconds."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(PATIENCE_S) == 0
    finally:
        process.kill()
    assert time.monotonic() - begun < PATIENCE_S / 2
