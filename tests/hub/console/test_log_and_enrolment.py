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
from django.utils.html import escape

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.claims.services import take_in
from sync.hub.drafts.content_services import begin as begin_content
from sync.hub.drafts.services import WAY, begin, take_up
from sync.hub.reports.services import set_state
from sync.hub.stations.models import Device, EnrolmentCode
from sync.hub.stations.services import revoke
from sync.hub.worker.log_check import LogWatch
from sync.protocol.ballot_claims import BallotClaim
from sync.protocol.encoding import random_id, read_code
from sync.protocol.enrolment import code_secret
from sync.protocol.report_status import ReportState
from tests.kits.hub import NOW, Hub, on_both


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
    assert ">Haus 1</a> was enrolled" in one
    assert ">Haus 2</a> was enrolled" not in one
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


@on_both
def test_the_log_names_things_as_people_do_and_leads_to_them(hub: Hub, console: Hub) -> None:
    station = console.enrolled_station(name="Haus <1>")
    report = station.report("Die Laterne ist dunkel.", number="4711181501234567")
    said = station.contribution("0815471101234567")
    console.accept(station.batch([report, said]))
    console.work()
    set_state(report.id, ReportState.SOLVED, note="", by="anna", now=NOW)
    begin("zoo", "single", by="anna", today=NOW.date(), now=NOW)
    WAY.save("zoo", {"title": {"de": "Der Zoo"}}, seen=1, by="anna", now=NOW)
    take_up("neuer-markt", by="anna", now=NOW)
    begin_content("projects", "park", folder=console.folder.content, by="anna", today=NOW.date(), now=NOW)
    text(console, reverse("console:contribution", args=[said.id]))
    page = text(console, reverse("console:log"))
    for name, address in (
        ("4711 1815 0123 4567", reverse("console:report", args=[report.id])),
        ("0815 4711 0123 4567", reverse("console:contribution", args=[said.id])),
        ("Haus &lt;1&gt;", reverse("console:station", args=[station.device])),
        ("Der Zoo", reverse("console:draft", args=["zoo"])),
        ("Die Nordseite am Neuen Markt", reverse("console:poll", args=["neuer-markt"])),
        ("park", reverse("console:content-draft", args=["projects", "park"])),
    ):
        assert f'<a href="{address}">{name}</a>' in page, name
    assert f"{report.id}<" not in page, "people know its number"
    assert "in district Kröpeliner-Tor-Vorstadt" in page


def test_what_is_gone_is_told_by_its_id_and_leads_nowhere(console: Hub) -> None:
    for one in (random_id(), "<script>"):
        audit.append(AuditEvent.REPORT_READ, "anna", at=NOW, record=one)
        assert f"Read the report {escape(one)}." in text(console, reverse("console:log"))


def test_the_log_leads_nobody_to_a_page_that_does_not_open(console: Hub) -> None:
    take_in(BallotClaim("K7QF2M3AXW5TPJ4C6RBD", "2026-11-22"))
    audit.append(AuditEvent.CLAIM_CAME, "worker", at=NOW, tracker="K7QF2M3AXW5TPJ4C6RBD")
    way = f'<a href="{reverse("console:claim", args=["K7QF2M3AXW5TPJ4C6RBD"])}">K7QF-2M3A-XW5T-PJ4C-6RBD</a>'
    assert way in text(console, reverse("console:log"))
    make_account("pruefung", Role.AUDITOR, by="test", now=NOW)
    OneTimePassword.objects.all().delete()
    console.client.force_login(User.objects.get(username="pruefung"))
    shown = text(console, reverse("console:log"))
    assert "K7QF-2M3A-XW5T-PJ4C-6RBD" in shown
    assert way not in shown, "an auditor answers no claim"


@on_both
def test_the_log_is_searched_by_what_people_call_things(hub: Hub, console: Hub) -> None:
    station = console.enrolled_station(name="Haus 1")
    report = station.report("Die Laterne ist dunkel.", number="4711181501234567")
    console.accept(station.batch([report]))
    console.work()
    set_state(report.id, ReportState.SOLVED, note="", by="anna", now=NOW)
    audit.append(AuditEvent.RESULT_PUBLISHED, "anna", at=NOW, poll="neuer-markt")
    revoke(station.device, note="stolen", by="anna", now=NOW)
    log = reverse("console:log")
    for typed, told, rows in (
        ("4711 1815", "is now: solved", 1),
        ("nordseite am", "The result of the poll", 2),
        ("haus 1", "was revoked", 3),
    ):
        found = text(console, f"{log}?text={typed}")
        assert told in found
        assert found.count('<th scope="row"') == rows, typed
    assert "Nothing fits." in text(console, f"{log}?text=0815 0815")


def test_the_page_of_a_revoked_station_says_who_did_it_and_why(console: Hub) -> None:
    station = console.enrolled_station()
    page = reverse("console:station", args=[station.device])
    revoke(station.device, note="stolen on <Monday>", by="anna", now=NOW)
    shown = text(console, page)
    assert "by anna" in shown
    assert "stolen on &lt;Monday&gt;" in shown
    told = "This station was revoked: nothing it sends is taken in any more."
    assert told not in shown
    console.post("heads", station.status(time=NOW).encode())
    assert told in text(console, page), "the machine that was stolen is still on the network"


def test_an_empty_hub_leads_to_the_first_station(console: Hub) -> None:
    way = f'<a class="button" href="{reverse("console:enrol")}">'
    assert way in text(console, reverse("console:home"))
    console.enrolled_station()
    assert way not in text(console, reverse("console:home"))
