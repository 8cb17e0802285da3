"""Planning a shift at the console: its PINs are in one answer, open what is published, and are kept nowhere."""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.audit.models import AuditEntry
from sync.hub.backups.dump import write_copy
from sync.hub.console.retention import retention_rows
from sync.hub.content.source import load_source
from sync.hub.publishing.models import Publication, ShiftPlan
from sync.hub.publishing.services import publish
from sync.hub.publishing.shift_plans import KEPT_DAYS
from sync.hub.publishing.waiting import publish_waiting
from sync.hub.worker.announce import when_due
from sync.hub.worker.retention import keep_time
from sync.protocol.encoding import canonical_json
from sync.protocol.shifts import MOST_PEOPLE, Shift, plan_shift, stick_proof
from tests.kits.hub import Hub

GIVEN = {
    "begins": "2096-05-01T10:00", "ends": "2096-05-01T16:00", "place": "Markt", "district": "E",
    "people": "A. Behrens\r\n\r\n M. Kruse ",
}  # fmt: skip


WIRE = plan_shift(
    name="laid", begins=datetime(2096, 5, 3, 10), ends=datetime(2096, 5, 3, 16),  # noqa: DTZ001  on the wall
    place="Hafen", district="E", people=["E. Groth"],
)[0].to_wire()  # fmt: skip


def lay(hub: Hub, name: str, **changes: Any) -> None:
    folder = hub.folder.content / "shifts"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_bytes(canonical_json({**WIRE, "id": name, **changes}))


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, **changes: Any) -> str:
    return str(client.post(reverse("console:shifts"), {**GIVEN, **changes}).content.decode())


def page(client: Client) -> str:
    return str(client.get(reverse("console:shifts")).content.decode())


def publish_now(hub: Hub) -> Publication:
    now, source = timezone.now(), load_source(hub.folder.content)
    today = timezone.localdate(now)
    return publish(source, folder=hub.folder, may_make_keys=True, by="test", today=today, now=now)


def told(answer: str) -> tuple[dict[str, str], str]:
    pins = {name: pin.replace(" ", "") for name, pin in re.findall(r"<b>(.*?)</b><span.*?>([\d ]+)</span>", answer)}
    (key,) = re.findall(r'href="data:application/octet-stream,([0-9a-f]{64})%0A"', answer)
    return pins, key


def test_stations_know_a_shift_by_the_pins_of_one_answer_that_are_kept_nowhere(
    hub: Hub, client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hub.enrolled_station(name="Lastenrad")
    pins, key = told(send(client, stations=["Lastenrad"]))
    assert list(pins) == ["A. Behrens", "M. Kruse"]
    waiting = page(client)
    assert "It waits for the next publication" in waiting and "Lastenrad" in waiting and "M. Kruse" in waiting
    publication = publish_now(hub)
    (path,) = (path for path in publication.files if path.startswith("shifts/"))
    (file,) = hub.folder.repository.rglob("shifts/*.json")
    shift = Shift.from_wire(json.loads(file.read_bytes()))
    assert path == f"shifts/{shift.id}.json" and shift.stations == ("Lastenrad",)
    assert {name: shift.whose(pin) for name, pin in pins.items()} == {name: name for name in pins}
    assert shift.whose("00000000" if "00000000" not in pins.values() else "00000001") == ""
    assert stick_proof(key) == shift.stick
    shown = page(client)
    assert ">published<" in shown and "It waits" not in shown
    write_copy(tmp_path / "copy.sqlite")
    kept = (tmp_path / "copy.sqlite").read_bytes() + file.read_bytes() + caplog.text.encode() + shown.encode()
    assert b"M. Kruse" in kept, "what is looked through holds the shift"
    for secret in (*pins.values(), key, *(f"{pin[:4]} {pin[4:]}" for pin in pins.values())):
        assert secret.encode() not in kept


def test_a_withdrawn_shift_is_asked_for_first_and_gone_with_the_next_publication(hub: Hub, client: Client) -> None:
    send(client)
    row = ShiftPlan.objects.get()
    first = publish_now(hub)
    address = reverse("console:withdraw-shift", args=(row.id,))
    assert "Withdraw this shift?" in client.get(address).content.decode()
    assert not ShiftPlan.objects.get().is_withdrawn
    assert "learn it with the next publication" in client.post(address, follow=True).content.decode()
    assert "its PINs still open stations" in page(client), "stations have not heard of it"
    assert "was withdrawn before" in client.post(address, follow=True).content.decode()
    second = publish_now(hub)
    assert f"shifts/{row.id}.json" in first.files and f"shifts/{row.id}.json" not in second.files
    assert "No shift is planned." in page(client)
    assert AuditEntry.objects.filter(event="shift-withdrawn").count() == 1
    assert client.get(reverse("console:withdraw-shift", args=("nowhere",))).status_code == 404


def test_the_worker_publishes_a_shift_and_its_withdrawal_and_is_quiet_then(hub: Hub, client: Client) -> None:
    work = when_due(hub.folder, every=timedelta(hours=1), log_at_once=False, may_make_keys=False)
    work(timezone.now())
    count = Publication.objects.count()
    send(client)
    row, newest = ShiftPlan.objects.get(), Publication.objects.first
    work(timezone.now())
    assert f"shifts/{row.id}.json" in newest().files
    client.post(reverse("console:withdraw-shift", args=(row.id,)))
    work(timezone.now())
    assert f"shifts/{row.id}.json" not in newest().files
    work(timezone.now())
    assert Publication.objects.count() == count + 2


def test_what_no_publication_can_change_starts_none(hub: Hub) -> None:
    ends = timezone.now() + timedelta(days=1)
    for name, changes in (("gone", {"district": "nowhere"}), ("laid", {})):
        ShiftPlan.objects.create(id=name, shift={**WIRE, **changes, "id": name}, ends=ends, by="t", planned_at=ends)
    lay(hub, "laid")
    assert [path for path in publish_now(hub).files if path.startswith("shifts/")] == ["shifts/laid.json"]
    ShiftPlan.objects.filter(id="laid").update(is_withdrawn=True)
    now = timezone.now()
    assert publish_waiting(hub.folder, may_make_keys=False, by="t", today=now.date(), now=now) == []


def test_a_source_that_is_not_fit_is_tried_again_after_a_while_only(
    hub: Hub, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    work, begin = when_due(hub.folder, every=timedelta(hours=1), log_at_once=False, may_make_keys=False), timezone.now()
    lay(hub, "broken", people=[])
    send(client)
    for minutes, tries in ((0, 1), (59, 1), (60, 2)):
        work(begin + timedelta(minutes=minutes))
        assert caplog.text.count("shifts or codes cannot be published now") == tries
    assert "It waits for the next publication" in page(client)


def test_shifts_that_lie_as_files_are_shown_and_not_withdrawn_here(hub: Hub, client: Client) -> None:
    lay(hub, "laid")
    lay(hub, "over", begins="2020-05-01T10:00", ends="2020-05-01T11:00")
    lay(hub, "broken", begins="soon")
    (hub.folder.content / "shifts" / "list.json").write_bytes(b"[1]")
    shown = page(client)
    assert "shifts/laid.json" in shown and "as long as the file lies there" in shown and "Hafen" in shown
    assert "over.json" not in shown and "broken.json" not in shown and "Withdraw the shift" not in shown
    assert client.get(reverse("console:reach")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends": "2096-05-01T10:00"}, "ends", "ends before it begins"),
        ({"begins": "2020-05-01T10:00", "ends": "2020-05-01T16:00"}, "ends", "over already"),
        ({"ends": "2096-05-02T10:01"}, "ends", "24 hours at most"),
        ({"begins": "2096-03-25T02:30"}, "begins", "may not exist"),
        ({"begins": "soon"}, "begins", "Enter a valid date/time"),
        ({"district": ""}, "district", "required"),
        ({"district": "nowhere"}, "district", "Select a valid choice"),
        ({"stations": ["nowhere"]}, "stations", "Select a valid choice"),
        ({"people": "A. Behrens\na. behrens"}, "people", "Two people are called"),
        ({"people": " \n "}, "people", "required"),
        ({"people": "\n".join(f"P{number}" for number in range(MOST_PEOPLE + 1))}, "people", "at most 20 people"),
        ({"people": "x" * 61}, "people", "at most 60 characters"),
        ({"place": "x" * 81}, "place", "at most 80 characters"),
    ],
)
def test_a_bad_one_is_told_at_its_field_and_nothing_is_kept(
    hub: Hub, client: Client, changes: dict[str, Any], field: str, words: str
) -> None:
    shown = send(client, **changes)
    (said,) = re.findall(r'<div class="problem">(.*?)</div>', shown, re.DOTALL)
    assert words in said and f'id="id_{field}_error"' in said
    assert "A. Behrens" in shown or "people" in changes
    assert not ShiftPlan.objects.exists()


def test_a_shift_that_is_long_over_leaves_publications_and_the_hub(hub: Hub, client: Client) -> None:
    begins = timezone.localtime() + timedelta(days=1)
    hours = {"begins": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins + timedelta(hours=1):%Y-%m-%dT%H:%M}"}
    send(client, **hours)
    row = ShiftPlan.objects.get()
    later: datetime = row.ends + timedelta(days=KEPT_DAYS, seconds=1)
    for moment, beyond in ((row.ends, 0), (later, 1)):
        assert retention_rows(hub.config, now=moment)[-1].beyond == beyond
    keep_time(by="worker", now=row.ends)
    assert ShiftPlan.objects.exists()
    ShiftPlan.objects.update(ends=timezone.now() - timedelta(days=KEPT_DAYS, seconds=1))
    assert not any(path.startswith("shifts/") for path in publish_now(hub).files)
    keep_time(by="worker", now=timezone.now())
    assert not ShiftPlan.objects.exists()
