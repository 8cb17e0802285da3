"""Old raw batches of reports go when nobody needs them any more, and only then; the chain stays provable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.hub.audit.models import AuditEntry
from sync.hub.backups import services as backups
from sync.hub.intake.models import Batch as StoredBatch
from sync.hub.intake.models import ChainHead
from sync.hub.reports.models import DefectReport
from sync.hub.worker.retention import SHORTEST, drop_report_batches
from sync.protocol.records import Record, Stream
from tests.kits.hub import NOW, Hub, on_both

LATER = NOW + SHORTEST + timedelta(days=1)


def drop(kept: timedelta = SHORTEST) -> int:
    return drop_report_batches(kept=kept, by="test", now=LATER)


@on_both
def test_what_is_old_applied_and_safe_goes_and_the_chain_stays_provable(hub: Hub, tmp_path: Path) -> None:
    station = hub.enrolled_station()
    first = station.batch()
    ack = hub.accept(first).message
    hub.accept(station.batch([station.ballot(hub.poll())[0]], stream=Stream.BALLOTS))
    hub.accept(station.batch([Record("0" * 32, "report", "another-key", b"s")]))  # nobody can open it yet
    hub.work(batches_kept=timedelta(days=100_000))
    assert drop() == 0  # in no proven backup
    backups.back_up(hub.folder, tmp_path / "away", with_keys=True, by="test", now=NOW)
    hub.accept(station.batch(), now=LATER)  # young
    assert drop() == 1
    row = StoredBatch.objects.get(hash=first.hash)
    assert (bytes(row.body), row.forgotten_at) == (b"", LATER)
    assert sorted(StoredBatch.objects.exclude(body=b"").values_list("stream", "seq")) == [
        ("ballots", 1), ("reports", 2), ("reports", 3),
    ]  # fmt: skip
    assert hub.accept(first).message == ack
    assert DefectReport.objects.count() == 1
    assert backups.back_up(hub.folder, tmp_path / "again", with_keys=True, by="test", now=LATER).proof.batches == 4
    assert AuditEntry.objects.filter(event="report-batches-dropped").count() == 1
    assert drop() == 0


@pytest.mark.parametrize("reason", ["not safe", "waiting", "young"])
def test_each_reason_alone_keeps_a_batch(hub: Hub, reason: str) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch(), now=LATER if reason == "young" else NOW)
    if reason != "waiting":
        hub.work()
    if reason != "not safe":
        ChainHead.objects.update(safe=1)
    assert drop() == 0


def test_nothing_young_is_ever_let_go_of(hub: Hub) -> None:
    with pytest.raises(ValueError, match="at least 90 days"):
        drop(SHORTEST - timedelta(days=1))
