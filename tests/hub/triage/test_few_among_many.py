"""Looking for the few that wait for somebody costs the same, however many are done with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync.hub.console.queries import waiting_for_worker
from sync.hub.intake.models import RecordState
from sync.hub.intake.selectors import records_in
from sync.hub.monitoring.metrics import unopened_age
from sync.hub.triage import selectors as triage
from tests.kits.hub import NOW, Hub


def plans(hub: Hub) -> Iterator[tuple[str, str]]:
    """Each look at the records that are not applied, and how SQLite goes about it."""
    looks = {
        "what the worker does every second": lambda: hub.work(batches_kept=timedelta(days=30)),
        "figure": lambda: unopened_age(NOW),
        "tile": waiting_for_worker,
        "quarantine": lambda: list(records_in(RecordState.QUARANTINED)),
        "to decide": lambda: list(triage.records_to_decide()),
        "rejected": lambda: list(triage.records_rejected()),
        "stuck": lambda: list(triage.records_stuck()),
        "batches to decide": lambda: list(triage.batches_to_decide()),
        "batches lost": lambda: list(triage.batches_lost()),
    }
    for name, look in looks.items():
        with CaptureQueriesContext(connection) as captured:
            look()
        for query in captured.captured_queries:
            if query["sql"].startswith("SELECT") and 'FROM "intake_' in query["sql"]:
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                    yield name, " / ".join(row[3] for row in cursor.fetchall())


def test_no_look_at_what_waits_reads_what_is_done(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([station.report(), station.report()]))
    seen = list(plans(hub))
    assert {name for name, _ in seen} >= {
        "what the worker does every second",
        "figure",
        "tile",
        "quarantine",
        "stuck",
        "batches lost",
    }
    assert [(name, plan) for name, plan in seen if re.search(r"SCAN intake_\w+(?! USING)\b(?! USING)", plan)] == []
