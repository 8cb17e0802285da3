"""A station's exchange over a USB stick: what the hub lacks is laid on it, what the hub has answered is taken from it.

The same bytes as over the network, believed for the same reasons. May run beside the agent: every step is one
transaction, and an acknowledgement only ever moves forward.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import count
from typing import BinaryIO

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient.fetcher import FetcherInterface

from sync.agent.content_updates import ContentExpired, ContentOlder
from sync.agent.exchange import MAX_TURNS, Updates, bring_in_line, hear_time
from sync.agent.hub_client import FindKey
from sync.agent.status import most_telling, status_of
from sync.protocol.attachment_messages import NAMES_AT_ONCE, PieceWhereabouts, names_asked, question_hash, sign_ask
from sync.protocol.errors import Refused, TryLater, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_kid
from sync.protocol.keys import VerifyKey
from sync.protocol.messages import MOST_HEADS, Acknowledgement, Heads
from sync.station.attachment_store import Blobs
from sync.station.clock_trust import StationClock
from sync.station.content_store import ContentSets
from sync.station.events import Event, Note
from sync.station.journal import Chains, FrozenBatch
from sync.station.journal_rules import Chain, check_acknowledgement
from sync.station.outbox import Outbox
from sync.station.state import Identity, StationState
from sync.stick import (
    NotOurs,
    Stick,
    StickTrouble,
    ack_path,
    ask_path,
    batch_path,
    enrolment_name,
    heads_path,
    piece_path,
    status_path,
    told_path,
)

SLOW_BYTES_PER_SECOND = 200_000
"""A stick that takes longer is called slow: a fifth of what the slowest sticks on sale promise."""

_MEASURED_BYTES = 256 * 1024
"""Less than this says nothing about a stick."""

REPOSITORY = "stick:"
"""Stands before the paths of the content repository on a stick."""

_PIECE_BYTES = 64 * 1024


_FIRST_ROOT = "repo/metadata/1.root.json"
_MOST_ROOT_BYTES = 512_000
"""As python-tuf takes at most."""


class Carried(Enum):
    """What there is to say about a trip, besides what the agent says too."""

    FOREIGN = "What is on this stick comes from another hub. Nothing of it was taken."
    TAMPERED = "A file on this stick is not as the hub wrote it. It was not taken; everything else was."
    SLOW = "This stick is slow. It works, but a better one saves time."
    CONTENT = "The content on the stick was not taken; what is on show stays."


@dataclass
class Trip:
    """What one visit of a stick came to. ``laid`` and ``lying`` count batches now on it, newly and from before."""

    laid: int = 0
    lying: int = 0
    acknowledged: int = 0
    """Records the hub has, as the stick says for the first time."""
    pieces: int = 0
    """Pieces of attachments newly on it."""
    done: int = 0
    """Files dealt with, of the ``of`` that have to be on the stick in the end. Both 0 until something is laid on it."""
    of: int = 0
    remarks: list[tuple[Carried, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    trouble: StickTrouble | None = None


Told = Callable[[Trip], None]
"""Hears how far a trip is."""


@dataclass(frozen=True)
class Courier:
    """One station and what it needs to deal with a stick. ``monotonic`` gives seconds."""

    identity: Identity
    chains: Chains
    outbox: Outbox
    state: StationState
    content: ContentSets
    updates: Updates
    find_key: FindKey
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    blobs: Blobs | None = None
    watch: StationClock | None = None
    content_signed_at: Callable[[], datetime | None] = lambda: None
    """When the newest content was signed, by its own word."""
    change_key: Callable[[], Chains | None] = lambda: None
    """Does as the hub wishes, if it wishes a new key of us: our chains under it. None when nothing is to be done."""

    def meet(self, stick: Stick, *, together: int, told: Told | None = None) -> Trip:
        """Take what the stick brings, then lay on it what the hub lacks. Trouble with the stick ends the trip early.

        ``told`` hears how far it is, again and again.
        """
        trip = Trip()
        told = told or (lambda _trip: None)
        told(trip)
        try:
            self._take_answers(stick, trip)
            self._take_content(stick, trip)
            if not self.state.is_revoked:
                # Before anything is laid down: what is on the stick under the old key must not come after the change.
                courier = replace(self, chains=self.change_key() or self.chains)
                courier._make_whole(together)
                courier._lay_status(stick, trip)
                courier._lay_batches(stick, trip, told=told)
                courier._lay_pieces(stick, trip, told=told)
                courier._lay_questions(stick)
            stick.settle()
        except StickTrouble as trouble:
            trip.trouble = trouble
        return trip

    # --- what it brings ---

    def _take_answers(self, stick: Stick, trip: Trip) -> None:
        device = self.identity.device
        for chain in self.chains.all():
            self._take(stick, ack_path(device, chain.inc), trip, partial(self._believe, chain=chain))
        self._take(stick, heads_path(device), trip, partial(self._compare, trip=trip))
        if self.blobs:
            self._take_whereabouts(stick, trip, self.blobs)

    def _take_whereabouts(self, stick: Stick, trip: Trip, blobs: Blobs) -> None:
        """What the hub says about our pieces; then those may go that are safe and old."""
        device, kept = self.identity.device, {piece.name for piece in blobs.kept()}
        for number in count():
            question = self._read(stick, ask_path(device, number), trip)
            if question is None:
                break
            asked = question.decode("ascii", errors="replace")
            believe = partial(self._locate, question=asked, kept=kept, blobs=blobs)
            self._take(stick, told_path(device, number), trip, believe)
        blobs.prune(self.state.best_time(self.clock).date())

    def _locate(self, text: str, *, question: str, kept: set[str], blobs: Blobs) -> int:
        told = PieceWhereabouts.read(text, device=self.identity.device, key=self._key_of(text))
        if told.question == question_hash(question):  # else it answers an earlier one
            asked = [name for name in names_asked(question) if name in kept]
            blobs.note(asked, missing=told.missing, safe=told.safe, erased=told.erased)
        return 0

    def _take(self, stick: Stick, path: str, trip: Trip, believe: Callable[[str], int]) -> None:
        data = self._read(stick, path, trip)
        if data is None:
            return
        try:
            trip.acknowledged += believe(data.decode("ascii").strip())
        except _Foreign:
            trip.remarks.append((Carried.FOREIGN, path))
        except (Untrusted, UnicodeDecodeError) as error:
            trip.remarks.append((Carried.TAMPERED, f"{path}: {error}"))

    def _read(self, stick: Stick, path: str, trip: Trip, *, most_bytes: int = MAX_HEADER_BYTES) -> bytes | None:
        """What the stick brings; None, and a remark, for what nobody of us has laid there."""
        try:
            return stick.read(path, most_bytes=most_bytes)
        except NotOurs as error:
            trip.remarks.append((Carried.TAMPERED, f"{path}: {error}"))
            return None

    def _believe(self, text: str, *, chain: Chain) -> int:
        answer = Acknowledgement.read(text, key=self._key_of(text))
        if answer.epoch != self.identity.epoch:
            raise _Foreign(answer.epoch)
        own_hash = self.chains.hash_at(chain.inc, answer.seq)
        if own_hash is None or answer.seq <= chain.acked:
            return 0  # from an earlier trip
        check_acknowledgement(
            answer, device=self.identity.device, epoch=self.identity.epoch, inc=chain.inc, seq=answer.seq,
            hash_=own_hash,
        )  # fmt: skip
        hear_time(self, answer.time)
        return self._acknowledge(chain, answer.seq, safe=max(answer.safe, chain.safe))

    def _compare(self, text: str, *, trip: Trip) -> int:
        heads = Heads.read(text, key=self._key_of(text))
        if heads.epoch != self.identity.epoch or heads.device != self.identity.device:
            raise _Foreign(heads.epoch)
        known = self.state.hub_time
        if self.watch and heads.correction > self.state.clock_correction:
            self.watch.correct(heads.time, heads.correction)
        elif known is not None and heads.time < known:
            return 0  # the hub has said something since; an old word would turn us back
        hear_time(self, heads.time)
        self.state.note_revoked(heads.revoked)
        if heads.revoked:
            trip.notes.append(Note(Event.REVOKED))
            return 0
        self.state.note_unwanted_kid(heads.rekey)
        self.state.note_count(heads.count)
        is_all = len(heads.heads) < MOST_HEADS  # else there was no room for those that are not named
        for chain in self.chains.all():
            if is_all or chain.inc in heads.heads:
                trip.notes += bring_in_line(self.chains, chain, heads)
        return 0

    def _acknowledge(self, chain: Chain, seq: int, *, safe: int) -> int:
        records = sum(
            frozen.count for frozen in self.chains.unacknowledged(chain.inc) if frozen.seq <= seq and not frozen.lost
        )
        self.chains.acknowledge(chain.inc, seq, safe=safe)
        return records

    def _take_content(self, stick: Stick, trip: Trip) -> None:
        first_root = self._read(stick, _FIRST_ROOT, trip, most_bytes=_MOST_ROOT_BYTES)
        if first_root is not None and hashlib.sha256(first_root).hexdigest() != self.identity.root_sha256:
            trip.remarks.append((Carried.FOREIGN, _FIRST_ROOT))
            return
        try:
            trip.notes += self.updates.update(self.state.best_time(self.clock))
        except (TryLater, ContentOlder):
            return  # no content on it, or not all of it; or the network has brought newer since
        except ContentExpired as error:
            trip.remarks.append((Carried.CONTENT, str(error)))
        except Untrusted as error:
            trip.remarks.append((Carried.TAMPERED, str(error)))

    def _key_of(self, text: str) -> VerifyKey:
        key = self.find_key(read_kid(text))
        if key is None:
            raise _Foreign(text[:20])
        return key

    # --- what it is given ---

    def _lay_status(self, stick: Stick, trip: Trip) -> None:
        """How the station is, and with which chains it goes on: before all that it tells of."""
        chains = most_telling(self.chains.all())
        status = status_of(self, chains, count=self.state.next_count()).sign(self.chains.key)
        # Under the name of its newest chain: of two machines with one key, neither takes the other's place.
        inc = next((chain.inc for chain in chains if chain.current), self.identity.device)
        path = status_path(self.identity.device, inc)
        try:
            stick.write(path, status.encode())
        except NotOurs as error:
            trip.remarks.append((Carried.TAMPERED, f"{path}: {error}"))  # nothing waits for it

    def _lay_batches(self, stick: Stick, trip: Trip, *, told: Told) -> None:
        begun, written = self.monotonic(), 0
        waiting = self.blobs.unsent() if self.blobs else []
        trip.of = sum(chain.seq - chain.acked for chain in self.chains.all()) + len(waiting)
        for frozen in self._unacknowledged():
            told(trip)
            data = frozen.batch.to_bytes()
            if stick.write(batch_path(self.identity.device, frozen.inc, frozen.seq), data):
                trip.laid += 1
                written += len(data)
            else:
                trip.lying += 1
            trip.done += 1
        seconds = self.monotonic() - begun
        if written >= _MEASURED_BYTES and written < seconds * SLOW_BYTES_PER_SECOND:
            trip.remarks.append((Carried.SLOW, f"{written // 1000} kB in {seconds:.0f} s"))

    def _lay_pieces(self, stick: Stick, trip: Trip, *, told: Told) -> None:
        for piece in self.blobs.unsent() if self.blobs else ():
            told(trip)
            sealed = self.blobs.read(piece) if self.blobs else None
            if sealed is None:
                trip.notes.append(Note(Event.PIECE_BROKEN, piece.name))
            elif stick.write(piece_path(piece.name), sealed):
                trip.pieces += 1
            trip.done += 1

    def _lay_questions(self, stick: Stick) -> None:
        """Ask for all kept pieces, as over the network: which are there, and which are safe."""
        device, kept = self.identity.device, self.blobs.kept() if self.blobs else []
        for number, start in enumerate(range(0, len(kept), NAMES_AT_ONCE)):
            names = [piece.name for piece in kept[start : start + NAMES_AT_ONCE]]
            stick.write(ask_path(device, number), sign_ask(device, names, key=self.chains.key).encode())

    def _make_whole(self, together: int) -> None:
        for _ in range(MAX_TURNS):
            is_unsure = self.watch is not None and self.watch.is_unsure()
            self.chains.freeze_due(self.state.best_time(self.clock), together=together, is_unsure=is_unsure)
            if not self._mend_one():
                break

    def _unacknowledged(self) -> Iterator[FrozenBatch]:
        for chain in self.chains.all():
            yield from self.chains.unacknowledged(chain.inc)

    def _mend_one(self) -> bool:
        """Deal with one batch that broke on our own disk. False when there is none."""
        for chain in self.chains.all():
            for frozen in self.chains.unacknowledged(chain.inc):
                if not frozen.line_is_whole:
                    self.chains.end_chain(chain, proven=frozen.seq - 1)
                    return True
                if not frozen.body_is_whole:
                    self.chains.declare_body_lost(frozen)
                    return True
        return False


class _Foreign(Untrusted):
    """Properly made, by another hub."""


class StickClient:
    """Enrolment over a stick, in the place of the network: the request is laid on it, the answer comes later."""

    def __init__(self, stick: Stick) -> None:
        self._stick = stick

    def enrol(self, message: str) -> str:
        """The hub's answer, unproven, if the stick has it. Raises TryLater until then, Refused with the hub's words."""
        name = enrolment_name(message.encode())
        if answer := self._stick.read(f"enrol/{name}.welcome", most_bytes=MAX_HEADER_BYTES):
            return answer.decode("ascii", errors="replace").strip()
        if words := self._stick.read(f"enrol/{name}.refused", most_bytes=MAX_HEADER_BYTES):
            raise Refused(words[:500].decode(errors="replace"))
        self._stick.write(f"enrol/{name}.request", message.encode())
        raise TryLater("the request is on the stick; carry it to the hub, then come back with the same code")


class StickFetcher(FetcherInterface):
    """python-tuf's downloads out of the repository on a stick."""

    def __init__(self, stick: Stick) -> None:
        self._stick = stick

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            file = self._stick.open(f"repo/{url.removeprefix(f'{REPOSITORY}/')}")
        except NotOurs:
            file = None
        if file is None:
            raise DownloadHTTPError(f"{url} is not on the stick", 404)
        return self._pieces(file)

    @staticmethod
    def _pieces(file: BinaryIO) -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE_BYTES):
                yield piece
