"""Reading the ballot log, and proving from it, in forms that other programs know.

One ballot: https://c2sp.org/tlog-proof. The growth from one size to another: RFC 6962.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, QuerySet

from sync.hub.ballot_log.models import LogCheckpoint, LogLine, LogTile, RebuiltCheckpoint, WitnessedCheckpoint
from sync.hub.polls.models import BallotStanding, BoxedBallot
from sync.protocol import merkle
from sync.protocol.ballot_log import LEAVES_PER_FILE, Found, LogEntry, begin_of_hash, origin_of
from sync.protocol.errors import Refused
from sync.protocol.keys import VerifyKey
from sync.protocol.signed_note import AuditHead, Checkpoint

PROOF_FORMAT = "c2sp.org/tlog-proof@v1"


def entries(size: int | None = None) -> list[LogEntry]:
    """The log from its beginning, or the first ``size`` of it."""
    rows = LogLine.objects.order_by("number").values_list("poll", "mark", "inner_hash")
    return [LogEntry(*row) for row in rows[:size]]


def leaves(size: int | None = None) -> list[bytes]:
    """The same, as they stand in the tree."""
    return [entry.leaf for entry in entries(size)]


def leaves_between(start: int, stop: int) -> list[bytes]:
    """Those from one index up to another."""
    rows = LogLine.objects.filter(number__gte=start, number__lt=stop).order_by("number")
    return [LogEntry(*row).leaf for row in rows.values_list("poll", "mark", "inner_hash")]


def tree(size: int) -> merkle.Tree:
    """The hash tree over the first ``size`` lines. Of whole files of the log only the roots are read."""
    roots = dict(LogTile.objects.values_list("number", "root"))
    tiles = {number: bytes.fromhex(root) for number, root in roots.items()}
    return merkle.Tree(size, tile=LEAVES_PER_FILE, tiles=tiles, read=leaves_between)


def size() -> int:
    """How many lines the log has. Found by its last line: nothing is counted."""
    newest = LogLine.objects.aggregate(last=Max("number"))["last"]
    return 0 if newest is None else newest + 1


def newest_checkpoint(origin: str) -> LogCheckpoint | None:
    """What was signed last about the log of this name; None when nothing was."""
    return LogCheckpoint.objects.filter(origin=origin).order_by("-size").first()


def ballots_to_log() -> QuerySet[BoxedBallot]:
    """Ballots that came in time and are not in the log, in the order in which they enter it.

    What counts comes first, so that of several ballots with one code the first in the log is the one that counts.
    """
    logged = LogLine.objects.filter(inner_hash=OuterRef("inner_hash"))
    in_time = BoxedBallot.objects.exclude(standing=BallotStanding.LATE).exclude(Exists(logged))
    return in_time.order_by("standing", "inner_hash")


def entries_to_log() -> Iterator[LogEntry]:
    """The same as they enter it, some at a time."""
    rows = ballots_to_log().values_list("poll", "mark", "inner_hash")
    return (LogEntry(*row) for row in rows.iterator(chunk_size=LEAVES_PER_FILE))


def missing_lines() -> int:
    """How many lines of the log stations have and this database has not."""
    widest = WitnessedCheckpoint.objects.order_by("-size").first()
    return max(0, widest.size - size()) if widest else 0


def prove_ballot(tracker: str, *, origin: str) -> str:
    """The proof that a ballot is in the log, as a text of its own. Raises Refused when it is not (yet)."""
    checkpoint, line = newest_checkpoint(origin), _line_of(tracker)
    if checkpoint is None or line is None or line.number >= checkpoint.size:
        raise Refused("no ballot with this tracker is in the log; ballots enter it once a day")
    return write_proof(line.number, size=checkpoint.size, note=checkpoint.note)


def write_proof(index: int, *, size: int, note: str, leaf: bytes = b"") -> str:
    """The proof that the line at this index is in the log of this size, whose checkpoint is this signed note.

    With ``leaf``, what stands at this index, as the proof's extra data: for whoever does not know it.
    """
    proof = tree(size).prove_inclusion(index)
    extra = [f"extra {base64.b64encode(leaf).decode()}"] if leaf else []
    lines = [PROOF_FORMAT, *extra, f"index {index}", *(base64.b64encode(step).decode() for step in proof)]
    return "\n".join(lines) + "\n\n" + note


def find_ballot(tracker: str, *, size: int) -> Found | None:
    """The ballot of this tracker in the first ``size`` lines of the log; None when it is not there, or no tracker."""
    line = _line_of(tracker)
    if line is None or line.number >= size:
        return None
    spent = bool(line.mark) and LogLine.objects.filter(poll=line.poll, mark=line.mark, number__lt=line.number).exists()
    return Found(LogEntry(line.poll, line.mark, line.inner_hash), line.number, counts=not spent)


def first_checkpoint_with(poll_id: str, *, origin: str) -> LogCheckpoint | None:
    """The first signed word for a log that holds every ballot of this poll; None while there is none.

    For a poll that takes no more ballots it stays the same, however the log grows.
    """
    last = LogLine.objects.filter(poll=poll_id).aggregate(last=Max("number"))["last"]
    whole = LogCheckpoint.objects.filter(origin=origin, size__gt=-1 if last is None else last)
    return whole.order_by("size").first()


def hashes_of_poll(poll_id: str, *, size: int) -> set[str]:
    """The hashes of the ballots of a poll in the first ``size`` lines of the log."""
    rows = LogLine.objects.filter(poll=poll_id, number__lt=size)
    return set(rows.values_list("inner_hash", flat=True))


def _line_of(tracker: str) -> LogLine | None:
    begin = begin_of_hash(tracker)
    if begin is None:
        return None
    return LogLine.objects.filter(inner_hash__gte=begin, inner_hash__lt=f"{begin}g").order_by("inner_hash").first()


def prove_growth(before: int, *, origin: str) -> list[bytes]:
    """The hashes that show that the log of this size is the beginning of the newest.

    Raises Refused for a size it never had.
    """
    checkpoint = newest_checkpoint(origin)
    if checkpoint is None or not 0 <= before <= checkpoint.size:
        raise Refused("the log never had this size")
    return tree(checkpoint.size).prove_consistency(before)


def is_shorter_than(checkpoint: Checkpoint) -> bool:
    """True when somebody has seen more of the log than this database has."""
    return size() < checkpoint.size


def contradicts(checkpoint: Checkpoint) -> bool:
    """True when our own log is not what this checkpoint of ours says it was: two logs were signed."""
    if is_shorter_than(checkpoint):
        return False
    signed = LogCheckpoint.objects.filter(origin=checkpoint.origin, size=checkpoint.size).first()
    root = Checkpoint.read_unproven(signed.note).root if signed else tree(checkpoint.size).root
    return root != checkpoint.root


def signed_audit_heads(key: VerifyKey | None) -> Iterator[tuple[AuditHead, bool]]:
    """The heads of the audit log in the checkpoints of this key that this database holds.

    With each whether it is from before a restore, so that the log may rightly have lost it.
    """
    if key is None:
        return
    origin = origin_of(key)
    rebuilt = set(RebuiltCheckpoint.objects.filter(origin=origin).values_list("size", flat=True))
    for size, note in LogCheckpoint.objects.filter(origin=origin).values_list("size", "note"):
        checkpoint = Checkpoint.open(note, origin=origin, key=key)
        if checkpoint.audit:
            yield checkpoint.audit, size in rebuilt
