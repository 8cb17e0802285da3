"""What is wrong with the ballot log becomes an incident, told once, with the way out beside it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.ballot_log.services import LogAlarm, TwoLogs, hear_station
from sync.hub.data_folder import HubFolder
from sync.hub.intake.incidents import open_incident
from sync.hub.intake.models import IncidentKind
from sync.hub.stations.services import BY_ITSELF
from sync.protocol.key_list import KeyList
from sync.protocol.messages import StationStatus


def hear_witness(status: StationStatus, *, folder: HubFolder, now: datetime) -> None:
    """Look at what a station, known by its signature, says of the log. To be called within a transaction."""
    key = KeyList.from_bytes(folder.public_keys.read_bytes()).log_key()
    alarm = hear_station(status.device, believed=status.log, refused=status.log_refused, key=key)
    if alarm:
        _tell_alarm(alarm, status.device, now=now)


def tell_two_logs(found: TwoLogs, *, by: str, now: datetime) -> None:
    """A copy of the log that somebody brought contradicts ours."""
    name = hashlib.sha256(f"forked|{found.size}|{found.held}".encode()).hexdigest()
    with transaction.atomic():
        if _keep_incident(IncidentKind.LOG_FORKED, name, device="", now=now):
            audit.append(AuditEvent.LOG_FORKED, by, at=now, size=found.size, held=found.held)


def _tell_alarm(alarm: LogAlarm, device: str, *, now: datetime) -> None:
    if alarm.is_rewritten:
        if _keep_incident(IncidentKind.AUDIT_REWRITTEN, alarm.name, device=device, now=now):
            audit.append(AuditEvent.AUDIT_REWRITTEN, BY_ITSELF, at=now, number=alarm.kept, hash=alarm.shown)
    elif alarm.is_behind:
        if _keep_incident(IncidentKind.LOG_BEHIND, alarm.name, device=device, now=now):
            audit.append(AuditEvent.LOG_BEHIND, BY_ITSELF, at=now, device=device, seen=alarm.kept, held=alarm.shown)
    elif _keep_incident(IncidentKind.LOG_DOUBTED, alarm.name, device=device, now=now):
        audit.append(AuditEvent.LOG_DOUBTED, BY_ITSELF, at=now, device=device, kept=alarm.kept, shown=alarm.shown)


def _keep_incident(kind: IncidentKind, name: str, *, device: str, now: datetime) -> bool:
    return open_incident(kind, place=(device, "", 0), key=name, at=now)
