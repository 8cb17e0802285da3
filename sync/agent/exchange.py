"""One round of exchange with the hub: content, heads, compare, freeze, send. Its collaborators are arguments.

Knows no process, signal or waiting; a round that meets a difficulty says so and ends, and nothing it did is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sync.agent.content_updates import ContentExpired
from sync.agent.hub_client import HubClient, PieceClient
from sync.agent.status import status_of
from sync.protocol.attachment_messages import NAMES_AT_ONCE
from sync.protocol.batches import claimed_kid
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.errors import Conflict, Refused, Revoked, SyncError, TryLater, Untrusted
from sync.protocol.keys import SigningKey
from sync.protocol.messages import MOST_HEADS, Heads, question_hash
from sync.protocol.records import Stream
from sync.station.attachment_store import Blobs, KeptPiece
from sync.station.clock_trust import StationClock
from sync.station.content_store import ContentSets
from sync.station.events import Event, Note
from sync.station.journal import Chains, FrozenBatch
from sync.station.journal_rules import NOTHING, Chain, ChainVerdict, check_acknowledgement, compare, proven_through
from sync.station.outbox import Outbox
from sync.station.state import Identity, StationState

MAX_TURNS = 4
"""How often one round compares heads and sends again before it gives up until the next."""


class Updates(Protocol):
    """Where content comes from."""

    def update(self, now: datetime) -> list[Note]:
        """See TufUpdates."""


class Hearing(Protocol):
    """What learns the time from the hub."""

    @property
    def state(self) -> StationState:
        """Remembers it."""

    @property
    def watch(self) -> StationClock | None:
        """Judges it."""

    @property
    def content_signed_at(self) -> Callable[[], datetime | None]:
        """When the newest content was signed, by its own word."""


@dataclass(frozen=True)
class Parts:
    """Everything a round works with. ``together`` is how many ballots make a batch before their day is over.

    ``go_on`` is asked between two batches; False ends the round early (the process is told to stop). ``is_short`` says
    whether the disk is so full that what is safe at the hub should go before its time.
    """

    identity: Identity
    key: SigningKey
    client: HubClient
    chains: Chains
    outbox: Outbox
    state: StationState
    content: ContentSets
    updates: Updates
    clock: Callable[[], datetime]
    together: int
    blobs: Blobs | None = None
    pieces: PieceClient | None = None
    """How pieces of attachments reach the hub; None at a station that has none."""
    previous: SigningKey | None = None
    """The key before ``key``, while the hub may not know the present one for certain."""
    go_on: Callable[[], bool] = lambda: True
    is_short: Callable[[], bool] = lambda: False
    watch: StationClock | None = None
    """Tells whether ``clock`` can be relied on, and is told when the hub has signed the time."""
    content_signed_at: Callable[[], datetime | None] = lambda: None
    """When the newest content was signed, by its own word."""


@dataclass
class RoundResult:
    """What came of a round. ``sent`` counts batches, ``acknowledged`` records in them, ``waiting`` records left."""

    sent: int = 0
    acknowledged: int = 0
    waiting: int = 0
    notes: list[Note] = field(default_factory=list)
    complete: bool = False
    """True when the hub was reached and has everything that was due."""
    after_seconds: float | None = None
    """How long the hub asked to wait, if it did."""


class _Stop(Exception):  # noqa: N818  not an error: the round ends here
    def __init__(self, event: Event, detail: str = "") -> None:
        super().__init__(detail)
        self.note = Note(event, detail)


def run_round(parts: Parts) -> RoundResult:
    """One round. Never raises for what can go wrong between two machines; the notes of the result say it."""
    result = RoundResult()
    try:
        _update_content(parts, result)
        _exchange(parts, result)
        _send_pieces(parts, result)
        _prune_pieces(parts)
        result.complete = not _has_work(parts)
    except _Stop as stop:
        result.notes.append(stop.note)
    except TryLater as error:
        result.notes.append(_not_reached(Event.HUB_SILENT, error, parts))
        result.after_seconds = error.after_seconds
    except Untrusted as error:
        result.notes.append(_not_reached(Event.HUB_UNKNOWN, error, parts))
    except Revoked as error:
        parts.state.note_revoked(True)
        result.notes.append(Note(Event.REVOKED, str(error)))
    except Refused as error:
        result.notes.append(Note(Event.BATCH_REFUSED, str(error)))
    result.notes += _room_notes(parts) + _clock_notes(parts) + _sound_notes(parts)
    result.waiting = sum(parts.outbox.counts(stream).waiting for stream in Stream)
    parts.state.note_round(parts.clock(), notes=result.notes, success=result.complete)
    return result


def _not_reached(event: Event, error: SyncError, parts: Parts) -> Note:
    """What is told of a hub that was not reached. A certificate is not to blame for a clock that is known to be off."""
    cause = error.reason if isinstance(error.reason, ConnectionFault) else None
    if cause is ConnectionFault.EXPIRED and _is_clock_off(parts):
        cause = ConnectionFault.CLOCK
        return Note(event, cause.sentence(error.facts), cause)
    return Note(event, str(error), cause)


def _is_clock_off(parts: Parts) -> bool:
    return parts.watch is not None and parts.watch.is_unsure()


def _clock_notes(parts: Parts) -> list[Note]:
    return [Note(Event.CLOCK_WRONG)] if _is_clock_off(parts) else []


def _update_content(parts: Parts, result: RoundResult) -> None:
    try:
        result.notes += parts.updates.update(_now(parts))
    except TryLater as error:
        result.notes.append(Note(Event.CONTENT_UNREACHABLE, str(error)))
    except ContentExpired as error:
        result.notes.append(Note(Event.CONTENT_EXPIRED, str(error)))
    except Untrusted as error:
        result.notes.append(Note(Event.CONTENT_REFUSED, str(error)))


def _send_pieces(parts: Parts, result: RoundResult) -> None:
    """Ask about the pieces that are not safe, now and then about all (a hub may be restored); send what it lacks."""
    if parts.blobs is None or parts.pieces is None:
        return
    device, today = parts.identity.device, _now(parts).date()
    kept = parts.blobs.to_ask_about(today)
    for start in range(0, len(kept), NAMES_AT_ONCE):
        asked = kept[start : start + NAMES_AT_ONCE]
        names = [piece.name for piece in asked]
        told = parts.pieces.ask(device, names, key=parts.key)
        parts.blobs.note(names, missing=told.missing, safe=told.safe, erased=told.erased)
        for piece in asked:
            if piece.name in told.missing and parts.go_on():
                _send_piece(parts, parts.blobs, parts.pieces, piece, result)
    parts.blobs.note_all_asked(today)


def _send_piece(parts: Parts, blobs: Blobs, client: PieceClient, piece: KeptPiece, result: RoundResult) -> None:
    sealed = blobs.read(piece)
    if sealed is None:
        result.notes.append(Note(Event.PIECE_BROKEN, piece.name))
        return
    try:
        client.bring(parts.identity.device, piece.name, sealed, key=parts.key)
    except Refused as error:
        result.notes.append(Note(Event.PIECE_REFUSED, f"{piece.name}: {error}"))
        return
    blobs.note([piece.name], missing=())


def _prune_pieces(parts: Parts) -> None:
    """What the hub has just said to be safe need not be kept for ever."""
    if parts.blobs is not None and parts.pieces is not None:
        parts.blobs.prune_if_due(_now(parts).date(), is_short=parts.is_short())


def _room_notes(parts: Parts) -> list[Note]:
    try:
        return [] if parts.outbox.room().reports else [Note(Event.NEARLY_FULL)]
    except OSError as error:
        return [Note(Event.DISK, str(error))]


def _sound_notes(parts: Parts) -> list[Note]:
    return [Note(Event.NO_SOUND)] if parts.state.is_silent else []


def _exchange(parts: Parts, result: RoundResult) -> None:
    _agree(parts, result)
    for _ in range(MAX_TURNS):
        parts.chains.freeze_due(_now(parts), together=parts.together, is_unsure=_is_clock_off(parts))
        try:
            refused = _send_all(parts, result)
        except Conflict:
            _agree(parts, result)
            continue
        if refused:
            raise refused
        if not (parts.go_on() and _has_work(parts)):  # else a batch broke, and its records are due again
            parts.chains.prune(_now(parts).date(), is_short=parts.is_short())
            return
    raise _Stop(Event.NO_AGREEMENT)


def _has_work(parts: Parts) -> bool:
    return parts.chains.has_work(today=_now(parts).date(), together=parts.together)


def _now(parts: Parts) -> datetime:
    return parts.state.best_time(parts.clock)


def _agree(parts: Parts, result: RoundResult) -> None:
    """Ask how far the hub is and bring every chain in line with it. Nothing is sent before this went well.

    The chains it goes on with are asked about last: that is the status the hub keeps.
    """
    is_known = True
    for chains in _portions(parts.chains.all()):
        heads, is_known = _ask_heads(parts, chains)
        if heads.device != parts.identity.device:
            raise Untrusted("the heads are those of another station")
        if heads.epoch != parts.identity.epoch:
            raise _Stop(Event.HUB_OTHER_MEMORY, f"{parts.identity.epoch[:8]} before, {heads.epoch[:8]} now")
        if parts.watch and heads.correction > parts.state.clock_correction:
            parts.watch.correct(heads.time, heads.correction)
        hear_time(parts, heads.time)
        parts.state.note_revoked(heads.revoked)
        if heads.revoked:
            raise _Stop(Event.REVOKED)
        parts.state.note_unwanted_kid(heads.rekey)
        for chain in chains:
            told = bring_in_line(parts.chains, chain, heads)
            result.notes += told
            if told and parts.blobs:
                parts.blobs.doubt_all()  # whatever it is, the hub may have less than before
    if parts.previous and not is_known:
        parts.chains.rekey_again(parts.previous, _now(parts))


def hear_time(parts: Hearing, moment: datetime) -> None:
    """The hub has signed this moment."""
    if parts.watch:
        parts.watch.hear(moment, content=parts.content_signed_at())
    else:
        parts.state.note_hub_time(moment)


def _portions(chains: Sequence[Chain]) -> list[Sequence[Chain]]:
    """As many at a time as one word of the hub has room for; at least one portion, be it empty."""
    return [chains[start : start + MOST_HEADS] for start in range(0, len(chains), MOST_HEADS)] or [()]


def _ask_heads(parts: Parts, chains: Sequence[Chain]) -> tuple[Heads, bool]:
    """The hub's word on these chains, and whether it knows our present key."""
    try:
        return _ask_with(parts, chains, parts.key), True
    except Untrusted:
        if parts.previous is None:
            raise
        return _ask_with(parts, chains, parts.previous), False


def _ask_with(parts: Parts, chains: Sequence[Chain], key: SigningKey) -> Heads:
    count = parts.state.next_count()
    heads = _ask_once(parts, chains, key, count)
    if heads.count > count:
        # The hub has had this number: from a copy of this station, or before it was put back.
        heads = _ask_once(parts, chains, key, parts.state.next_count(above=heads.count))
    return heads


def _ask_once(parts: Parts, chains: Sequence[Chain], key: SigningKey, count: int) -> Heads:
    next_kid = "" if key.kid == parts.key.kid else parts.key.kid
    status = status_of(parts, chains, count=count, next_kid=next_kid).sign(key)
    heads = parts.client.heads(status)
    if heads.question != question_hash(status):
        raise Untrusted("the heads answer another question than ours")
    return heads


def bring_in_line(chains: Chains, chain: Chain, heads: Heads) -> list[Note]:
    """Make a chain agree with what the hub says it has. What there is to say about it."""
    head = heads.heads.get(chain.inc, NOTHING)
    chains.note_safe(chain, head.safe)
    own_hash = chains.hash_at(chain.inc, head.seq)
    verdict = compare(chain, head, own_hash=own_hash, first_kept=chains.first_kept(chain.inc))
    where = f"{chain.stream} {chain.inc[:8]}: hub {head.seq}, acknowledged {chain.acked}, frozen {chain.seq}"
    if verdict is ChainVerdict.HUB_BEHIND:
        chains.unacknowledge_above(chain.inc, head.seq)
        return [Note(Event.HUB_RESTORED, where)]
    if verdict is ChainVerdict.DIVERGED:
        chains.end_chain(chain, proven=proven_through(chain, head))
        return [Note(Event.STATION_DIVERGED, where)]
    if verdict is ChainVerdict.BROKEN_OFF:
        chains.end_chain(chain, proven=min(chain.acked, head.seq))
        return [Note(Event.CHAIN_BROKEN_OFF, where)]
    return []


def _send_all(parts: Parts, result: RoundResult) -> Refused | None:
    """Send what is frozen, chain by chain in order. A chain the hub refuses does not hold up the others.

    Before any chain names a new key, all of them send what the old one has signed: once it is given up, the hub takes
    no more of it (one that was put back may lack all of it, in every chain).
    """
    refused = None
    chains = parts.chains.all()
    with_new_key: list[Chain] = []
    for may_name_key in (False, True):
        for chain in with_new_key if may_name_key else chains:
            try:
                if _send_chain(parts, chain, result, may_name_key=may_name_key):
                    with_new_key.append(chain)
            except Refused as error:
                refused = error
    return refused


def _send_chain(parts: Parts, chain: Chain, result: RoundResult, *, may_name_key: bool) -> bool:
    """True when it stopped before a batch that names a new key."""
    while parts.go_on() and (frozen := parts.chains.next_batch(chain.inc)):
        if not frozen.line_is_whole:
            parts.chains.end_chain(chain, proven=frozen.seq - 1)
            result.notes.append(Note(Event.BODY_LOST, f"{chain.stream} {frozen.seq}"))
            break
        if frozen.names_key and not may_name_key:
            return True
        try:
            _send(parts, frozen, result)
        except Conflict as conflict:
            if not conflict.is_fork or claimed_kid(frozen.batch) == parts.key.kid:
                raise
            # The hub has given up the key that signed this, and will never take it. It goes on under the present one.
            parts.chains.end_chain(chain, proven=frozen.seq - 1)
            result.notes.append(Note(Event.CHAIN_BROKEN_OFF, f"{chain.stream} {frozen.seq}, signed by an earlier key"))
            break
    return False


def _send(parts: Parts, frozen: FrozenBatch, result: RoundResult) -> None:
    if not frozen.body_is_whole:
        _declare_lost(parts, frozen, result)
        return
    try:
        answer = parts.client.send(frozen.batch.to_bytes())
    except Refused as error:
        if error.outcome != "body" or frozen.lost:
            raise
        _declare_lost(parts, frozen, result)
        return
    check_acknowledgement(
        answer,
        device=parts.identity.device,
        epoch=parts.identity.epoch,
        inc=frozen.inc,
        seq=frozen.seq,
        hash_=frozen.hash,
    )
    parts.chains.acknowledge(frozen.inc, frozen.seq, safe=answer.safe)
    hear_time(parts, answer.time)
    result.sent += 1
    result.acknowledged += 0 if frozen.lost else frozen.count


def _declare_lost(parts: Parts, frozen: FrozenBatch, result: RoundResult) -> None:
    parts.chains.declare_body_lost(frozen)
    result.notes.append(Note(Event.BODY_LOST, f"{frozen.inc[:8]} {frozen.seq}"))
