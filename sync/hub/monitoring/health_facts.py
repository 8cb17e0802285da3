"""Measuring what the hub's state is judged by. Reads, and proves that it could write; changes nothing."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F

from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from sync.hub.monitoring.health_rules import HubFacts
from sync.hub.monitoring.metrics import backup_age, content_left, unopened_age, worker_age
from sync.hub.publishing.counting_keys import are_counting_keys_here
from sync.hub.stations.models import HubIdentity


def measure_facts(folder: HubFolder, config: HubConfig, *, now: datetime) -> HubFacts:
    """How this hub is. Raises DatabaseError when its database cannot even be read."""
    founded = AuditEntry.objects.order_by("number").values_list("at", flat=True).first()
    return HubFacts(
        database_writable=_can_write(),
        disk_free=shutil.disk_usage(folder.root).free,
        worker_age=worker_age(now),
        unopened_age=unopened_age(now),
        content_left=content_left(folder.repository, now),
        backup_age=backup_age(now),
        hub_age=now - founded if founded else timedelta(),
        for_showing_only=config.for_showing_only,
        counting_keys_here=are_counting_keys_here(folder.trustee_keys, may_make=config.counting_keys_here),
    )


def _can_write() -> bool:
    try:
        with transaction.atomic():
            HubIdentity.objects.update(epoch=F("epoch"))
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True
