"""Why a station cannot serve. Only the names; who finds out is ``station``, what is said is in the catalogues."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """What keeps the station from serving."""

    NOT_ENROLLED = "not_enrolled"
    NO_CONTENT = "no_content"
    REVOKED = "revoked"
    DATABASE_UNFIT = "database_unfit"
    DISK_FULL = "disk_full"
    BATTERY = "battery"
    """It is nearly empty."""
    CLEANING = "cleaning"
    BREAK = "break"
    REPAIR = "repair"
    """The team makes a pause, and says why."""

    @property
    def is_pause(self) -> bool:
        """True when nothing is wrong but what the team says: shifts open the attendants' page as ever."""
        return self in {Trouble.CLEANING, Trouble.BREAK, Trouble.REPAIR}

    @property
    def ends_visits(self) -> bool:
        """True when even a visit that has begun cannot go on."""
        return self in {Trouble.REVOKED, Trouble.DATABASE_UNFIT}

    @property
    def keeps_records(self) -> bool:
        """True when what people left is known to be whole; nobody knows it of a database that is unfit."""
        return self is not Trouble.DATABASE_UNFIT
