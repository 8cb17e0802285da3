"""The audit log: named events only, chained, and nothing can be changed or taken away."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from sync.hub.audit import selectors, services
from sync.hub.audit.events import SENTENCES, AuditEvent, fact_names
from sync.hub.audit.models import AuditEntry
from tests.kits.hub import NOW, Hub, on_both


def append(number: int = 1) -> AuditEntry:
    return services.append(AuditEvent.CONTENT_PUBLISHED, "test", at=NOW, version=number, files=2)


def drop_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditentry_no_update")
        cursor.execute("DROP TRIGGER audit_auditentry_no_delete")


def test_a_new_hub_has_a_whole_log(hub: Hub) -> None:
    check = selectors.verify_chain()
    assert check.entries >= 3
    assert check.broken_at is None
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {AuditEvent.HUB_MADE, AuditEvent.ADMINISTRATOR_MADE, AuditEvent.CONTENT_PUBLISHED} <= events


@on_both
def test_entries_are_chained_one_to_the_next(hub: Hub) -> None:
    first, second = append(1), append(2)
    assert second.number == first.number + 1
    assert second.previous == first.hash
    assert selectors.verify_chain().last_hash == second.hash


@on_both
@pytest.mark.parametrize("deed", ["UPDATE audit_auditentry SET \"by\" = 'nobody'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_remove_an_entry(hub: Hub, deed: str) -> None:
    append()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)
    if not hub.config.database:
        with sqlite3.connect(hub.folder.database) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(deed)
        other.close()
    assert selectors.verify_chain().broken_at is None


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_log_too(hub: Hub) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_auditentry")


@on_both
def test_many_who_append_at_once_wait_for_each_other(hub: Hub) -> None:
    def run(number: int) -> None:
        try:
            append(number)
        finally:
            connections.close_all()

    before = AuditEntry.objects.count()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(24)))
    check = selectors.verify_chain()
    assert (check.entries, check.broken_at) == (before + 24, None)


@pytest.mark.parametrize("member", ["by", "event", "facts", "at"])
def test_whoever_gets_round_the_trigger_still_breaks_the_chain(hub: Hub, member: str) -> None:
    entry = append()
    append(2)
    drop_triggers()
    value = "2020-01-01 00:00:00" if member == "at" else "changed"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditentry SET {member} = %s WHERE number = %s", [value, entry.number])
    assert selectors.verify_chain().broken_at == entry.number


def test_an_entry_taken_out_of_the_middle_breaks_the_chain(hub: Hub) -> None:
    entry = append()
    append(2)
    drop_triggers()
    AuditEntry.objects.filter(number=entry.number).delete()
    assert selectors.verify_chain().broken_at == entry.number + 1


@on_both
def test_the_log_stands_or_falls_with_the_deed(hub: Hub) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append()
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == before


def test_no_fact_can_be_logged_that_the_event_does_not_name(hub: Hub) -> None:
    with pytest.raises(ValueError, match="exactly these facts"):
        services.append(AuditEvent.CONTENT_PUBLISHED, "test", at=NOW, version=1, files=2, description="a free word")
    with pytest.raises(ValueError, match="exactly these facts"):
        services.append(AuditEvent.CONTENT_PUBLISHED, "test", at=NOW, version=1)


def test_every_event_has_its_sentence() -> None:
    assert set(SENTENCES) == set(AuditEvent)
    assert fact_names(AuditEvent.BATCH_SET_ASIDE) == {"device", "seq", "reason"}
    assert max(len(event) for event in AuditEvent) <= (AuditEntry._meta.get_field("event").max_length or 0)
