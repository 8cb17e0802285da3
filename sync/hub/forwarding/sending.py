"""At a hub below another: joining the parent, and sending it every stored batch that it does not have.

The parent's signed heads say where to go on, so nothing is remembered here: a parent restored from a backup, or a hub
restored from one, simply goes on from there.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import requests

from sync.connection import not_reached, unusual_answer
from sync.files import write_new
from sync.http_session import bounded, new_session
from sync.hub.forwarding.messages import MOST_CHAINS, StationEntry
from sync.hub.intake import models
from sync.hub.intake.models import BatchState, ChainHead
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import first_public_key
from sync.protocol.batches import Batch
from sync.protocol.encoding import parse_json
from sync.protocol.enrolment import code_secret, read_welcome, sign_request
from sync.protocol.errors import Refused, SyncError, TryLater, Untrusted
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.messages import Acknowledgement, Head, Heads, Refusal, question_hash

CONNECT_SECONDS, ANSWER_SECONDS = 10, 60
REQUEST_SECONDS = 180
"""A whole request, with its answer."""


@dataclass(frozen=True)
class Parent:
    """The parent as it showed itself when this hub joined. ``child`` is this hub's id there."""

    child: str
    key: VerifyKey
    epoch: str

    def save(self, place: Path) -> None:
        """Raises FileExistsError: a hub has one parent."""
        value = {"child": self.child, "key": self.key.jwk, "epoch": self.epoch}
        write_new(place, json.dumps(value).encode())

    @classmethod
    def load(cls, place: Path) -> Parent:
        """Raises Refused when this hub has not joined a parent."""
        try:
            value = parse_json(place.read_text(encoding="utf-8"))
            return cls(str(value["child"]), VerifyKey.from_jwk(value["key"]), str(value["epoch"]))
        except (OSError, ValueError, KeyError) as error:
            raise Refused(f"this hub has not joined a parent (command join-parent): {error}") from error


class ParentLink(Protocol):
    """The way to the parent."""

    def post(self, path: str, data: bytes) -> tuple[int, str]:
        """Status and text of the answer. Raises TryLater when there is none."""


class HttpLine:
    """The way over HTTP. ``url`` is the parent's address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = new_session()

    def post(self, path: str, data: bytes) -> tuple[int, str]:
        """See Line."""
        address, patience = f"{self._url}/api/v1/{path}", (CONNECT_SECONDS, ANSWER_SECONDS)
        try:
            with bounded(self._session, REQUEST_SECONDS):
                answer = self._session.post(address, data=data, timeout=patience, allow_redirects=False)
        except requests.RequestException as error:
            raise not_reached(error, self._url) from error
        if found := unusual_answer(answer.status_code, answer.headers, self._url):
            raise found
        return answer.status_code, answer.text.strip()


@dataclass
class Forwarded:
    """What one pass did. ``troubles`` say which stations' batches are not all at the parent, and why."""

    batches: int = 0
    troubles: list[str] = field(default_factory=list)


def join_parent(line: ParentLink, *, code: str, key: SigningKey) -> Parent:
    """Become a hub below the one that made this code. Raises Untrusted, Refused or TryLater."""
    secret = code_secret(code)
    status, text = line.post("hubs/join", sign_request(secret, model="hub", key=key).encode())
    _demand_answer(status, text)
    welcome = read_welcome(text, secret, station_kid=key.kid)
    return Parent(welcome.device, VerifyKey.from_jwk(welcome.hub), welcome.epoch)


def forward_all(line: ParentLink, parent: Parent, *, key: SigningKey, since: datetime | None = None) -> Forwarded:
    """Send what the parent lacks, of every station or of those heard of ``since``. Raises TryLater.

    Trouble with one station's chain does not hold up the others.
    """
    stations = Device.objects.order_by("id")
    done = Forwarded()
    for device in stations.filter(seen__last_contact__gte=since) if since else stations:
        with _noted(done, device.id):
            _forward(line, parent, device, key=key, done=done)
    return done


@contextmanager
def _noted(done: Forwarded, place: str) -> Iterator[None]:
    try:
        yield
    except TryLater:
        raise
    except SyncError as error:
        done.troubles.append(f"{place}: {error}")


def _forward(line: ParentLink, parent: Parent, device: Device, *, key: SigningKey, done: Forwarded) -> None:
    chains = list(ChainHead.objects.filter(device=device.id).order_by("id"))
    heads: dict[str, Head] = {}
    for start in range(0, max(1, len(chains)), MOST_CHAINS):
        heads |= _tell(line, parent, device, chains[start : start + MOST_CHAINS], key=key, revoked_at=None)
    lacking = []
    for chain in chains:
        with _noted(done, f"{device.id}/{chain.inc}"):
            lacking.append(_lacking(chain, heads.get(chain.inc)))
    _send(line, parent, heapq.merge(*lacking, key=lambda batch: batch.id), done=done)
    if device.revoked_at:  # told last: what came before it is part of the chains
        _tell(line, parent, device, [], key=key, revoked_at=device.revoked_at)


def _tell(
    line: ParentLink,
    parent: Parent,
    device: Device,
    chains: list[ChainHead],
    *,
    key: SigningKey,
    revoked_at: datetime | None,
) -> dict[str, Head]:
    entry = StationEntry(
        child=parent.child,
        device=device.id,
        name=device.name,
        district=device.district,
        model=device.model,
        public=first_public_key(device).jwk,
        enrolled_at=device.enrolled_at,
        revoked_at=revoked_at,
        chains=tuple(chain.inc for chain in chains),
    )
    message = entry.sign(key)
    status, text = line.post("hubs/stations", message.encode())
    _demand_answer(status, text)
    heads = Heads.read(text, key=parent.key)
    if (heads.device, heads.epoch) != (device.id, parent.epoch):
        raise Untrusted("the parent has another database than before, or speaks of another station")
    if heads.question != question_hash(message):
        raise Untrusted("the parent answers another question than ours")
    return dict(heads.heads)


def _lacking(chain: ChainHead, head: Head | None) -> Iterator[models.Batch]:
    stored = models.Batch.objects.exclude(state=BatchState.ASIDE).filter(device=chain.device, inc=chain.inc)
    first = head.seq if head else 0
    if first and not stored.filter(seq=first, hash=head.hash if head else "").exists():
        raise Refused("the parent has another history of this chain")
    return stored.filter(seq__gt=first).order_by("seq").iterator(20)


def _send(line: ParentLink, parent: Parent, batches: Iterable[models.Batch], *, done: Forwarded) -> None:
    # All chains of a station in the order in which they grew here: a key that one of them gives up may have signed
    # what is still lacking of another, and nobody takes that once the key is gone.
    stuck: set[str] = set()
    for batch in batches:
        if batch.inc in stuck:
            continue
        stuck.add(batch.inc)
        with _noted(done, f"{batch.device}/{batch.inc}"):
            _send_batch(line, parent, batch)
            stuck.remove(batch.inc)
            done.batches += 1


def _send_batch(line: ParentLink, parent: Parent, batch: models.Batch) -> None:
    if batch.forgotten_at is not None:
        raise Refused(f"batch {batch.seq} was forgotten before it was forwarded")
    status, text = line.post("batches", Batch(batch.line, bytes(batch.body)).to_bytes())
    if status != 200:
        raise _refusal(status, text, parent)
    ack = Acknowledgement.read(text, key=parent.key)
    if (ack.device, ack.inc, ack.seq, ack.hash) != (batch.device, batch.inc, batch.seq, batch.hash):
        raise Untrusted("the acknowledgement is for another batch")


def _refusal(status: int, text: str, parent: Parent) -> SyncError:
    if status in {413, 429} or status >= 500:
        return TryLater(f"the parent asks to come back later ({status})")
    return Refused(Refusal.read(text, key=parent.key).words)


def _demand_answer(status: int, text: str) -> None:
    if status >= 500 or status == 429:
        raise TryLater(f"the parent asks to come back later ({status})")
    if status != 200:
        raise Refused(f"the parent refuses ({status}): {text[:200]}")
