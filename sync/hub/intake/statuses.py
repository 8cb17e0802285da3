"""A station's word on itself, taken in: what is kept of it, and what it tells of copies and of the ballot log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sync.hub.data_folder import HubFolder
from sync.hub.intake.copies import look_for_copies, tell_old_key
from sync.hub.intake.group_commit import write
from sync.hub.intake.log_alarms import hear_witness
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import find_signer, newest_count
from sync.hub.stations.services import note_carried_status, note_refusal, note_status
from sync.protocol.errors import Untrusted
from sync.protocol.jws import read_kid
from sync.protocol.messages import StationStatus
from sync.protocol.reasons import BatchReason


@dataclass(frozen=True)
class HeardStatus:
    """A status that is proven: who says it, and under which of its keys."""

    device: Device
    status: StationStatus
    kid: str

    @property
    def is_under_old_key(self) -> bool:
        """True when the station has changed this key since: said before that, or by a machine that missed it."""
        return self.kid != self.device.kid

    @property
    def is_newest(self) -> bool:
        """True when no status of this number or a higher one was heard."""
        return self.status.count > newest_count(self.device.id)


def read_status(message: str) -> HeardStatus:
    """Raises Untrusted when no station of ours has signed it.

    So it does for one that asks under the key before, since it was not answered under the present one: nothing is to be
    learned of it, and the present key is the one to ask with.
    """
    kid = read_kid(message)
    signer = find_signer(kid)
    if signer is None:
        raise Untrusted("no station with this key is enrolled here")
    device, key = signer
    heard = HeardStatus(device, StationStatus.read(message, key=key), kid)
    if heard.is_under_old_key and heard.status.next_kid == device.kid:
        raise Untrusted("this station has another key by now")
    return heard


def hear_old_key(heard: HeardStatus, *, now: datetime) -> bool:
    """Hear a status under a key that its station has changed since. Nothing of it is kept.

    True when it was said after the change, by a machine that does not know of it: people are told. False for one that
    may be an old one, played again.
    """
    if not heard.is_newest:
        return False
    if heard.device.revoked_at is None:
        write(lambda: tell_old_key(heard.device, heard.kid, now=now))
    return True


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
        if is_newest and device.revoked_at is not None:  # its page says that the machine still asks
            note_refusal(device.id, BatchReason.REVOKED.value, now=now)
        look_for_copies(device, status, is_newest=is_newest, is_now=not is_carried, now=now)
        return is_newest

    return write(keep)
