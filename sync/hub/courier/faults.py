"""Why a file that a courier brought was not taken in."""

from __future__ import annotations

from dataclasses import dataclass

from sync.hub.intake.services import Outcome
from sync.protocol.reasons import Reason


class FileFault(Reason):
    """What is wrong with one file; its sentence is for the person with the stick."""

    GAP = "gap", "a batch before it is missing; the station will lay it on a stick again"
    FORK = "fork", "it does not fit to what this station has sent before; it is kept aside"
    BODY = "body", "it was damaged on the stick; the station still has it"
    REVOKED = "revoked", "the station was revoked; the batch is kept in quarantine"
    UNFIT = "unfit", "the station has signed it, but it is no batch as this hub knows them"
    CHANGED = "changed", "it was changed or damaged on the way; the station still has the right one"
    FOREIGN = "foreign", "no station of this hub has signed it; it belongs to another hub, or it was damaged"
    NO_BATCH = "no-batch", "it is not a batch, or not all of it is there; the station still has it"
    TOO_LONG = "too-long", "it is longer than anything a station writes"
    NO_PIECE = "no-piece", "it was damaged on the stick; the station still has it"
    NO_STATUS = "no-status", "it was damaged, or its station has a new key since; it lays another one the next time"
    NO_REQUEST = "no-request", "this is not a station's request"
    UNREADABLE = "unreadable", "the stick does not give it; the station still has it"
    MALFORMED = "malformed", "what it holds cannot be read at all"


OF_OUTCOME = {
    Outcome.GAP: FileFault.GAP,
    Outcome.FORK: FileFault.FORK,
    Outcome.BODY: FileFault.BODY,
    Outcome.REVOKED: FileFault.REVOKED,
    Outcome.MALFORMED: FileFault.UNFIT,
}
"""What a refused batch is called here."""


@dataclass(frozen=True)
class NotTaken:
    """One file that was not taken in. ``device`` is empty for one no station of ours has signed.

    ``reason`` is a :class:`FileFault`, or for a wish to be enrolled why the hub does not enrol the station.
    """

    name: str
    reason: Reason
    device: str = ""
    inc: str = ""
    seq: int = 0

    @property
    def shown_name(self) -> str:
        """Its name without what no screen shows: whoever writes a stick names the files."""
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in self.name)
