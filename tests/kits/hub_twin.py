"""A hub in memory that speaks the protocol truly, byte for byte, and can be told to fail in every way a hub can.

No Django, no disk, no worker: only what a station can see of a hub. Reached over the station's own HTTP client through
:class:`TwinAdapter`.
"""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from sync.protocol.batches import FIRST_HASH, Batch, body_is_whole, is_declared_lost, read_header, read_records
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import CodeSecret, Welcome, read_request, sign_welcome
from sync.protocol.jws import read_kid
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.messages import Acknowledgement, Head, Heads, Refusal, StationStatus, question_hash
from sync.protocol.records import Record

HUB_URL = "http://hub.test"


@dataclass
class Answer:
    """One HTTP answer; the body may be a stream."""

    status: int
    body: bytes | io.RawIOBase
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Memory:
    """What the hub has on disk: its backup is a copy of this."""

    chains: dict[str, list[str]] = field(default_factory=dict)
    acks: dict[tuple[str, int], str] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    lost: set[tuple[str, int]] = field(default_factory=set)
    seen_again: int = 0


Fault = Callable[[Callable[[], Answer]], Answer]
"""What happens to the next batch: may call through to the hub or not, and answer as it likes."""


class HubTwin:
    """One hub with one enrolled station."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.key = SigningKey.generate()
        self.epoch = random_id()
        self.device = random_id()
        self.station: VerifyKey | None = None
        self.code: CodeSecret | None = None
        self.root_sha256 = ""
        self.revoked = False
        self.safe = 0
        self.correction = 0
        self.memory = Memory()
        self.faults: list[Fault] = []
        self.batches: list[bytes] = []
        self.statuses: list[StationStatus] = []
        self.repository: Path | None = None
        self.asked: list[str] = []
        self.came = b""
        """The last batch, whatever became of it."""

    # --- what a test does to the hub ---

    def backup(self) -> Memory:
        return copy.deepcopy(self.memory)

    def restore(self, memory: Memory) -> None:
        self.memory = copy.deepcopy(memory)

    # --- what a station sees ---

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        if method == "GET":
            return self._file(path)
        if path == "/api/v1/batches":
            self.came = body
            fault = self.faults.pop(0) if self.faults else None
            return fault(lambda: self._take(body)) if fault else self._take(body)
        if path == "/api/v1/heads":
            return self._heads(body.decode())
        if path == "/api/v1/enrol":
            return self._enrol(body.decode())
        return words(404, "there is nothing here")

    def _file(self, path: str) -> Answer:
        place = self.repository / path.removeprefix("/repo/") if self.repository else None
        return Answer(200, place.read_bytes()) if place and place.is_file() else Answer(404, b"")

    def _enrol(self, message: str) -> Answer:
        request = read_request(message)
        if self.code is None or request.locator != self.code.locator or not request.knows_code(self.code):
            return words(403, "this code is not known")
        self.station, self.code, secret = request.public, None, self.code
        welcome = Welcome(self.device, "Lütten Klein", "E", self.key.public.jwk, self.epoch, self.root_sha256)
        return Answer(200, sign_welcome(welcome, secret, station_kid=request.public.kid, key=self.key).encode())

    def _heads(self, message: str) -> Answer:
        if self.station is None or read_kid(message) != self.station.kid:
            return words(401, "no station with this key is enrolled here")
        status = StationStatus.read(message, key=self.station)
        self.statuses.append(status)
        heads = {inc: self._head(inc) for inc in self.memory.chains}
        word = Heads(
            self.device,
            heads,
            self.clock(),
            self.epoch,
            self.revoked,
            question=question_hash(message),
            count=status.count,
            correction=self.correction,
        )
        return Answer(200, word.sign(self.key).encode())

    def _take(self, data: bytes) -> Answer:
        self.batches.append(data)
        batch = Batch.from_bytes(data)
        assert self.station is not None
        header = read_header(batch, key=self.station)
        place = (header.inc, header.seq)
        chain = self.memory.chains.get(header.inc, [])
        if self.revoked:
            return self._refuse(403, "revoked", header.inc, batch)
        if 0 < header.seq <= len(chain) and chain[header.seq - 1] == batch.hash:
            return Answer(200, self.memory.acks[place].encode())
        if header.seq <= len(chain):
            return self._refuse(409, "fork", header.inc, batch)
        if header.seq != len(chain) + 1:
            return self._refuse(409, "gap", header.inc, batch)
        if header.prev != (chain[-1] if chain else FIRST_HASH):
            return self._refuse(409, "fork", header.inc, batch)
        if is_declared_lost(batch, key=self.station):
            self.memory.lost.add(place)
        elif not body_is_whole(batch, header):
            return self._refuse(422, "body", header.inc, batch)
        else:
            for record in read_records(batch, header):
                self.memory.seen_again += record.id in self.memory.records
                self.memory.records.setdefault(record.id, record)
        self.memory.chains.setdefault(header.inc, []).append(batch.hash)
        ack = Acknowledgement(
            self.device, header.inc, header.seq, batch.hash, self.safe, self.clock(), self.epoch
        ).sign(self.key)
        self.memory.acks[place] = ack
        return Answer(200, ack.encode())

    def _head(self, inc: str) -> Head:
        chain = self.memory.chains.get(inc, [])
        return Head(len(chain), chain[-1] if chain else "", self.safe)

    def refuse(self, status: int, reason: str) -> Answer:
        """A signed No to the batch that has just come."""
        return self._refuse(status, reason, "", Batch.from_bytes(self.came))

    def _refuse(self, status: int, reason: str, inc: str, batch: Batch) -> Answer:
        words, head = f"no: {reason}", self._head(inc)
        refusal = Refusal(self.device, reason, words, self.clock(), self.epoch, inc, head, batch.hash)
        return Answer(status, refusal.sign(self.key).encode())


def words(status: int, text: str, **headers: str) -> Answer:
    """An unsigned answer, as a proxy or the hub's own plain refusal gives it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json.dumps({"words": text}).encode(), named)


# --- faults ---


def answer_lost(take: Callable[[], Answer]) -> Answer:
    """The hub has committed; its answer never arrives."""
    take()
    raise requests.ConnectionError("the connection broke")


def connection_torn(take: Callable[[], Answer]) -> Answer:
    """The request breaks off on its way; the hub has nothing."""
    raise requests.ConnectionError("the connection broke")


def instead(answer: Answer) -> Fault:
    """Somebody else answers."""
    return lambda take: answer


class TwinAdapter(BaseAdapter):
    """Carries a requests session's calls into the twin, without a socket."""

    def __init__(self, twin: HubTwin) -> None:
        super().__init__()
        self.twin = twin

    def send(self, request, **options):  # type: ignore[no-untyped-def]
        self.twin.asked.append(request.url)
        body = request.body or b""
        answer = self.twin.answer(request.method, urlsplit(request.url).path, body)
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.raw = io.BytesIO(answer.body) if isinstance(answer.body, bytes) else answer.body
        response.request = request
        response.url = request.url
        return response

    def close(self) -> None:
        pass


def session_to(twin: HubTwin) -> requests.Session:
    """An HTTP session in which this twin is the whole internet."""
    session = requests.Session()
    session.mount("http://", TwinAdapter(twin))
    return session
