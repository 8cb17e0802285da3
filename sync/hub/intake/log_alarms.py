"""What stations say of the ballot log they are shown: an alarm becomes an incident, told once."""

from __future__ import annotations

from datetime import datetime

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.ballot_log.services import hear_station
from sync.hub.data_folder import HubFolder
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import IncidentKind
from sync.hub.stations.services import BY_ITSELF
from sync.protocol.key_list import KeyList
from sync.protocol.messages import StationStatus


def hear_witness(status: StationStatus, *, folder: HubFolder, now: datetime) -> None:
    """Look at what a station, known by its signature, says of the log. To be called within a transaction."""
    if not status.log and not status.log_refused:
        return
    key = KeyList.from_bytes(folder.public_keys.read_bytes()).log_key()
    alarm = hear_station(status.device, believed=status.log, refused=status.log_refused, key=key)
    if alarm is None:
        return
    if open_incident(IncidentKind.LOG_DOUBTED, place=(status.device, "", 0), key=alarm.name, at=now):
        audit.append(
            AuditEvent.LOG_DOUBTED, BY_ITSELF, at=now, device=status.device, kept=alarm.kept, shown=alarm.shown
        )
