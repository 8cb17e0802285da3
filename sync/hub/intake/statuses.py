"""A station's word on itself, taken in: what is kept of it, and what it tells of copies and of the ballot log."""

from __future__ import annotations

from datetime import datetime

from sync.hub.data_folder import HubFolder
from sync.hub.intake.copies import look_for_copies
from sync.hub.intake.group_commit import write
from sync.hub.intake.log_alarms import hear_witness
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import public_key, station_of_key
from sync.hub.stations.services import note_carried_status, note_status
from sync.protocol.errors import Untrusted
from sync.protocol.jws import read_kid
from sync.protocol.messages import StationStatus


def read_status(message: str) -> tuple[Device, StationStatus]:
    """Who says it, proven, and what. Raises Untrusted when no station of ours has signed it with its present key."""
    device = station_of_key(read_kid(message))
    if device is None:
        raise Untrusted("no station with this key is enrolled here")
    return device, StationStatus.read(message, key=public_key(device))


def keep_status(
    device: Device, status: StationStatus, *, folder: HubFolder, now: datetime, is_carried: bool = False
) -> bool:
    """Hear a status, in a transaction. False when a newer one was heard before, and nothing of this one is kept.

    ``is_carried``: it came on a stick, and says how the station was when it was laid there.
    """

    def keep() -> bool:
        is_newest = (note_carried_status if is_carried else note_status)(device, status, now=now)
        if is_newest:
            hear_witness(status, folder=folder, now=now)
        look_for_copies(device, status, is_newest=is_newest, is_now=not is_carried, now=now)
        return is_newest

    return write(keep)
