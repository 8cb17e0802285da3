"""Reading the ballot log, and proving from it, in forms that other programs know.

One ballot: https://c2sp.org/tlog-proof. The growth from one size to another: RFC 6962.
"""

from __future__ import annotations

import base64

from django.db.models import Exists, OuterRef, QuerySet

from sync.hub.ballot_log.models import LogCheckpoint, LogLine, WitnessedCheckpoint
from sync.hub.polls.models import BoxedBallot, Standing
from sync.protocol import merkle
from sync.protocol.ballot_log import LogEntry
from sync.protocol.errors import Refused
from sync.protocol.signed_note import Checkpoint

PROOF_FORMAT = "c2sp.org/tlog-proof@v1"


def entries(size: int | None = None) -> list[LogEntry]:
    """The log from its beginning, or the first ``size`` of it."""
    rows = LogLine.objects.order_by("number").values_list("poll", "mark", "inner_hash")
    return [LogEntry(*row) for row in rows[:size]]


def leaves(size: int | None = None) -> list[bytes]:
    """The same, as they stand in the tree."""
    return [entry.leaf for entry in entries(size)]


def size() -> int:
    """How many lines the log has."""
    return LogLine.objects.count()


def newest_checkpoint(origin: str) -> LogCheckpoint | None:
    """What was signed last about the log of this name; None when nothing was."""
    return LogCheckpoint.objects.filter(origin=origin).order_by("-size").first()


def ballots_to_log() -> QuerySet[BoxedBallot]:
    """Ballots that came in time and are not in the log, in the order in which they enter it.

    What counts comes first, so that of several ballots with one code the first in the log is the one that counts.
    """
    logged = LogLine.objects.filter(inner_hash=OuterRef("inner_hash"))
    in_time = BoxedBallot.objects.exclude(standing=Standing.LATE).exclude(Exists(logged))
    return in_time.order_by("standing", "inner_hash")


def missing_lines() -> int:
    """How many lines of the log stations have and this database has not."""
    widest = WitnessedCheckpoint.objects.order_by("-size").first()
    return max(0, widest.size - size()) if widest else 0


def prove_ballot(tracker: str, *, origin: str) -> str:
    """The proof that a ballot is in the log, as a text of its own. Raises Refused when it is not (yet)."""
    checkpoint = newest_checkpoint(origin)
    found = entries(checkpoint.size) if checkpoint else []
    index = next((number for number, entry in enumerate(found) if entry.tracker == tracker), None)
    if checkpoint is None or index is None:
        raise Refused("no ballot with this tracker is in the log; ballots enter it once a day")
    proof = merkle.prove_inclusion([entry.leaf for entry in found], index)
    lines = [PROOF_FORMAT, f"index {index}", *(base64.b64encode(step).decode() for step in proof)]
    return "\n".join(lines) + "\n\n" + checkpoint.note


def prove_growth(before: int, *, origin: str) -> list[bytes]:
    """The hashes that show that the log of this size is the beginning of the newest.

    Raises Refused for a size it never had.
    """
    checkpoint = newest_checkpoint(origin)
    if checkpoint is None or not 0 <= before <= checkpoint.size:
        raise Refused("the log never had this size")
    return merkle.prove_consistency(leaves(checkpoint.size), before)


def is_shorter_than(checkpoint: Checkpoint) -> bool:
    """True when somebody has seen more of the log than this database has."""
    return size() < checkpoint.size


def contradicts(checkpoint: Checkpoint) -> bool:
    """True when our own log is not what this checkpoint of ours says it was: two logs were signed."""
    if is_shorter_than(checkpoint):
        return False
    signed = LogCheckpoint.objects.filter(origin=checkpoint.origin, size=checkpoint.size).first()
    root = Checkpoint.read_unproven(signed.note).root if signed else merkle.root_of(leaves(checkpoint.size))
    return root != checkpoint.root
