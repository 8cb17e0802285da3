"""The pages of the log and of enrolling: what is told, what is kept, what leaves as a file."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.stations.models import Device, EnrolmentCode
from sync.hub.worker.log_check import LogWatch
from sync.protocol.encoding import read_code
from sync.protocol.enrolment import code_secret
from tests.kits.hub import NOW, Hub


@pytest.fixture
def console(hub: Hub) -> Hub:
    """A hub at whose console an administrator is logged in."""
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return hub


def text(hub: Hub, address: str) -> str:
    answer = hub.client.get(address)
    return b"".join(answer).decode() if answer.streaming else str(answer.content.decode())


def test_the_code_is_shown_once_and_makes_one_station_known(console: Hub) -> None:
    answer = console.client.post(reverse("console:enrol"), {"name": "SBZ Test", "district": "K"})
    assert "no-store" in answer.headers["Cache-Control"]
    code = re.search(r'class="bigcode" role="status">([0-9A-Z-]+)<', answer.content.decode())
    assert code
    assert EnrolmentCode.objects.get().locator == code_secret(read_code(code[1])).locator
    again = text(console, reverse("console:enrol"))
    assert code[1] not in again
    assert "SBZ Test" in again


@pytest.mark.parametrize("values", [{"name": "", "district": "K"}, {"name": "X", "district": "Mars"}, {}])
def test_half_a_form_makes_no_code(console: Hub, values: dict[str, str]) -> None:
    console.client.post(reverse("console:enrol"), values)
    assert not EnrolmentCode.objects.exists()


def test_nobody_is_revoked_without_a_word_why(console: Hub) -> None:
    station = console.enrolled_station()
    page = reverse("console:revoke", args=[station.device])
    assert "cannot be undone" in text(console, page)
    console.client.post(page, {"note": "  "})
    assert Device.objects.get().revoked_at is None
    console.client.post(page, {"note": "stolen on Monday"})
    assert Device.objects.get().revoked_at is not None
    assert json.loads(AuditEntry.objects.order_by("-number")[0].facts)["note"] == "stolen on Monday"


def test_the_log_is_narrowed_to_an_event_or_a_station(console: Hub) -> None:
    first, _second = console.enrolled_station(name="Haus 1"), console.enrolled_station(name="Haus 2")
    log = reverse("console:log")
    one = text(console, f"{log}?station={first.device}")
    assert "The station Haus 1 was enrolled" in one
    assert "The station Haus 2 was enrolled" not in one
    assert "was enrolled" not in text(console, f"{log}?event=code-made")


def test_the_log_leaves_whole_in_both_forms(console: Hub) -> None:
    audit.append(AuditEvent.DISTRICTS_IMPORTED, "=cmd()", at=NOW, districts=3)
    written = text(console, reverse("console:export-log", args=["csv"]))
    assert written.startswith("\ufeff"), "a spreadsheet takes the file for UTF-8 by this alone"
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    entries = json.loads(text(console, reverse("console:export-log", args=["json"])))
    assert [row["hash"] for row in rows] == [entry["hash"] for entry in entries]
    assert len(entries) == AuditEntry.objects.count()
    assert rows[-1]["by"] == "'=cmd()", "a spreadsheet must not run it"
    assert entries[-1]["by"] == "=cmd()"
    nothing = text(console, reverse("console:export-log", args=["json"]) + "?event=poll-counted")
    assert json.loads(nothing) == []


def test_a_change_behind_the_hubs_back_is_told_in_words(console: Hub) -> None:
    log = reverse("console:log")
    assert "has not been checked yet" in text(console, log)
    assert "The worker was asked" in console.client.post(reverse("console:check-log"), follow=True).content.decode()
    LogWatch()(NOW)
    seen = text(console, log)
    assert "The whole log was last checked" in seen
    assert f"Entries 1 to {AuditEntry.objects.count()} are whole" in seen
    assert "The worker was asked" not in seen
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_auditentry_no_update")
        cursor.execute("UPDATE audit_auditentry SET by = 'nobody' WHERE number = 2")
    console.client.post(reverse("console:check-log"))
    LogWatch()(NOW)
    assert "The chain is broken at entry 2" in text(console, log)
    assert "broken at entry 2" in text(console, reverse("console:home"))
    assert "broken at entry 2" in text(console, reverse("console:hub"))
