"""The real server as a process: killed under load, cut off, its answers lost. What was acknowledged is there, once."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.db import connection

import sync
from sync.hub.data_folder import HubFolder
from sync.hub.intake.views import MAX_REQUEST_BYTES
from sync.protocol.batches import Batch
from tests.kits.hub import Hub, Station, list_all, on_both
from tests.kits.waiting import PATIENCE_S, wait_until

PROJECT = Path(sync.__file__).parents[1]
STATIONS = 4
ROUNDS = 3
MOST_ACKNOWLEDGED = 12
"""The server lives at most for so many batches in each round."""


class Server:
    """``serve`` as a process of its own, on a free port."""

    def __init__(self, folder: HubFolder) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as place:
            self.port = int(place.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        arguments = ["--data", str(self._folder.root), "serve", f"--port={self.port}"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sync.hub", *arguments],
            cwd=PROJECT, start_new_session=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}health/ready", timeout=PATIENCE_S):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut does: no warning, all its processes at once."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def send(self, batch: Batch) -> requests.Response:
        return requests.post(f"{self.url}api/v1/batches", data=batch.to_bytes(), timeout=PATIENCE_S)


@pytest.fixture
def server(hub: Hub) -> Iterator[Server]:
    server = Server(hub.folder)
    server.start()
    yield server
    server.kill()


def stored(hub: Hub) -> dict[str, tuple[str, int, int]]:
    """Hash of every stored batch to its acknowledgement, its announced and its found number of records."""
    list_all()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.hash, b.ack, b.count, (SELECT count(*) FROM intake_sealedrecord r"
            " WHERE r.batch_id = b.id) FROM intake_batch b"
        )
        rows = cursor.fetchall()
    return {batch_hash: (ack, announced, found) for batch_hash, ack, announced, found in rows}


class Load(threading.Thread):
    """One station that sends batch after batch until it is no longer answered; tells of each acknowledgement."""

    def __init__(self, station: Station, server: Server, *, told: threading.Semaphore) -> None:
        super().__init__()
        self._station, self._server, self._told = station, server, told
        self.acknowledged: dict[str, str] = {}
        self.unanswered: Batch | None = None

    def run(self) -> None:
        while True:
            batch = self._station.batch([self._station.report() for _ in range(20)])
            self.unanswered = batch
            try:
                answer = self._server.send(batch)
            except requests.RequestException:
                return
            assert answer.status_code == 200
            self.acknowledged[batch.hash] = answer.text
            self._told.release()


@on_both
def test_a_server_killed_under_load_keeps_every_acknowledged_batch_once(hub: Hub, server: Server) -> None:
    chance = random.Random(4)
    stations = [hub.enrolled_station(str(number)) for number in range(STATIONS)]
    acknowledged: dict[str, str] = {}
    for _ in range(ROUNDS):
        told = threading.Semaphore(0)
        loads = [Load(station, server, told=told) for station in stations]
        for load in loads:
            load.start()
        for _ in range(chance.randint(1, MOST_ACKNOWLEDGED)):
            assert told.acquire(timeout=PATIENCE_S)
        server.kill()
        for load in loads:
            load.join()
            acknowledged |= load.acknowledged
        found = stored(hub)
        assert acknowledged.items() <= {batch_hash: ack for batch_hash, (ack, _, _) in found.items()}.items()
        assert all(announced == records == 20 for _, announced, records in found.values())
        server.start()
        for load in loads:  # the batch whose answer never came: sent again, whether it was stored or not
            assert load.unanswered is not None
            answer = server.send(load.unanswered)
            assert answer.status_code == 200
            acknowledged[load.unanswered.hash] = answer.text
    assert len(acknowledged) > STATIONS * ROUNDS
    assert {batch_hash: ack for batch_hash, (ack, _, _) in stored(hub).items()} == acknowledged


def _request(batch: Batch, server: Server) -> bytes:
    data = batch.to_bytes()
    lines = ("POST /api/v1/batches HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Content-Length: {len(data)}", "", "")
    return "\r\n".join(lines).encode() + data


def test_a_connection_cut_in_the_middle_leaves_nothing_behind(hub: Hub, server: Server) -> None:
    station = hub.enrolled_station()
    batch = station.batch([station.report("x" * 500) for _ in range(50)])
    request = _request(batch, server)
    for share in (0.1, 0.5, 0.9):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(request[: int(len(request) * share)])
            line.shutdown(socket.SHUT_WR)
            line.settimeout(PATIENCE_S)
            while line.recv(4096):  # until the server has seen the cut
                pass
    assert not stored(hub)
    assert server.send(batch).status_code == 200
    assert len(stored(hub)) == 1


def test_an_answer_that_was_lost_is_given_again_byte_for_byte(hub: Hub, server: Server) -> None:
    station = hub.enrolled_station()
    batch = station.batch()
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(_request(batch, server))
        line.settimeout(PATIENCE_S)
        line.recv(1)  # the answer is on its way; nobody reads it
    (ack, _, _) = stored(hub)[batch.hash]
    assert server.send(batch).text == server.send(batch).text == ack
    assert len(stored(hub)) == 1


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_several_servers_on_one_database_store_each_batch_once(hub: Hub) -> None:
    servers = [Server(hub.folder) for _ in range(2)]
    station = hub.enrolled_station()
    batches = [station.batch([station.report() for _ in range(20)]) for _ in range(10)]
    others = [hub.enrolled_station(str(number)).batch() for number in range(6)]
    try:
        for server in servers:
            server.start()
        with ThreadPoolExecutor(8) as pool:
            for batch in batches:  # each from four couriers at two servers at once
                answers = list(pool.map(lambda server, batch=batch: server.send(batch).text, servers * 4))  # type: ignore[misc]
                assert len(set(answers)) == 1
            statuses = list(pool.map(lambda server, batch: server.send(batch).status_code, servers * 3, others))
    finally:
        for server in servers:
            server.kill()
    assert statuses == [200] * 6
    assert set(stored(hub)) == {batch.hash for batch in [*batches, *others]}
    assert all(announced == records for _, announced, records in stored(hub).values())


def test_a_body_passed_on_in_chunks_is_read_whole(hub: Hub, server: Server) -> None:
    """Some proxies do that with every request."""
    batch = hub.enrolled_station().batch()
    data = batch.to_bytes()
    pieces = (data[start : start + 100] for start in range(0, len(data), 100))
    answer = requests.post(f"{server.url}api/v1/batches", data=pieces, timeout=PATIENCE_S)
    assert answer.status_code == 200
    assert [*stored(hub)] == [batch.hash]
    too_much = (b"x" * 1000 for _ in range(MAX_REQUEST_BYTES // 1000 + 2))
    assert requests.post(f"{server.url}api/v1/batches", data=too_much, timeout=PATIENCE_S).status_code == 413
    unsigned = requests.post(f"{server.url}api/v1/missing", data=iter([b"a", b"b"]), timeout=PATIENCE_S)
    assert unsigned.status_code == 401
