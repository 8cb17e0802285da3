"""What station and hub say to each other about batches: the station's status, the hub's heads and acknowledgements.

Each is a signed message. Building, reading and proving them; nothing is decided or sent here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sync.protocol.encoding import from_timestamp, to_timestamp
from sync.protocol.errors import Untrusted
from sync.protocol.foreign import foreign
from sync.protocol.jws import sign_message, verify_message
from sync.protocol.keys import SigningKey, VerifyKey

Answer = TypeVar("Answer")

STATUS_TYPE = "ck1-status"
ACK_TYPE = "ck1-ack"
HEADS_TYPE = "ck1-heads"
REFUSAL_TYPE = "ck1-refusal"

MOST_HEADS = 24
"""Chains one signed word of the hub has room for. A station asks about so many at a time."""


@dataclass(frozen=True)
class Acknowledgement:
    """The hub has this batch on disk. The same one is given for every repeat of the batch.

    ``epoch`` names the hub's database; ``safe`` is the highest sequence number of this chain in a verified backup.
    """

    device: str
    inc: str
    seq: int
    hash: str
    safe: int
    time: datetime
    epoch: str

    def sign(self, key: SigningKey) -> str:
        """As a signed message of the hub."""
        payload = {
            "dev": self.device,
            "inc": self.inc,
            "seq": self.seq,
            "hash": self.hash,
            "safe": self.safe,
            "t": to_timestamp(self.time),
            "epoch": self.epoch,
        }
        return sign_message(payload, typ=ACK_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, key: VerifyKey) -> Acknowledgement:
        """Raises Untrusted unless this key signed it and it is complete."""
        wire = verify_message(message, typ=ACK_TYPE, key=key)
        return _complete(
            lambda: cls(
                device=str(wire["dev"]),
                inc=str(wire["inc"]),
                seq=int(wire["seq"]),
                hash=str(wire["hash"]),
                safe=int(wire["safe"]),
                time=from_timestamp(wire["t"]),
                epoch=str(wire["epoch"]),
            )
        )


@dataclass(frozen=True)
class Head:
    """How far the hub has one chain: the last sequence number (0: nothing), its hash, and what is safe in a backup."""

    seq: int
    hash: str
    safe: int


@dataclass(frozen=True)
class Heads:
    """The hub's word on every chain of one station, by incarnation. ``revoked`` ends the station's service.

    ``rekey`` is the id of a key the station shall give up for a new one, empty for none. It names the key, so that an
    old word, played again when the key is gone, asks for nothing.

    ``question`` is the hash of the status this answers, empty on a stick, where nothing was asked. ``count`` is that of
    the status, or a higher one above which the hub asks for another. ``correction`` counts how often people have said
    that the hub's clock was wrong: with a higher one than before, ``time`` replaces every later moment it has signed.
    """

    device: str
    heads: Mapping[str, Head]
    time: datetime
    epoch: str
    revoked: bool
    rekey: str = ""
    question: str = ""
    count: int = 0
    correction: int = 0

    def sign(self, key: SigningKey) -> str:
        """As a signed message of the hub."""
        payload = {
            "dev": self.device,
            "heads": {inc: {"seq": head.seq, "hash": head.hash, "safe": head.safe} for inc, head in self.heads.items()},
            "t": to_timestamp(self.time),
            "epoch": self.epoch,
            "revoked": self.revoked,
            **({"rekey": self.rekey} if self.rekey else {}),
            **({"ask": self.question} if self.question else {}),
            **({"n": self.count} if self.count else {}),
            **({"corrected": self.correction} if self.correction else {}),
        }
        return sign_message(payload, typ=HEADS_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, key: VerifyKey) -> Heads:
        """Raises Untrusted unless this key signed it and it is complete."""
        wire = verify_message(message, typ=HEADS_TYPE, key=key)
        return _complete(
            lambda: cls(
                device=str(wire["dev"]),
                heads={
                    str(inc): Head(int(head["seq"]), str(head["hash"]), int(head["safe"]))
                    for inc, head in wire["heads"].items()
                },
                time=from_timestamp(wire["t"]),
                epoch=str(wire["epoch"]),
                revoked=bool(wire["revoked"]),
                rekey=str(wire.get("rekey", "")),
                question=str(wire.get("ask", "")),
                count=int(wire.get("n", 0)),
                correction=int(wire.get("corrected", 0)),
            )
        )


@dataclass(frozen=True)
class Refusal:
    """The hub's signed No. ``reason`` is ``gap``, ``fork``, ``body``, ``revoked`` or ``malformed``.

    ``words`` explain it to a person. ``head`` is where the hub stands in the chain the refused batch belongs to, if it
    could be read. ``batch`` is the hash of the batch that is refused.
    """

    device: str
    reason: str
    words: str
    time: datetime
    epoch: str
    inc: str = ""
    head: Head | None = None
    batch: str = ""

    def sign(self, key: SigningKey) -> str:
        """As a signed message of the hub."""
        head = {"seq": self.head.seq, "hash": self.head.hash, "safe": self.head.safe} if self.head else None
        payload = {
            "dev": self.device,
            "reason": self.reason,
            "words": self.words,
            "t": to_timestamp(self.time),
            "epoch": self.epoch,
            "inc": self.inc,
            "head": head,
            "hash": self.batch,
        }
        return sign_message(payload, typ=REFUSAL_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, key: VerifyKey) -> Refusal:
        """Raises Untrusted unless this key signed it and it is complete."""
        wire = verify_message(message, typ=REFUSAL_TYPE, key=key)
        return _complete(
            lambda: cls(
                device=str(wire["dev"]),
                reason=str(wire["reason"]),
                words=str(wire["words"]),
                time=from_timestamp(wire["t"]),
                epoch=str(wire["epoch"]),
                inc=str(wire["inc"]),
                head=Head(int(wire["head"]["seq"]), str(wire["head"]["hash"]), int(wire["head"]["safe"]))
                if wire["head"]
                else None,
                batch=str(wire["hash"]),
            )
        )


@dataclass(frozen=True)
class CurrentChain:
    """The chain a station goes on with in one stream, and the hash of its last batch."""

    inc: str
    hash: str


@dataclass(frozen=True)
class LeftChain:
    """The chain a station has given up last in one stream: the last batch it ever made of it, and that one's hash.

    ``NOT_KNOWN`` where there was one, and the station does not know any more which (its database was damaged).
    """

    inc: str
    seq: int
    hash: str


NOT_KNOWN = LeftChain("", 0, "")
"""A station has given up a chain, and nothing is known of it."""


@dataclass(frozen=True)
class StationStatus:
    """What a station says of itself at the start of a round. Counts only; nothing about a person.

    ``chains``: incarnation to the last sequence number it has frozen. ``current``: stream to the chain it goes on with.
    ``left``: stream to the chain it went on with before, none as long as it goes on with its first. ``count`` never
    goes back: of two statuses the one with the higher is the later. ``waiting``: stream to the number
    of records not yet acknowledged. ``oldest_waiting`` is an ISO day or empty. ``content`` names the active content
    package. ``log`` is the checkpoint of the ballot log it believes, ``log_refused`` the one it was shown and does not
    believe, both as notes; empty when there is none. ``troubles``: words for what does not work there. ``next_kid`` is
    the id of the key that follows the one that signs this, while the station is not sure that the hub knows it.
    """

    device: str
    time: datetime
    chains: Mapping[str, int]
    waiting: Mapping[str, int]
    oldest_waiting: str
    content: str
    software: str
    log: str = ""
    log_refused: str = ""
    current: Mapping[str, CurrentChain] = field(default_factory=dict)
    left: Mapping[str, LeftChain] = field(default_factory=dict)
    count: int = 0
    troubles: tuple[str, ...] = ()
    next_kid: str = ""

    def sign(self, key: SigningKey) -> str:
        """As a signed message of the station."""
        payload = {
            "dev": self.device,
            "t": to_timestamp(self.time),
            "chains": dict(self.chains),
            "waiting": dict(self.waiting),
            "oldest": self.oldest_waiting,
            "content": self.content,
            "software": self.software,
            **({"log": self.log} if self.log else {}),
            **({"log_refused": self.log_refused} if self.log_refused else {}),
            **(
                {"current": {name: [chain.inc, chain.hash] for name, chain in self.current.items()}}
                if self.current
                else {}
            ),
            **(
                {"left": {name: [chain.inc, chain.seq, chain.hash] for name, chain in self.left.items()}}
                if self.left
                else {}
            ),
            **({"n": self.count} if self.count else {}),
            **({"troubles": list(self.troubles)} if self.troubles else {}),
            **({"next": self.next_kid} if self.next_kid else {}),
        }
        return sign_message(payload, typ=STATUS_TYPE, key=key)

    @classmethod
    def read(cls, message: str, *, key: VerifyKey) -> StationStatus:
        """Raises Untrusted unless this key signed it and it is complete."""
        wire = verify_message(message, typ=STATUS_TYPE, key=key)
        return _complete(
            lambda: cls(
                device=str(wire["dev"]),
                time=from_timestamp(wire["t"]),
                chains={str(inc): int(seq) for inc, seq in wire["chains"].items()},
                waiting={str(stream): int(count) for stream, count in wire["waiting"].items()},
                oldest_waiting=str(wire["oldest"]),
                content=str(wire["content"]),
                software=str(wire["software"]),
                log=str(wire.get("log", "")),
                log_refused=str(wire.get("log_refused", "")),
                current={
                    str(stream): CurrentChain(str(inc), str(hash_))
                    for stream, (inc, hash_) in wire.get("current", {}).items()
                },
                left={
                    str(stream): LeftChain(str(inc), int(seq), str(hash_))
                    for stream, (inc, seq, hash_) in wire.get("left", {}).items()
                },
                count=int(wire.get("n", 0)),
                troubles=tuple(str(word) for word in wire.get("troubles", ())),
                next_kid=str(wire.get("next", "")),
            )
        )


def question_hash(message: str) -> str:
    """What an answer names to say which signed message it answers."""
    return hashlib.sha256(message.encode()).hexdigest()


def _complete(build: Callable[[], Answer]) -> Answer:
    with foreign(Untrusted, "the signed message is not complete"):
        return build()
