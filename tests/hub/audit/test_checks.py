"""The check of the whole log: made by the worker, kept, and hidden from nobody for longer than a night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from sync.hub.audit import checks, services
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditCheck, AuditEntry
from sync.hub.audit.selectors import verify_chain
from sync.hub.worker.log_check import LogWatch
from tests.kits.hub import NOW, Hub, on_both

A_DAY = timedelta(days=1)


def append(times: int = 1) -> AuditEntry:
    for _ in range(times):
        entry = services.append(AuditEvent.CONTENT_PUBLISHED, "test", at=NOW, version=1, files=2)
    return entry


def rewrite(number: int) -> None:
    """As somebody who reaches the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_auditentry_no_update")
            cursor.execute("DROP TRIGGER audit_auditentry_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditentry SET facts = '{}' WHERE number = %s", [number])


def events() -> list[str]:
    return list(AuditEntry.objects.values_list("event", flat=True))


@on_both
def test_what_came_since_the_check_is_checked_when_somebody_looks(hub: Hub) -> None:
    append()
    LogWatch()(NOW)
    then = AuditEntry.objects.count()
    newest = append(3)
    state = checks.log_state()
    assert state.kept is not None
    assert (state.kept.at, state.kept.entries) == (NOW, then)
    assert (state.checked, state.last_hash, state.unchecked, state.broken_at) == (newest.number, newest.hash, 0, None)
    rewrite(newest.number - 1)
    assert checks.log_state().broken_at == newest.number - 1


def test_a_look_costs_no_more_than_its_bound_and_says_what_it_left_out(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MOST_SINCE", 2)
    assert checks.log_state().checked == 2, "also of a log that was never checked"
    LogWatch()(NOW)
    whole = AuditEntry.objects.count()
    newest = append(5)
    rewrite(newest.number)
    state = checks.log_state()
    assert (state.checked, state.unchecked, state.broken_at) == (whole + 2, 3, None)


@on_both
def test_a_broken_link_is_found_in_the_first_turn_of_the_next_day_and_written_down_once(hub: Hub) -> None:
    watch, number = LogWatch(), append().number
    append()
    watch(NOW)
    rewrite(number)
    watch(NOW + timedelta(minutes=1))
    assert checks.log_state().broken_at is None, "it lies before what is kept, and is not looked at before the night"
    for days in (1, 2):
        watch(NOW + days * A_DAY)
    assert checks.log_state().broken_at == number
    assert events().count("audit-broken") == 1


@on_both
def test_whoever_asks_waits_for_one_turn_of_the_worker(hub: Hub) -> None:
    watch, number = LogWatch(), append().number
    append()
    watch(NOW)
    rewrite(number)
    checks.ask_for_check(NOW)
    assert checks.log_state().is_asked
    watch(NOW + timedelta(seconds=1))
    state = checks.log_state()
    assert (state.is_asked, state.broken_at) == (False, number)


def test_who_asks_while_a_check_runs_waits_for_the_next(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    checks.ask_for_check(NOW)

    def check_and_be_asked() -> object:
        found = verify_chain()
        checks.ask_for_check(NOW + timedelta(seconds=1))
        return found

    monkeypatch.setattr(checks, "verify_chain", check_and_be_asked)
    checks.check_whole_log(by="test", now=NOW)
    assert checks.is_check_asked()


def test_a_kept_outcome_that_was_changed_hides_nothing_from_the_next_check(hub: Hub) -> None:
    watch, number = LogWatch(), append().number
    newest = append()
    watch(NOW)
    rewrite(number)
    forged = {"entries": newest.number, "last_hash": newest.hash, "broken_at": None, "asked_at": None}
    AuditCheck.objects.update(at=NOW + 400 * A_DAY, **forged)
    watch(NOW + A_DAY)
    kept = checks.newest_check()
    assert kept is not None
    assert (kept.at, kept.broken_at) == (NOW + A_DAY, number), "neither its day nor its words are believed"
    AuditCheck.objects.all().delete()
    watch(NOW + 2 * A_DAY)
    assert checks.log_state().broken_at == number


def test_a_log_that_was_cut_off_does_not_become_whole_again(hub: Hub) -> None:
    watch = LogWatch()
    newest = append(3)
    watch(NOW)
    rewrite(0)
    AuditEntry.objects.filter(number__gt=newest.number - 2).delete()
    assert verify_chain().broken_at is None, "by itself it looks whole"
    for days in (1, 2):
        watch(NOW + days * A_DAY)
        assert checks.log_state().broken_at == newest.number


def test_a_broken_log_is_told_wherever_the_hub_is_watched(hub: Hub) -> None:
    watch, number = LogWatch(), append().number
    append()
    assert hub.client.get("/health").json()["audit_log"] == "off"
    watch(NOW)
    answer = hub.client.get("/health")
    assert answer.json()["audit_log"] == "good"
    assert "mitmach_audit_log_broken 0\n" in hub.client.get("/metrics").content.decode()
    rewrite(number)
    watch(NOW + A_DAY)
    answer = hub.client.get("/health")
    assert (answer.status_code, answer.json()["audit_log"]) == (503, "bad")
    assert "mitmach_audit_log_broken 1\n" in hub.client.get("/metrics").content.decode()
