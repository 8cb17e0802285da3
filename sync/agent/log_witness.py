"""The station as a witness of the ballot log: it keeps the last checkpoint it believed and lets the log only grow.

Judges, and keeps nothing itself. Since a station has all leaves, it needs no proof of growth: it computes both roots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sync.protocol.ballot_log import CHECKPOINT, PREFIX, origin_of, read_files
from sync.protocol.errors import Refused, Untrusted
from sync.protocol.keys import VerifyKey
from sync.protocol.merkle import root_of
from sync.protocol.signed_note import Checkpoint


class LogFault(Enum):
    """Why a log is not believed."""

    UNSIGNED = "it is not signed by the hub's key, or not whole"
    SHORTER = "it is shorter than before"
    FORKED = "it has another beginning than before"
    GONE = "there was one before, and now there is none"


@dataclass(frozen=True)
class LogVerdict:
    """What to think of a log. ``believed`` is the signed checkpoint to keep from now on, as a note, or empty.

    With a ``finding`` it is the one from before; ``refused`` is what was offered as a checkpoint instead.
    """

    believed: str
    finding: LogFault | None = None
    refused: str = ""


def judge(files: Mapping[str, bytes], *, kept: str, key: VerifyKey | None) -> LogVerdict:
    """Whether to believe the log in these announcements, given the checkpoint kept from before (empty: none yet).

    ``key`` is the log's key by the published content; another key is another log, and its first is believed.
    """
    if not any(name.startswith(PREFIX) for name in files):
        return LogVerdict(kept, LogFault.GONE) if kept and _open(kept, key) else LogVerdict(kept)
    offered = files.get(CHECKPOINT, b"").decode(errors="replace")
    try:
        note, leaves = read_files(files)
    except Refused:
        return LogVerdict(kept, LogFault.UNSIGNED, offered)
    new, old = _open(note, key), _open(kept, key)
    if new is None or (new.size, new.root) != (len(leaves), root_of(leaves)):
        return LogVerdict(kept, LogFault.UNSIGNED, offered)
    if old and new.size < old.size:
        return LogVerdict(kept, LogFault.SHORTER, offered)
    if old and root_of(leaves[: old.size]) != old.root:
        return LogVerdict(kept, LogFault.FORKED, offered)
    return LogVerdict(note)


def _open(note: str, key: VerifyKey | None) -> Checkpoint | None:
    if key is None:
        return None
    try:
        return Checkpoint.open(note, origin=origin_of(key), key=key)
    except Untrusted:
        return None
