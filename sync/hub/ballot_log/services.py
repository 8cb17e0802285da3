"""Letting the log grow, telling stations, hearing what they saw of it, and rebuilding it after a restore.

Never is a second checkpoint signed that contradicts the first: while stations have seen more than this database has,
or may have (``hold.py``), nothing is appended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Self

from django.db import connection, transaction

from sync.hub.announcements.services import tell
from sync.hub.audit import services as audit
from sync.hub.audit.anchors import compare, present_head
from sync.hub.audit.events import AuditEvent
from sync.hub.ballot_log import selectors
from sync.hub.ballot_log.hold import hear_witness, present_hold
from sync.hub.ballot_log.models import (
    AwaitedWitness,
    LogCheckpoint,
    LogHold,
    LogRound,
    LogTile,
    RebuiltCheckpoint,
    WitnessedCheckpoint,
)
from sync.hub.polls.places import PublishedBallot, hold_places
from sync.protocol import merkle
from sync.protocol.ballot_log import CHECKPOINT, LEAVES_PER_FILE, LogEntry, origin_of, read_files, read_leaf, write_file
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.signed_note import Checkpoint

BY_LOG = "ballot log"

_ADD_LINE = "INSERT INTO ballot_log_logline (number, poll, mark, inner_hash) VALUES (%s, %s, %s, %s)"


class TwoLogs(Refused):
    """A published copy and our own log contradict each other. ``size`` and ``held`` are their lengths in ballots."""

    def __init__(self, size: int, held: int) -> None:
        super().__init__("the copy goes on differently from our log; two logs were signed")
        self.size = size
        self.held = held


@dataclass(frozen=True)
class LogAlarm:
    """A station does not believe our log. ``name`` is the same for the same alarm; the others say what it saw.

    ``is_behind``: it has seen more of our log than this database holds, and rightly refuses what is shorter.
    ``is_rewritten``: the audit log is not the one whose head stands in the checkpoint.
    """

    name: str
    kept: str
    shown: str
    is_behind: bool = False
    is_rewritten: bool = False

    @classmethod
    def of(cls, device: str, believed: str, refused: str) -> Self:
        """The alarm of these two notes, whatever they are."""
        name = hashlib.sha256("|".join((device, believed, refused)).encode()).hexdigest()
        return cls(name, _words(believed), _words(refused))

    @classmethod
    def of_missing(cls, checkpoint: Checkpoint, held: int) -> Self:
        """The alarm that lines are missing here. One for all stations, as long as nothing is added."""
        name = hashlib.sha256(f"behind|{checkpoint.origin}|{held}".encode()).hexdigest()
        return cls(name, str(checkpoint.size), str(held), is_behind=True)


def _words(note: str) -> str:
    try:
        checkpoint = Checkpoint.read_unproven(note)
    except Untrusted:
        return "-"
    return f"{checkpoint.size}:{checkpoint.root.hex()}"


def is_due(*, today: date, at_once: bool) -> bool:
    """True when the boxes have not been looked at today."""
    return at_once or not LogRound.objects.filter(day__gte=today).exists()


def append_day(*, key: SigningKey, today: date, at_once: bool, now: datetime) -> bool:
    """Let what is in the boxes enter the log, once a day (with ``at_once`` whenever called). True when it has grown.

    Once a day means at the first call of a day: a ballot of today enters tomorrow, with all others of its day.
    """
    if not is_due(today=today, at_once=at_once):
        return False
    with transaction.atomic():
        _take_turn()
        if present_hold() or selectors.missing_lines():
            return False  # the day is not over: it is done once nothing stands in the way
        has_new = selectors.ballots_to_log().exists()
        if has_new or selectors.newest_checkpoint(origin_of(key.public)) is None:
            _append(selectors.entries_to_log(), key=key, today=today, now=now)
        LogRound.objects.update_or_create(one=1, defaults={"day": today})
    return has_new


def rebuild(files: Mapping[str, bytes], *, key: SigningKey, by: str, today: date, now: datetime) -> int:
    """Take what is missing at the end of the log from a published copy of it, in its order. Returns how many lines.

    For a hub that was restored from a backup. ``files`` are announcements, from a mirror of the repository, a stick or
    a station. Raises Refused, and changes nothing, for a copy that is not whole, not ours or of another log.
    """
    note, found = read_files(files)
    checkpoint = _prove(note, found, key=key.public)
    with transaction.atomic():
        _take_turn()
        own = selectors.leaves()
        common = min(len(own), len(found))
        if found[:common] != own[:common]:
            raise TwoLogs(len(found), len(own))
        new = [read_leaf(leaf) for leaf in found[len(own) :]]
        if new:
            hold_places(PublishedBallot(entry.poll, entry.mark, entry.inner_hash) for entry in new)
            _write_lines(new)
            LogCheckpoint.objects.create(origin=checkpoint.origin, size=checkpoint.size, note=note, day=today)
            RebuiltCheckpoint.objects.create(origin=checkpoint.origin, size=checkpoint.size)
            tell(CHECKPOINT, note.encode())
            audit.append(AuditEvent.LOG_REBUILT, by, at=now, lines=len(new), size=checkpoint.size)
    return len(new)


def hear_station(device: str, *, believed: str, refused: str, key: VerifyKey | None) -> LogAlarm | None:
    """What a station says of the log: the checkpoint it believes, and the one it does not, as notes or empty.

    The alarm, if there is one; None when all is well. ``key`` is the present key of the log.
    """
    hear_witness(device)
    alarm = LogAlarm.of(device, believed, refused)
    try:
        checkpoint = Checkpoint.open(believed, origin=origin_of(key), key=key) if key and believed else None
    except Untrusted:
        checkpoint = None  # believed under an earlier key of the log
    if checkpoint is None:
        return alarm if refused else None
    if selectors.is_shorter_than(checkpoint):
        _note_longer(checkpoint, believed, device=device)
        return LogAlarm.of_missing(checkpoint, selectors.size())
    if rewritten := _audit_alarm(checkpoint, believed):
        return rewritten
    return alarm if refused or selectors.contradicts(checkpoint) else None


def _audit_alarm(checkpoint: Checkpoint, note: str) -> LogAlarm | None:
    """The alarm that our audit log is not the one whose head the station has under our signature."""
    if checkpoint.audit is None:
        return None
    at = {"origin": checkpoint.origin, "size": checkpoint.size}
    is_here = LogCheckpoint.objects.filter(**at, note=note).exists()
    is_ours = is_here and not RebuiltCheckpoint.objects.filter(**at).exists()
    if not compare(checkpoint.audit, may_be_lost=not is_ours).is_rewritten:
        return None
    name = hashlib.sha256(f"audit|{checkpoint.audit.number}|{checkpoint.audit.hash}".encode()).hexdigest()
    return LogAlarm(name, str(checkpoint.audit.number), checkpoint.audit.hash, is_rewritten=True)


def hear_published(note: str, *, key: VerifyKey) -> bool:
    """What our own repository says of the log. True when it knows more of it than this database."""
    try:
        checkpoint = Checkpoint.open(note, origin=origin_of(key), key=key)
    except Untrusted:
        return False
    is_longer = selectors.is_shorter_than(checkpoint)
    if is_longer:
        _note_longer(checkpoint, note, device="")
    return is_longer


def begin_again(*, kid: str, note: str, by: str, now: datetime) -> None:
    """Another log under another key takes the place of this one: what was seen of this one binds it no more.

    ``kid`` is the key that was put aside, ``note`` what a person gives as the reason.
    """
    with transaction.atomic():
        WitnessedCheckpoint.objects.all().delete()
        LogHold.objects.all().delete()
        AwaitedWitness.objects.all().delete()
        audit.append(AuditEvent.LOG_BEGUN_AGAIN, by, at=now, kid=kid, note=note)


def _note_longer(checkpoint: Checkpoint, note: str, *, device: str) -> None:
    values = {"origin": checkpoint.origin, "size": checkpoint.size, "device": device}
    WitnessedCheckpoint.objects.get_or_create(note=note, defaults=values)


def _prove(note: str, leaves: Sequence[bytes], *, key: VerifyKey) -> Checkpoint:
    try:
        checkpoint = Checkpoint.open(note, origin=origin_of(key), key=key)
    except Untrusted as error:
        raise Refused(f"the copy is not of our ballot log: {error}") from error
    if (checkpoint.size, checkpoint.root) != (len(leaves), merkle.root_of(leaves)):
        raise Refused("the copy does not hold what its checkpoint says")
    return checkpoint


def _append(new: Iterable[LogEntry], *, key: SigningKey, today: date, now: datetime) -> None:
    is_grown = _write_lines(new)
    size = selectors.size()
    checkpoint = Checkpoint(origin_of(key.public), size, selectors.tree(size).root, present_head())
    note = checkpoint.sign(key)
    LogCheckpoint.objects.create(origin=checkpoint.origin, size=checkpoint.size, note=note, day=today)
    tell(CHECKPOINT, note.encode())
    if is_grown:
        audit.append(AuditEvent.BALLOTS_LOGGED, BY_LOG, at=now, size=checkpoint.size, root=checkpoint.root.hex())


def _write_lines(new: Iterable[LogEntry]) -> bool:
    """Add these lines, and tell every file of the log that has changed, one after the other. True: there were some."""
    begin = size = selectors.size()
    number, coming = begin // LEAVES_PER_FILE, iter(new)
    leaves = selectors.leaves_between(number * LEAVES_PER_FILE, begin)
    while some := list(islice(coming, LEAVES_PER_FILE - len(leaves))):
        with connection.cursor() as cursor:  # a tenth of what as many objects take
            cursor.executemany(_ADD_LINE, [(place, *entry) for place, entry in enumerate(some, size)])
        size += len(some)
        leaves += [entry.leaf for entry in some]
        tell(*write_file(number, leaves))
        if len(leaves) == LEAVES_PER_FILE:
            LogTile.objects.create(number=number, root=merkle.root_of(leaves).hex())
            number, leaves = number + 1, []
    return size > begin


def _take_turn() -> None:
    """Whoever appends waits for who appended before. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ballot_log_logline IN SHARE ROW EXCLUSIVE MODE")
