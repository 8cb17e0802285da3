"""What strangers, broken machines and full disks do to the intake: nothing wrong is stored, nothing falls over."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
import zstandard
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import sync
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import BatchState, SealedRecord
from sync.hub.intake.services import Outcome, accept_batch
from sync.hub.intake.signer import current_voice
from sync.hub.intake.views import MAX_REQUEST_BYTES
from sync.hub.stations.models import HubClock
from sync.protocol.attachment_messages import sign_ask
from sync.protocol.batches import MAX_BODY_BYTES, Batch, BatchHeader
from sync.protocol.jws import sign_message
from sync.protocol.records import Stream
from tests.kits.examples import examples
from tests.kits.hub import NOW, Hub, Station, list_all, on_both

PROJECT = Path(sync.__file__).parents[1]
BOMB_BYTES = 300 * 1024 * 1024
ALLOWED_KB = 16 * 1024

_STATIONS: dict[Path, Station] = {}

_READ_BOMB = """
import resource, sys
from pathlib import Path
import django
django.setup()
from sync.protocol.batches import Batch
from sync.protocol.errors import Refused
from sync.hub.intake.batch_reader import marks_of
batch = Batch.from_bytes(Path(sys.argv[1]).read_bytes())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    marks_of(batch)
except Refused:
    pass
else:
    raise SystemExit("it was read")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def signed_over(body: bytes, station: Station, *, length: int) -> Batch:
    digest = hashlib.sha256(body).hexdigest()
    header = BatchHeader(station.device, Stream.REPORTS, "0" * 32, 1, "", 1, digest, length, "2026-11-22")
    return Batch(sign_message(header.to_wire(), typ="ck1-batch", key=station.key), body)


def zeros(*, declares_size: bool, window_log: int = 20) -> bytes:
    parameters = zstandard.ZstdCompressionParameters(compression_level=1, window_log=window_log)
    out = io.BytesIO()
    size = BOMB_BYTES if declares_size else -1
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    with compressor.stream_writer(out, size=size, closefd=False) as writer:
        for _ in range(BOMB_BYTES // 2**20):
            writer.write(bytes(2**20))
    return out.getvalue()


@pytest.mark.parametrize(("declares_size", "window_log"), [(True, 20), (False, 20), (False, 27)])
def test_a_bomb_takes_no_more_than_16_mebibytes(hub: Hub, tmp_path: Path, declares_size: bool, window_log: int) -> None:
    station = hub.enrolled_station()
    body = zeros(declares_size=declares_size, window_log=window_log)
    batch = signed_over(body, station, length=MAX_BODY_BYTES)
    file = tmp_path / "bomb"
    file.write_bytes(batch.to_bytes())
    result = subprocess.run(
        [sys.executable, "-c", _READ_BOMB, str(file)],
        capture_output=True, text=True, check=True, cwd=PROJECT,
        env={"DJANGO_SETTINGS_MODULE": "sync.hub.settings", "MITMACH_HUB_DATA": str(hub.folder.root)},
    )  # fmt: skip
    assert int(result.stdout) < ALLOWED_KB
    assert hub.accept(batch).outcome is Outcome.ACKNOWLEDGED
    list_all()
    assert not SealedRecord.objects.exists()
    assert StoredBatch.objects.get().state == BatchState.UNREADABLE


def test_nothing_is_decompressed_before_the_signature_is_proven(hub: Hub) -> None:
    """The same bomb from a stranger is refused for its signature: its body is never looked at."""
    station = hub.enrolled_station()
    batch = signed_over(b"no zstd at all", station, length=10)
    head, claims, signature = batch.line.split(".")
    forged = Batch(".".join((head, claims, signature[:-8] + "AAAAAAAA")), batch.body)
    answer = hub.accept(forged)
    assert answer.outcome is Outcome.UNKNOWN
    assert "signature" in answer.message


def test_a_request_longer_than_any_batch_is_refused_unread(hub: Hub) -> None:
    assert hub.post("batches", b"x" * (MAX_REQUEST_BYTES + 1)).status_code == 413
    assert hub.post("enrol", b"x" * 10_000).status_code == 413
    assert hub.post("batches", b"x", CONTENT_LENGTH="many").status_code == 400


def test_a_request_that_was_cut_off_is_not_blamed_on_the_body(hub: Hub) -> None:
    """A signed "the body is wrong" would make the station give the body up."""
    data = hub.enrolled_station().batch().to_bytes()
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/batches", "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    environ |= {"CONTENT_LENGTH": str(len(data)), "wsgi.input": io.BytesIO(data[:-10])}
    started: list[str] = []
    answer = b"".join(get_wsgi_application()(environ, lambda status, _headers: started.append(status)))
    assert started == ["400 Bad Request"]
    assert b"cut off" in answer


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(max_size=300))
def test_any_bytes_are_answered_and_not_stored(hub: Hub, data: bytes) -> None:
    answer = accept_batch(data, voice=current_voice(), now=NOW)
    assert answer.outcome is Outcome.UNKNOWN
    assert not StoredBatch.objects.exists()


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.floats(0, 1, exclude_max=True), flip=some.integers(1, 255), cut=some.booleans())
def test_a_batch_with_one_wrong_byte_is_never_stored(hub: Hub, place: float, flip: int, cut: bool) -> None:
    station = _station(hub)
    data = bytearray(station.batch(keep=False).to_bytes())
    position = int(place * len(data))
    if cut:
        del data[position:]
    else:
        data[position] ^= flip
    answer = accept_batch(bytes(data), voice=current_voice(), now=NOW)
    assert answer.outcome in (Outcome.UNKNOWN, Outcome.BODY)
    assert not StoredBatch.objects.exists()


@on_both
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    claims=some.dictionaries(
        some.sampled_from(["v", "dev", "stream", "inc", "seq", "prev", "n", "body", "len", "z", "ct"]),
        some.none()
        | some.booleans()
        | some.integers()
        | some.text(max_size=40)
        | some.lists(some.integers(), max_size=2),
    )
)
def test_any_signed_header_is_answered_with_a_signature(hub: Hub, claims: dict[str, Any]) -> None:
    station = _station(hub)
    line = sign_message(claims, typ="ck1-batch", key=station.key)
    answer = accept_batch(Batch(line, b"").to_bytes(), voice=current_voice(), now=NOW)
    assert answer.outcome is Outcome.MALFORMED
    assert not StoredBatch.objects.exists()


def _station(hub: Hub) -> Station:
    """One station for all examples of a test."""
    if hub.folder.root not in _STATIONS:
        _STATIONS[hub.folder.root] = hub.enrolled_station()
    return _STATIONS[hub.folder.root]


def test_a_full_disk_is_told_before_anything_is_stored(hub: Hub) -> None:
    station = hub.enrolled_station()
    batch = station.batch([station.report("x" * 3000) for _ in range(200)])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages + 2}")
        answer = hub.post("batches", batch.to_bytes())
        assert answer.status_code == 507
        assert answer["Retry-After"]
        assert not StoredBatch.objects.exists()
        cursor.execute("PRAGMA max_page_count=1073741823")
    assert hub.post("batches", batch.to_bytes()).status_code == 200


def test_a_database_that_is_held_up_is_told_as_come_back(hub: Hub) -> None:
    station = hub.enrolled_station()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=20")
    holder = sqlite3.connect(hub.folder.database, isolation_level=None)
    HubClock.objects.update(signed_at=datetime.now(UTC) - timedelta(minutes=2))  # each answer notes it
    holder.execute("BEGIN IMMEDIATE")
    batch = station.batch()
    question = sign_ask(station.device, ["0" * 64], key=station.key).encode()
    for path, body in (("batches", batch.to_bytes()), ("heads", station.status().encode()), ("missing", question)):
        answer = hub.post(path, body)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5"), path
    holder.execute("ROLLBACK")
    holder.close()
    assert hub.post("batches", batch.to_bytes()).status_code == 200


def _all_at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@on_both
def test_the_same_batch_from_many_couriers_at_once_is_stored_once(hub: Hub) -> None:
    station = hub.enrolled_station()
    batches = [station.batch([station.report() for _ in range(20)]) for _ in range(3)]
    hub.accept(batches[0])
    answers = _all_at_once([lambda: hub.accept(batches[1])] * 8)
    assert len({answer.message for answer in answers}) == 1
    assert {answer.outcome for answer in answers} == {Outcome.ACKNOWLEDGED}
    assert StoredBatch.objects.count() == 2
    list_all()
    assert SealedRecord.objects.count() == 40


@on_both
def test_of_clones_that_come_at_once_one_continues_the_chain(hub: Hub) -> None:
    station = hub.enrolled_station()
    forks = [station.batch(keep=False) for _ in range(6)]
    answers = _all_at_once([lambda fork=fork: hub.accept(fork) for fork in forks])  # type: ignore[misc]
    outcomes = [answer.outcome for answer in answers]
    assert outcomes.count(Outcome.ACKNOWLEDGED) == 1
    assert outcomes.count(Outcome.FORK) == 5
    list_all()
    assert SealedRecord.objects.count() == 1
    assert StoredBatch.objects.count() == 6
