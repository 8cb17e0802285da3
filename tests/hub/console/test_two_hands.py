"""Two people at one thing: nothing is overwritten in silence, the second is told who was first, and sees both."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Batch, Incident, SealedRecord
from sync.hub.reports.models import DefectReport, ReportStatement
from sync.hub.reports.services import set_state
from sync.hub.stations.services import revoke
from sync.hub.triage.models import ContactCalendar, Decision, Subject
from sync.hub.triage.selectors import decisions_about
from sync.hub.triage.services import reject_record, settle_incident
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.report_status import ReportState
from tests.kits.hub import NOW, Hub, on_both, spoilt

BACKEND = "django.contrib.auth.backends.ModelBackend"


def hand(name: str) -> Client:
    """Somebody who is signed in, in a browser of their own."""
    make_account(name, Role.ADMINISTRATOR, by="test", now=NOW)
    user = User.objects.get(username=name)
    OneTimePassword.objects.filter(user=user).delete()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def hands(hub: Hub) -> tuple[Client, Client]:
    return hand("erika"), hand("otto")


def fields(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form on a page, as a browser sends them back."""
    shown = client.get(address).content.decode()
    main = shown[shown.index('id="main"') :]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def told(answer: HttpResponse, *words: str) -> str:
    """The second is told: not success, who was first, and that nothing was overwritten."""
    shown = str(answer.content.decode())
    assert answer.status_code == 409
    assert "erika was faster" in shown
    assert "Nothing was overwritten" in shown
    for each in words:
        assert each in shown
    return shown


def report_of(hub: Hub) -> str:
    station = hub.enrolled_station()
    record = station.report()
    hub.accept(station.batch([record]))
    hub.work()
    return record.id


def test_a_second_answer_to_a_citizen_never_overwrites_the_first(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, second = hands
    record_id = report_of(hub)
    address = reverse("console:report-state", args=[record_id])
    a, b = fields(first, address), fields(second, address)
    first.post(address, {**a, "state": "in_progress", "note": "Der Bauhof ist bestellt."})
    answer = second.post(address, {**b, "state": "solved", "note": "Laterne <getauscht>."})
    told(answer, "in progress", "Der Bauhof ist bestellt.", "Laterne &lt;getauscht&gt;.", "checked")
    assert DefectReport.objects.get().public_note == "Der Bauhof ist bestellt."
    # Sent again after reading it, it is meant, and both stay in the history.
    again = dict(re.findall(r'name="(seen)" value="(\d+)"', answer.content.decode()))
    assert second.post(address, {**again, "state": "solved", "note": "Getauscht."}).status_code == 302
    shown = first.get(reverse("console:report", args=[record_id])).content.decode()
    history = shown[shown.index('class="history"') :]
    assert history.index("by otto") < history.index("Getauscht.") < history.index("by erika")
    assert history.index("by erika") < history.index("Der Bauhof ist bestellt.")


def decision_about_a_record(hub: Hub) -> tuple[str, object]:
    station = hub.enrolled_station()
    hub.accept(station.batch([spoilt(station.report())]))
    hub.work()
    return "record", SealedRecord.objects.get(state="quarantined").pk


def decision_about_a_batch(hub: Hub) -> tuple[str, object]:
    station = hub.enrolled_station()
    revoke(station.device, note="stolen", by="test", now=NOW)
    batch = station.batch()
    hub.accept(batch)
    return "batch", batch.hash


def decision_about_a_lost_batch(hub: Hub) -> tuple[str, object]:
    station = hub.enrolled_station()
    batch = station.batch()
    hub.accept(batch)
    Batch.objects.update(state="lost")
    return "batch", batch.hash


def decision_about_an_incident(hub: Hub) -> tuple[str, object]:
    decision_about_a_batch(hub)
    return "incident", Incident.objects.get().pk


@pytest.mark.parametrize(
    ("make", "verdicts"),
    [
        (decision_about_a_record, ("release", "reject")),
        (decision_about_a_record, ("reject", "reject")),
        (decision_about_a_record, ("reject", "release")),
        (decision_about_a_batch, ("release", "reject")),
        (decision_about_a_batch, ("reject", "reject")),
        (decision_about_a_batch, ("reject", "release")),
        (decision_about_a_lost_batch, ("settle", "settle")),
        (decision_about_an_incident, ("settle", "settle")),
    ],
)
def test_a_second_decision_is_told_of_the_first_with_both_notes(
    hub: Hub, hands: tuple[Client, Client], make: Callable[[Hub], tuple[str, object]], verdicts: tuple[str, str]
) -> None:
    first, second = hands
    name, key = make(hub)
    address = reverse(f"console:{name}", args=[key])
    a, b = fields(first, address), fields(second, address)
    first.post(address, {**a, "verdict": verdicts[0], "note": "Mit der Leitung besprochen."})
    before = AuditEntry.objects.count()
    answer = second.post(address, {**b, "verdict": verdicts[1], "note": "Aus dem Bauch."})
    told(answer, "Mit der Leitung besprochen.", "Aus dem Bauch.")
    assert [(made.by, made.note) for made in decisions_about(Subject(name), key)] == [
        ("erika", "Mit der Leitung besprochen.")
    ]
    assert AuditEntry.objects.count() == before


def test_a_later_decision_stands_beside_the_earlier_one(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, _ = hands
    _, key = decision_about_a_record(hub)
    address = reverse("console:record", args=[key])
    first.post(address, {**fields(first, address), "verdict": "reject", "note": "Unfug"})
    first.post(address, {**fields(first, address), "verdict": "release", "note": "Doch nicht"})
    shown = first.get(address).content.decode()
    assert shown.index("Doch nicht") < shown.index("Unfug")
    assert Decision.objects.count() == 2


def test_a_second_plan_of_contact_is_told_of_the_first(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, second = hands
    device = hub.enrolled_station().device
    address = reverse("console:expect", args=[device])
    for kinds in (("weekdays", "every"), ("every", "weekdays")):  # before there is a plan of its own, and after
        a, b = fields(first, address), fields(second, address)
        values = {"weekdays": ["1", "4"], "every_days": "3"}
        assert first.post(address, {**a, **values, "kind": kinds[0]}).status_code == 302
        told(second.post(address, {**b, **values, "kind": kinds[1]}), "What stands there now")
        assert ContactCalendar.objects.get().kind == kinds[0]


def test_a_second_revocation_is_told_of_the_first(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, second = hands
    address = reverse("console:revoke", args=[hub.enrolled_station().device])
    first.post(address, {"note": "gestohlen"})
    told(second.post(address, {"note": "Wasserschaden im Foyer"}), "Wasserschaden im Foyer")
    assert AuditEntry.objects.filter(event="station-revoked").count() == 1


def test_a_second_wish_for_a_key_and_a_second_withdrawal_are_told(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, second = hands
    hub.code(name="Offen")
    locator = re.search(r"/codes/(\w+)/", first.get(reverse("console:enrol")).content.decode())
    assert locator
    for address in (
        reverse("console:rekey", args=[hub.enrolled_station().device]),
        reverse("console:withdraw", args=[locator[1]]),
    ):
        assert "told--success" in first.post(address, follow=True).content.decode()
        assert "told--error" in second.post(address, follow=True).content.decode()


@pytest.mark.parametrize("seen", ["", "-1", "x", "7"])
def test_a_form_that_names_no_version_changes_nothing(hub: Hub, hands: tuple[Client, Client], seen: str) -> None:
    first, _ = hands
    record_id = report_of(hub)
    address = reverse("console:report-state", args=[record_id])
    first.post(address, {"state": "solved", "note": "", "seen": seen})
    first.post(address, {"state": "solved", "note": ""})
    assert DefectReport.objects.get().state == "reported"
    name, key = decision_about_a_record(hub)
    for given in ({"seen": seen}, {}):
        answer = first.post(reverse("console:record", args=[key]), {**given, "verdict": "reject", "note": "weg"})
        assert answer.status_code in {200, 409}
    assert decisions_about(Subject(name), key) == []


@on_both
def test_the_service_refuses_what_was_not_seen_on_both_databases(hub: Hub) -> None:
    record_id = report_of(hub)
    who: Any = {"by": "erika", "now": NOW}
    set_state(record_id, ReportState.OPEN, note="", **who)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_state(record_id, ReportState.SOLVED, note="", by="otto", now=NOW + timedelta(days=1))
    assert (refused.value.by, refused.value.at) == ("erika", NOW)
    set_state(record_id, ReportState.SOLVED, note="", seen=1, **who)
    assert list(ReportStatement.objects.values_list("number", "state")) == [(2, "solved"), (1, "open")]
    _, row = decision_about_a_record(hub)
    reject_record(row, note="x", **who)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        reject_record(row, note="y", **who)  # type: ignore[arg-type]
    _, incident = decision_about_an_incident(hub)
    settle_incident(incident, note="x", **who)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        settle_incident(incident, note="y", **who)  # type: ignore[arg-type]


def test_all_batches_of_one_station_are_decided_about_at_once_and_nothing_else(
    hub: Hub, hands: tuple[Client, Client]
) -> None:
    first, second = hands
    station, other = hub.enrolled_station("Bus"), hub.enrolled_station("Haus")
    batches = []
    for each in (station, other):
        revoke(each.device, note="stolen", by="test", now=NOW)
        batches += [each.batch() for _ in range(4)]
    for batch in batches:
        hub.accept(batch)
    *mine, meanwhile = batches[:4]
    Batch.objects.filter(hash=meanwhile.hash).update(state="stored")  # it has not come yet
    address = reverse("console:together", args=[station.device])
    assert f'href="{address}"' in second.get(reverse("console:aside")).content.decode()
    shown = second.get(address).content.decode()
    typed = {"batch": re.findall(r'name="batch" value="(\w+)"', shown), "note": "Alles gestohlen."}
    assert set(typed["batch"]) == {batch.hash for batch in mine}
    Batch.objects.filter(hash=meanwhile.hash).update(state="aside")
    one = reverse("console:batch", args=[mine[0].hash])
    first.post(one, {**fields(first, one), "verdict": "release", "note": "Vor dem Diebstahl."})
    assert second.post(address, typed).status_code == 200, "without a button nothing is done"
    told = second.post(address, {**typed, "verdict": "reject"}, follow=True).content.decode()
    assert "2 batches were decided about." in told
    assert "About 1 batch somebody else was faster" in told
    decided = dict(Decision.objects.values_list("key", "by"))
    assert decided == {mine[0].hash: "erika", mine[1].hash: "otto", mine[2].hash: "otto"}
    assert AuditEntry.objects.filter(event="batch-rejected").count() == 2


def test_a_foreign_batch_named_in_the_form_is_left_alone(hub: Hub, hands: tuple[Client, Client]) -> None:
    first, _ = hands
    _, key = decision_about_a_batch(hub)
    stranger = hub.enrolled_station("Haus")
    address = reverse("console:together", args=[stranger.device])
    first.post(address, {"batch": [str(key), "x" * 64], "verdict": "release", "note": "weg"})
    assert not Decision.objects.exists()
