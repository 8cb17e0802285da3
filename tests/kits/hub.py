"""What tests want of a hub and of stations: thin hands over real services, and a station that speaks the protocol."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sync.hub.bootstrap import FirstAccount
from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from sync.hub.intake import group_commit
from sync.hub.intake.services import IntakeAnswer, accept_batch
from sync.hub.intake.signer import current_voice
from sync.hub.polls.selectors import newest_version
from sync.hub.stations.services import make_code
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.list_records import list_records
from sync.hub.worker.loop import work_once
from sync.key_files import load_open_key
from sync.protocol.batches import FIRST_HASH, Batch, freeze_batch
from sync.protocol.contributions import Contribution, ContributionKind
from sync.protocol.encoding import parse_json_object, random_id
from sync.protocol.enrolment import code_secret, read_welcome, sign_request
from sync.protocol.envelope import seal_ballot, seal_contribution, seal_report
from sync.protocol.key_list import KeyList
from sync.protocol.keys import OpenKey, SealKey, SigningKey
from sync.protocol.messages import StationStatus
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Record, Report, Stream
from sync.protocol.report_status import record_id_of

on_both = pytest.mark.parametrize("hub", ["sqlite", "postgresql"], indirect=True)
"""For tests of what the two databases might do differently."""

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
BOX = "application/octet-stream"


@dataclass
class Hub:
    """One hub under test."""

    folder: HubFolder
    config: HubConfig
    account: FirstAccount
    client: Client

    def code(self, *, name: str = "SBZ Test", now: datetime = NOW) -> str:
        return make_code(name=name, district="K", by="test", now=now)

    def enrolled_station(self, name: str = "SBZ Test") -> Station:
        key = SigningKey.generate()
        secret = code_secret(self.code(name=name, now=datetime.now(UTC)))
        answer = self.post("enrol", sign_request(secret, model="twin", key=key).encode())
        assert answer.status_code == 200, answer.content
        welcome = read_welcome(answer.content.decode(), secret, station_kid=key.kid)
        return Station(welcome.device, key, self.keylist().seal_key(NOW))

    def post(self, path: str, body: bytes, **headers: Any) -> HttpResponse:
        response: HttpResponse = self.client.post(f"/api/v1/{path}", body, content_type=BOX, **headers)
        return response

    def accept(self, batch: Batch, *, now: datetime = NOW) -> IntakeAnswer:
        return accept_batch(batch.to_bytes(), voice=current_voice(), now=now)

    def work(self, *, batches_kept: timedelta = timedelta(days=30), box_at_once: bool = True) -> Any:
        return work_once(Keyring.load(self.folder.root), batches_kept=batches_kept, box_at_once=box_at_once)

    def keylist(self) -> KeyList:
        return KeyList.from_bytes(self.folder.public_keys.read_bytes())

    def poll(self, poll_id: str = "neuer-markt") -> Poll:
        published = newest_version(poll_id)
        assert published is not None
        return Poll.from_wire(published.definition)

    def trustee_key(self, step: str, poll_id: str = "neuer-markt") -> OpenKey:
        return load_open_key(self.folder.trustee_keys / poll_id / f"{step}.pem")


@dataclass
class Chain:
    """One chain as the station remembers it."""

    inc: str = field(default_factory=random_id)
    seq: int = 0
    last: str = FIRST_HASH


@dataclass
class Station:
    """A station that keeps its chains and signs its batches, with nothing else a station has."""

    device: str
    key: SigningKey
    seal: SealKey
    chains: dict[Stream, Chain] = field(default_factory=lambda: {stream: Chain() for stream in Stream})

    def report(self, description: str = "The lamp is broken.", *, record_id: str = "", **changes: Any) -> Record:
        values: dict[str, Any] = {
            "number": "K7Q2-XY",
            "category": "lights-and-signs",
            "district": "K",
            "longitude": 12.13,
            "latitude": 54.09,
            "description": description,
            "language": "de",
            "day": "2026-11-22",
            "may_publish": True,
        }
        return seal_report(Report(**values | changes), key=self.seal, record_id=record_id)

    def contribution(self, number: str, kind: ContributionKind = ContributionKind.IDEA, **changes: Any) -> Record:
        """What a person has said under this number."""
        values: dict[str, Any] = {"text": "Mehr Bänke im Park", "district": "K", "language": "de", "day": "2026-11-22"}
        said = Contribution(kind=kind, number=number, **values | changes)
        return seal_contribution(said, key=self.seal, record_id=record_id_of(number))

    def ballot(self, poll: Poll, answer: Answer | None = None) -> tuple[Record, str]:
        if answer is None:
            answer = [secrets.choice(poll.options).id]
        return seal_ballot(poll, answer, key=self.seal)

    def batch(
        self, records: Sequence[Record] | None = None, *, stream: Stream = Stream.REPORTS, keep: bool = True
    ) -> Batch:
        """The next batch of a chain; ``keep=False`` makes it without the station remembering it."""
        chain = self.chains[stream]
        batch = freeze_batch(
            records if records is not None else [self.report()],
            stream=stream,
            device=self.device,
            inc=chain.inc,
            seq=chain.seq + 1,
            prev=chain.last,
            taken="2026-11-22",
            key=self.key,
        )
        if keep:
            chain.seq, chain.last = chain.seq + 1, batch.hash
        return batch

    def status(self, **changes: Any) -> str:
        values: dict[str, Any] = {
            "device": self.device,
            "time": NOW,
            "chains": {chain.inc: chain.seq for chain in self.chains.values()},
            "waiting": {"reports": 3, "ballots": 12},
            "oldest_waiting": "2026-11-20",
            "content": "f" * 64,
            "software": "0.1.0",
        }
        return StationStatus(**values | changes).sign(self.key)


def words_of(response: HttpResponse) -> str:
    """The plain words of an unsigned refusal."""
    return str(parse_json_object(response.content)["words"])


def claims_of(message: str) -> dict[str, Any]:
    """The unproven payload of a signed message, for looking at it in a test."""
    from sync.protocol.encoding import from_base64url

    payload: dict[str, Any] = json.loads(from_base64url(message.split(".")[1]))
    return payload


@contextmanager
def no_turns() -> Iterator[Callable[[int], None]]:
    """As long as this lasts nobody has a turn to write. Gives a function that returns when so many wait for one."""

    def wait_for(number: int) -> None:
        while len(group_commit._waiting) < number:
            pass

    with ExitStack() as held:
        for vendor, most in group_commit.TURNS_AT_ONCE.items():
            for _ in range(most):
                held.enter_context(group_commit._turns[vendor])
        yield wait_for


def list_all() -> None:
    """What the worker does first: list the records of all that came."""
    while list_records(now=NOW):
        pass


def spoilt(record: Record) -> Record:
    """The record with its last sealed byte changed: nobody can open it."""
    return Record(record.id, record.kind, record.kid, record.sealed[:-1] + bytes([record.sealed[-1] ^ 1]))
