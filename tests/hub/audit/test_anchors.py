"""A rewritten audit log is found: by the checkpoints that stations keep, by what is published, and by backups."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import verify_chain
from sync.hub.audit.services import FIRST_PREVIOUS, entry_hash
from sync.hub.ballot_log.models import LogCheckpoint
from sync.hub.intake.models import Incident
from sync.hub.publishing.services import published_note
from tests.hub.ballot_log.test_after_restore import back_up, grow, lead_to, restored, titles
from tests.hub.intake.test_log_alarms import Witness, witness  # noqa: F401  (a fixture)
from tests.kits.backups import key_of
from tests.kits.hub import Hub


def rewrite(*, without: str) -> None:
    """What somebody does who holds the database: remove entries, number and hash the rest anew, put the guard back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_auditentry'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
    kept = [entry for entry in AuditEntry.objects.order_by("number") if entry.event != without]
    AuditEntry.objects.all()._raw_delete(using="default")
    previous = FIRST_PREVIOUS
    for number, entry in enumerate(kept, 1):
        entry.number, entry.previous = number, previous
        entry.hash = previous = entry_hash(entry)
        entry.save(force_insert=True)
    with connection.cursor() as cursor:
        for _, sql in guards:
            cursor.execute(sql)


@pytest.fixture
def eve(hub: Hub) -> None:
    """Something that somebody would like to be forgotten."""
    facts = {"name": "Bus", "device": "d", "note": "by eve"}
    audit.append(AuditEvent.STATION_REVOKED, "eve", at=datetime.now(UTC), **facts)


def forget_eve() -> None:
    rewrite(without="station-revoked")
    assert verify_chain().broken_at is None, "by itself it looks whole"


def test_an_honest_log_is_whole(hub: Hub, eve: None, capsys: pytest.CaptureFixture[str]) -> None:
    grow(hub, b"a")
    grow(hub, b"b")
    call_command("audit_check")
    assert "heads compared: 3" in capsys.readouterr().out


def test_the_command_finds_it_by_a_signed_checkpoint(hub: Hub, eve: None) -> None:
    grow(hub, b"a")
    forget_eve()
    with pytest.raises(CommandError, match="was rewritten"):
        call_command("audit_check")


def test_the_command_finds_it_by_what_a_station_or_a_mirror_keeps(hub: Hub, eve: None, tmp_path: Path) -> None:
    grow(hub, b"a")
    kept = tmp_path / "log.checkpoint"
    kept.write_text(published_note(hub.folder), encoding="utf-8")
    forget_eve()
    with connection.cursor() as cursor:
        for deed in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER ballot_log_logcheckpoint_no_{deed}")
    LogCheckpoint.objects.all().delete()
    for place in (hub.folder.repository / "targets/hub").glob("*log.checkpoint"):
        place.unlink()
    call_command("audit_check")
    with pytest.raises(CommandError, match="was rewritten"):
        call_command("audit_check", "--checkpoint", str(kept))


def test_a_backup_finds_it(hub: Hub, eve: None, tmp_path: Path) -> None:
    backup = back_up(hub, tmp_path)
    key = tmp_path / "recovery.key"
    key.write_text(f"{key_of(hub)}\n", "ascii")
    opened = ("--recovery-key", str(key))
    call_command("audit_check", "--backup", str(backup), *opened)
    forget_eve()
    with pytest.raises(CommandError, match="was rewritten"):
        call_command("audit_check", "--backup", str(tmp_path / "away"), *opened)
    with pytest.raises(CommandError, match="rewritten"):
        call_command("verify", str(backup), *opened)


def test_a_station_tells_the_hub_and_people_see_it(hub: Hub, eve: None, witness: Witness) -> None:  # noqa: F811
    grow(hub, b"a")
    witness.round()
    assert not Incident.objects.exists()
    forget_eve()
    for _ in range(2):
        witness.round()
    assert [row.kind for row in Incident.objects.all()] == ["audit-rewritten"]
    assert titles() == ["The event log was rewritten"]


def test_what_a_restore_has_lost_is_no_rewriting(
    hub: Hub,
    eve: None,
    witness: Witness,  # noqa: F811
    tmp_path: Path,
) -> None:
    witness.round()
    grow(hub, b"a")
    backup = back_up(hub, tmp_path)
    facts = {"name": "Bus", "device": "d", "note": "after the backup"}
    for _ in range(9):
        audit.append(AuditEvent.STATION_REVOKED, "adam", at=datetime.now(UTC), **facts)
    grow(hub, b"b")
    witness.round()
    copy = witness.content.announced.active()
    assert copy is not None
    with restored(hub, backup, tmp_path / "again") as again:
        lead_to(witness, again)
        witness.round()
        call_command("ballot_log", "rebuild", str(copy.folder))
        grow(again, b"c")
        witness.round()
        call_command("audit_check")
        assert "audit-rewritten" not in Incident.objects.values_list("kind", flat=True)
        forget_eve()
        with pytest.raises(CommandError, match="was rewritten"):
            call_command("audit_check")
