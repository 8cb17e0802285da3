"""Measuring what the hub's state is judged by. Reads, and finds out whether it could write; changes nothing."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from sync.hub.audit.checks import newest_check
from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from sync.hub.monitoring.health_rules import HubFacts
from sync.hub.monitoring.metrics import backup_age, content_left, unopened_age, worker_age
from sync.hub.publishing.counting_keys import are_counting_keys_here


def measure_facts(folder: HubFolder, config: HubConfig, *, now: datetime) -> HubFacts:
    """How this hub is. Raises DatabaseError when its database cannot even be read."""
    check = newest_check()
    founded = AuditEntry.objects.order_by("number").values_list("at", flat=True).first()
    return HubFacts(
        database_writable=_can_write(folder),
        disk_free=shutil.disk_usage(folder.root).free,
        worker_age=worker_age(now),
        unopened_age=unopened_age(now),
        content_left=content_left(folder.repository, now),
        backup_age=backup_age(now),
        hub_age=now - founded if founded else timedelta(),
        for_showing_only=config.for_showing_only,
        log_checked_at=check.at if check else None,
        log_broken_at=check.broken_at if check else None,
        counting_keys_here=are_counting_keys_here(folder.trustee_keys, may_make=config.counting_keys_here),
    )


def _can_write(folder: HubFolder) -> bool:
    """Told without writing: strangers ask this, and whoever writes has the one lock of the embedded database."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'")
                return bool(cursor.fetchone()[0])
            cursor.execute("PRAGMA query_only")
            if cursor.fetchone()[0]:
                return False
    except DatabaseError:
        return False
    return all(os.access(place, os.W_OK) for place in (folder.database, folder.database.parent))
