"""Who may open which page: every address of the console against every kind of visitor."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kiosk.devtools.sample_media import sample_photo
from sync.hub.accounts.models import OneTimePassword, SecurityKey
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account, newest_change
from sync.hub.audit.models import AuditEntry
from sync.hub.claims.services import take_in
from sync.hub.console.urls import urlpatterns
from sync.hub.drafts.services import begin
from sync.hub.enclosures.models import EnclosureKind
from sync.hub.enclosures.services import keep
from sync.hub.handover.models import Handover, HandoverState
from sync.hub.intake.models import Batch, Incident, SealedRecord
from sync.hub.reports.models import DefectReport
from sync.hub.stations.models import Device, EnrolmentCode
from sync.hub.stations.services import revoke
from sync.hub.triage.models import Decision
from sync.protocol.ballot_claims import BallotClaim
from tests.kits.hub import NOW, Hub, spoilt

MISSED = "K7QF2M3AXW5TPJ4C6RBD"
LOGIN, REFUSED, OPEN, TO_PAGE, ONLY_POST = "to login", 403, 200, 302, 405

READ = {"nobody": LOGIN, "no role": REFUSED, "auditor": OPEN, "administrator": OPEN}
CHANGE = {"nobody": LOGIN, "no role": REFUSED, "auditor": REFUSED, "administrator": OPEN}
PRESS = {"nobody": LOGIN, "no role": TO_PAGE, "auditor": TO_PAGE, "administrator": TO_PAGE}
OWN = {"nobody": LOGIN, "no role": OPEN, "auditor": OPEN, "administrator": OPEN}
ALL = dict.fromkeys(READ, OPEN)
OF_ANOTHER = {"nobody": LOGIN, "no role": 404, "auditor": 404, "administrator": 404}

GET: Mapping[str, Mapping[str, object]] = {
    "home": READ, "stations": READ, "station": READ, "batches": READ, "batch": READ, "aside": READ, "record": READ,
    "incidents": READ, "incident": READ, "reports": READ, "report": READ, "polls": READ, "poll": READ, "log": READ,
    "export-log": READ, "stick": READ, "hub": READ,
    "contributions": READ, "contribution": READ, "export-contributions": READ, "contribution-answer": CHANGE,
    "contribution-review": CHANGE, "contribution-text": CHANGE,
    "export-reports": READ, "report-review": CHANGE, "report-text": CHANGE, "report-handover": CHANGE,
    "draft": READ, "new-poll": CHANGE, "write-draft": CHANGE, "translate-draft": CHANGE, "take-up": PRESS,
    "report-state": CHANGE, "together": CHANGE,
    "claims": READ, "claim": CHANGE, "figures": READ, "closures": READ,
    "enclosure": READ, "photo-blacken": CHANGE, "spoken-transcript": CHANGE, "report-contact": CHANGE,
    "enrol": CHANGE, "expect": CHANGE, "rekey": CHANGE, "revoke": CHANGE, "accounts": CHANGE,
    "withdraw": PRESS, "account": CHANGE, "take-stick": PRESS,
    "password": OWN, "second": OWN, "app": OWN, "add-key": OWN, "remove-key": OF_ANOTHER,
    "code": dict.fromkeys(READ, LOGIN), "key": dict.fromkeys(READ, LOGIN), "login": ALL,
    "logout": dict.fromkeys(READ, ONLY_POST) | {"nobody": LOGIN}, "language": dict.fromkeys(READ, TO_PAGE),
}  # fmt: skip
ACCOUNT_SEEN = object()
WRITES = (
    ("enrol", {"name": "Neu", "district": "K"}),
    ("withdraw", {}),
    ("expect", {"kind": "always", "seen": "0"}),
    ("rekey", {}),
    ("revoke", {"note": "weg"}),
    ("report-state", {"state": "solved", "note": "Erledigt.", "seen": "0"}),
    ("report-review", {"review": "approved", "note": "", "seen": "0"}),
    ("report-text", {"text": "", "because": "Name", "seen": "1"}),
    ("photo-blacken", {"rectangles": "0 0 500 500", "because": "Gesicht", "seen": "0"}),
    ("spoken-transcript", {"transcript": "Die Laterne ist aus.", "seen": "0"}),
    ("contribution-review", {"review": "approved", "note": "", "seen": "0"}),
    ("contribution-text", {"text": "", "because": "Name", "seen": "1"}),
    ("contribution-answer", {"state": "in_progress", "note": "Wir sehen nach.", "seen": "0"}),
    ("claim", {"answer": "Sie ist da.", "seen": "0"}),
    ("report-handover", {"decision": "keep_here", "request_id": "", "seen": "0"}),
    ("record", {"verdict": "release", "note": "noch einmal", "seen": "0"}),
    ("batch", {"verdict": "release", "note": "herein", "seen": "0"}),
    ("incident", {"verdict": "settle", "note": "erledigt", "seen": "0"}),
    ("accounts", {"name": "neu", "role": "auditor"}),
    ("account", {"deed": "password", "seen": ACCOUNT_SEEN}),
    ("account", {"deed": "role", "role": "administrator", "seen": ACCOUNT_SEEN}),
    ("account", {"deed": "close", "seen": ACCOUNT_SEEN}),
    ("account", {"deed": "reopen", "seen": ACCOUNT_SEEN}),
    ("new-poll", {"poll": "Neu hier", "kind": "single"}),
    ("take-up", {}),
    ("write-draft", {"seen": "1", "title": "Der Zoo", "decides": "advises", "order": "fixed", "opens": "2026-12-01"}),
    ("translate-draft", {"seen": "2", "title": "The zoo"}),
    ("draft", {"deed": "throw-away", "seen": "3"}),
    ("stick", {"files": SimpleUploadedFile("1.batch", b"torn")}),
    ("take-stick", {}),
)
"""Every form and button that changes something."""


def seen_now(values: Mapping[str, object]) -> dict[str, object]:
    """What is sent, with the version of the account as its page would have said it."""
    newest = newest_change("other")
    seen = newest.number if newest else 0
    return {name: seen if value is ACCOUNT_SEEN else value for name, value in values.items()}


@pytest.fixture
def life(hub: Hub) -> dict[str, tuple[object, ...]]:
    """Something behind every address, and the arguments that lead there."""
    station = hub.enrolled_station()
    report = station.report(contact="0381 381 0")
    said = station.contribution("4711181501234567")
    hub.accept(station.batch([report, said, spoilt(station.report())]))
    take_in(BallotClaim(MISSED, "2026-11-22"))
    hub.work()
    hub.work()
    keep(DefectReport.objects.get(), 0, EnclosureKind.PHOTO, sample_photo(), now=NOW)
    keep(DefectReport.objects.get(), 1, EnclosureKind.SPOKEN, b"OggS", now=NOW)
    Handover.objects.create(report=DefectReport.objects.get(), state=HandoverState.REFUSED)
    revoked = hub.enrolled_station(name="Weg")
    revoke(revoked.device, note="stolen", by="test", now=NOW)
    batch = revoked.batch()
    hub.accept(batch)
    hub.code(name="Offen")
    make_account("other", Role.AUDITOR, by="test", now=NOW)
    begin("zoo", "single", by="test", today=NOW.date(), now=NOW)
    record = SealedRecord.objects.get(state="quarantined")
    third = User.objects.create_user("third")
    key = SecurityKey.objects.create(user=third, name="blue", credential="b", data=b"", counter=0, added_at=NOW)
    return {
        "station": (station.device,), "expect": (station.device,), "rekey": (station.device,),
        "revoke": (station.device,), "together": (station.device,),
        "batch": (batch.hash,), "record": (record.id,), "incident": (Incident.objects.get().pk,),
        "report": (report.id,), "report-state": (report.id,), "report-review": (report.id,),
        "report-text": (report.id,), "report-contact": (report.id,), "enclosure": (report.id, 0, "whole"),
        "photo-blacken": (report.id, 0), "spoken-transcript": (report.id, 1),
        "contribution": (said.id,), "contribution-answer": (said.id,), "contribution-review": (said.id,),
        "contribution-text": (said.id,), "claim": (MISSED,),
        "report-handover": (report.id,), "export-reports": ("csv",), "poll": (hub.poll().id,), "export-log": ("csv",),
        "withdraw": (EnrolmentCode.objects.get(used_at=None).locator,),
        "take-up": ("neuer-markt",), "draft": ("zoo",), "write-draft": ("zoo",), "translate-draft": ("zoo", "en"),
        "account": ("other",), "remove-key": (key.pk,),
    }  # fmt: skip


def visitor(role: str) -> Client:
    client = Client()
    if role != "nobody":
        user = User.objects.create_user(username=role.replace(" ", "-"), password="irgendetwas langes")
        if role != "no role":
            make_account(f"the-{role}", Role(role), by="test", now=NOW)
            user = User.objects.get(username=f"the-{role}")
            OneTimePassword.objects.filter(user=user).delete()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_table_names_every_address() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(GET)


@pytest.mark.parametrize("role", list(READ))
def test_every_page_opens_for_its_roles_only(hub: Hub, life: dict[str, tuple[object, ...]], role: str) -> None:
    client = visitor(role)
    seen = {}
    for name in GET:
        answer = client.get(reverse(f"console:{name}", args=life.get(name, ())))
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("console:login"))
        seen[name] = LOGIN if to_login else answer.status_code
    assert seen == {name: expected[role] for name, expected in GET.items()}


@pytest.mark.parametrize("role", ["nobody", "no role", "auditor"])
def test_nobody_but_administrators_changes_anything(hub: Hub, life: dict[str, tuple[object, ...]], role: str) -> None:
    client = visitor(role)
    before = AuditEntry.objects.count()
    for name, values in WRITES:
        answer = client.post(reverse(f"console:{name}", args=life.get(name, ())), seen_now(values))
        assert answer.status_code in {302, 403}, name
        shown = answer.content.decode()
        assert ('action="/login/"' in shown) == (role == "nobody" and answer.status_code == 403), name
        assert answer.status_code == 403 or answer.headers["Location"].startswith(reverse("console:login")), name
    assert AuditEntry.objects.count() == before
    assert not Decision.objects.exists()
    assert EnrolmentCode.objects.filter(used_at=None).count() == 1
    assert Device.objects.filter(revoked_at=None).count() == 1
    assert Batch.objects.filter(state="aside").count() == 1


def test_each_change_of_an_administrator_is_one_event_in_the_log(hub: Hub, life: dict[str, tuple[object, ...]]) -> None:
    client = visitor("administrator")
    events = []
    for name, values in WRITES:
        before = AuditEntry.objects.count()
        answer = client.post(reverse(f"console:{name}", args=life.get(name, ())), seen_now(values))
        assert answer.status_code in {200, 302}, name
        answer.close()
        new = AuditEntry.objects.filter(number__gt=before)
        events.append([(entry.event, entry.by) for entry in new])
    who = "the-administrator"
    assert events == [
        [(event, who)]
        for event in (
            "code-made", "code-withdrawn", "contact-planned", "rekey-wished", "station-revoked", "report-state-set",
            "report-reviewed", "report-redacted", "photo-blackened", "spoken-written-down",
            "contribution-reviewed", "contribution-redacted", "contribution-state-set", "claim-answered",
            "report-handed-over",
            "record-released",
            "batch-released", "incident-settled", "account-made", "password-renewed",
            "role-changed", "account-closed", "account-reopened",
            "draft-written", "draft-written", "draft-written", "draft-written", "draft-thrown-away",
            "stick-brought", "stick-handed-out",
        )
    ]  # fmt: skip
