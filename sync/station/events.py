"""Everything the agent can report, each with its one sentence. What is not in this list is not logged.

A detail may name a file, a number or the hub's own words, never anything a person at the station has left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sync.protocol.connection_faults import ConnectionFault


class Event(Enum):
    """One named event: its id is the value's first part, its sentence the second."""

    STARTED = ("started", "The agent has started.")
    STOPPED = ("stopped", "The agent has stopped.")
    NOT_ENROLLED = ("not-enrolled", "This station is not enrolled yet; enrol it with a code from the hub.")
    ENROLLED = ("enrolled", "This station is enrolled.")
    ROUND_DONE = ("round-done", "A round of exchange has ended.")
    HUB_SILENT = ("hub-silent", "The hub does not answer now; everything is kept.")
    HUB_UNKNOWN = ("hub-unknown", "Something answers that is not our hub; nothing is sent to it.")
    HUB_OTHER_MEMORY = ("hub-other-memory", "The hub has another database than before; nothing is sent to it.")
    HUB_RESTORED = ("hub-restored", "The hub was restored from a backup; what it lost is sent again.")
    STATION_DIVERGED = ("station-diverged", "The hub knows another chain of this station: restored or copied.")
    CHAIN_BROKEN_OFF = ("chain-broken-off", "The hub lacks batches that are not kept here any more.")
    BODY_LOST = ("body-lost", "A batch broke on this disk; its records are sent in a new one.")
    NO_AGREEMENT = ("no-agreement", "Station and hub do not agree on a chain; everything is kept, someone has to look.")
    CLOCK_WRONG = ("clock-wrong", "This station's clock is wrong; what is dated with it says so. Set it.")
    DISK = ("disk", "The station's disk does not take what is written to it.")
    NO_SOUND = ("no-sound", "There is no sound device: nothing can be read aloud at this station.")
    POWER_LOW = ("power-low", "The battery of this station is nearly empty; it turns itself off soon. Plug it in.")
    PIECE_BROKEN = ("piece-broken", "A piece of an attachment broke on this disk and cannot be sent.")
    PIECE_REFUSED = ("piece-refused", "The hub refuses a piece of an attachment; it is kept here.")
    NEARLY_FULL = ("nearly-full", "The disk is nearly full: no reports are taken any more, votes are while they fit.")
    DATABASE_SALVAGED = (
        "database-salvaged",
        "The database was damaged: what could be read goes on in a new one. Tell the administrator.",
    )
    BATCH_REFUSED = ("batch-refused", "The hub refuses a batch; it is kept here.")
    KEY_CHANGED = ("key-changed", "This station has changed its key, as the hub wished.")
    KEY_NOT_CHANGED = ("key-not-changed", "The hub wishes a new key of this station, which could not be made now.")
    REVOKED = ("revoked", "The hub has withdrawn its trust; the station is out of service.")
    CONTENT_NEW = ("content-new", "New content is on show.")
    CONTENT_UNREACHABLE = ("content-unreachable", "The content cannot be fetched now; the last one stays.")
    CONTENT_EXPIRED = ("content-expired", "The hub's content is out of date; the last one stays on show.")
    CONTENT_REFUSED = ("content-refused", "The content offered is not proven; the last one stays on show.")
    ANNOUNCED = ("announced", "The hub has said something new.")
    ANNOUNCEMENTS_REFUSED = (
        "announcements-refused",
        "What the hub says on its own is not proven; what it said before stays.",
    )
    LOG_DOUBTED = (
        "log-doubted",
        "The ballot log the hub shows is not the one before, gone on; the last good one stays. Tell the administrator.",
    )
    CONTENT_TOO_NEW = ("content-too-new", "Some content needs a newer version of this program.")

    @property
    def id(self) -> str:
        """The name to search for."""
        return self.value[0]

    @property
    def sentence(self) -> str:
        """What it means, in plain words."""
        return self.value[1]


@dataclass(frozen=True)
class Note:
    """One event that happened, with its detail; for a hub that was not reached, the cause."""

    event: Event
    detail: str = ""
    cause: ConnectionFault | None = None

    def __str__(self) -> str:
        return f"{self.event.id}: {self.event.sentence}" + (f" [{self.detail}]" if self.detail else "")
