"""The hub's own figures, who may see them, and the description of what stations call, held against what they get."""

from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from sync.hub.backups import services as backups
from sync.hub.console.wording.hub import matter_rows
from sync.hub.forwarding.services import make_hub_code
from sync.hub.intake.views import MAX_REQUEST_BYTES
from sync.hub.monitoring.health_rules import HubFacts, Matter, judge
from sync.hub.monitoring.heartbeat import Pulse
from sync.hub.monitoring.metrics import measure
from sync.hub.monitoring.models import WorkerSeen
from sync.hub.monitoring.views import API_DESCRIPTION
from sync.hub.reports.models import DefectReport
from sync.hub.stations.allowance import AT_ONCE_BYTES, OF_THIS_PROCESS
from sync.hub.stations.models import Device, EnrolmentCode
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.loop import work_once
from sync.protocol.batches import Batch
from sync.protocol.enrolment import code_secret, new_code, sign_request
from sync.protocol.jws import sign_message
from sync.protocol.keys import SigningKey
from tests.hub.console.test_entries_together import reports
from tests.kits.hub import NOW, Hub, claims_of, on_both

Seen = set[tuple[str, str, str]]
"""Path, status and kind of answer."""


def figures(text: str) -> dict[str, float]:
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line[0] != "#"}


def test_the_figures_follow_what_happens(hub: Hub, tmp_path: Path) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([station.report(), station.report()]))
    before = figures(hub.client.get("/metrics").content.decode())
    assert before['mitmach_records{state="waiting"}'] == 2
    assert before["mitmach_stations"] == before["mitmach_batches"] == 1
    assert before["mitmach_disk_free_bytes"] > 0
    assert 89 * 86400 < before["mitmach_content_expires_seconds"] <= 90 * 86400
    assert "mitmach_backup_age_seconds" not in before
    hub.work()
    backups.back_up(hub.folder, tmp_path / "away", with_keys=True, by="test", now=NOW)
    after = figures(hub.client.get("/metrics").content.decode())
    assert (after['mitmach_records{state="waiting"}'], after['mitmach_records{state="applied"}']) == (0, 2)
    assert after["mitmach_backup_age_seconds"] > 0


def test_no_figure_names_a_station_or_a_person(hub: Hub) -> None:
    station = hub.enrolled_station("Ortsamt Nordwest")
    hub.accept(station.batch([station.report("private")]))
    text = hub.client.get("/metrics").content.decode()
    assert all(
        re.fullmatch(r'# (HELP|TYPE) mitmach_.*|mitmach_\w+(\{state="\w+"\})? [\d.e+-]+', x) for x in text.splitlines()
    )
    assert station.device not in text
    assert "Nordwest" not in text


@pytest.mark.parametrize(
    ("changes", "request_", "status"),
    [
        ({}, {}, 200),
        ({}, {"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"https": True}, {"secure": True}, 404),  # behind a proxy everybody comes from the loopback
        ({"metrics_token": "t"}, {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer t"}, 200),
        ({"metrics_token": "t"}, {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer u"}, 404),
        ({}, {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "}, 404),
    ],
)
def test_only_this_machine_or_who_has_the_token_sees_them(
    hub: Hub, changes: dict[str, Any], request_: dict[str, Any], status: int
) -> None:
    with override_settings(HUB_CONFIG=dataclasses.replace(hub.config, **changes)):
        assert hub.client.get("/metrics", **request_).status_code == status


def described() -> Seen:
    api = json.loads(API_DESCRIPTION.read_bytes())
    kinds = {name: next(iter(value["content"])) for name, value in api["components"]["responses"].items()}
    return {
        (path, status, kinds[answer["$ref"].rsplit("/", 1)[1]] if "$ref" in answer else "")
        for path, methods in api["paths"].items()
        for status, answer in methods.get("post", {"responses": {}})["responses"].items()
        if path != "/api/v1/missing"  # like the pieces themselves, walked through by the tests of attachments
    }


def addresses(resolver: URLResolver, prefix: str = "/") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        place = prefix + str(entry.pattern)
        found |= (
            addresses(entry, place)
            if isinstance(entry, URLResolver)
            else {place}
            if isinstance(entry, URLPattern)
            else set()
        )
    return found


def test_every_address_is_described_and_nothing_else(hub: Hub) -> None:
    answer = hub.client.get("/api/v1/openapi.json")
    assert answer.json() == json.loads(API_DESCRIPTION.read_bytes())
    here = {place for place in addresses(get_resolver()) if place.startswith("/api/") and not place.endswith(".json")}
    assert {re.sub(r"<\w+:(\w+)>", r"{\1}", place) for place in here} == set(answer.json()["paths"])


def test_every_described_answer_is_given_and_no_other(hub: Hub) -> None:
    seen: Seen = set()

    def post(path: str, body: bytes, **headers: Any) -> HttpResponse:
        answer = hub.post(path, body, **headers)
        seen.add((f"/api/v1/{path}", str(answer.status_code), answer["Content-Type"]))
        return answer

    _ask_for_enrolment(hub, post)
    _send_batches(hub, post)
    station, stranger = hub.enrolled_station(), SigningKey.generate()
    post("heads", station.status().encode())
    post("heads", station.status(device="d" * 32).encode())
    post("heads", b"x")
    post("heads", b"x" * 10_000)
    code = make_hub_code(name="below", by="test", now=NOW + timedelta(days=3650))
    post("hubs/join", sign_request(code_secret(code), model="hub", key=stranger).encode())
    post("hubs/join", sign_request(code_secret(new_code()), model="hub", key=stranger).encode())
    for path in ("hubs/join", "hubs/stations"):
        post(path, b"x")
        post(path, b"x" * 10_000)
        post(path, b"x", CONTENT_LENGTH="many")
    for path in {place for place, _, _ in described()}:
        seen.add((path, str(hub.client.get(path).status_code), ""))
    # These two need a child hub: tests of forwarding give them.
    rest = {("/api/v1/hubs/stations", "200", "application/jose"), ("/api/v1/hubs/stations", "403", "application/json")}
    assert seen | rest == described()


def _ask_for_enrolment(hub: Hub, post: Any) -> None:
    def ask(code: str, key: SigningKey | None = None) -> None:
        post("enrol", sign_request(code_secret(code), model="twin", key=key or SigningKey.generate()).encode())

    code = hub.code(now=NOW + timedelta(days=3650))
    ask(code)
    ask(code)
    ask(new_code())
    ask(hub.code(now=NOW - timedelta(days=3650)))
    post("enrol", b"x")
    post("enrol", b"x" * 10_000)
    assert EnrolmentCode.objects.exclude(used_at=None).count() == 1


def _send_batches(hub: Hub, post: Any) -> None:
    station = hub.enrolled_station()
    first = station.batch()
    post("batches", first.to_bytes())
    station.batch()
    post("batches", station.batch().to_bytes())  # a gap
    malformed = sign_message(claims_of(first.line) | {"v": 2}, typ="ck1-batch", key=station.key)
    post("batches", Batch(malformed, b"").to_bytes())
    greedy = hub.enrolled_station("greedy")
    OF_THIS_PROCESS.spend(greedy.device, 2 * AT_ONCE_BYTES)
    post("batches", greedy.batch().to_bytes())
    post("batches", b"x")
    post("batches", b"x" * (MAX_REQUEST_BYTES + 1))
    other = hub.enrolled_station("other")
    batch = other.batch([other.report("x" * 3000) for _ in range(200)])
    post("batches", Batch(batch.line, batch.body[:-1]).to_bytes())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages + 2}")
        post("batches", batch.to_bytes())
        cursor.execute("PRAGMA max_page_count=1073741823")
        cursor.execute("PRAGMA busy_timeout=20")
    holder = sqlite3.connect(hub.folder.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    post("batches", batch.to_bytes())
    holder.close()
    Device.objects.filter(id=other.device).update(revoked_at=NOW)
    post("batches", batch.to_bytes())


WELL = HubFacts(
    database_writable=True,
    disk_free=50 * 1024**3,
    worker_age=timedelta(seconds=20),
    unopened_age=None,
    content_left=timedelta(days=80),
    backup_age=timedelta(hours=20),
    hub_age=timedelta(days=100),
    log_checked_at=NOW,
)


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({}, {}),
        ({"database_writable": False}, {"database": "bad"}),
        ({"disk_free": 4 * 1024**3}, {"disk": "waiting"}),
        ({"disk_free": 10**9}, {"disk": "bad"}),
        ({"worker_age": timedelta(minutes=4)}, {"worker": "bad"}),
        (
            {"worker_age": timedelta(minutes=4), "unopened_age": timedelta(hours=3)},
            {"worker": "bad", "unopened": "bad"},
        ),
        ({"worker_age": None}, {"worker": "off"}),
        ({"worker_age": None, "unopened_age": timedelta(hours=3)}, {"worker": "bad", "unopened": "bad"}),
        ({"unopened_age": timedelta(minutes=5)}, {}),
        ({"unopened_age": timedelta(minutes=16)}, {"unopened": "waiting"}),
        ({"unopened_age": timedelta(minutes=61)}, {"unopened": "bad"}),
        ({"log_checked_at": None}, {"audit_log": "off"}),
        ({"log_broken_at": 7}, {"audit_log": "bad"}),
        ({"content_left": None}, {"content": "off"}),
        ({"content_left": timedelta(days=29)}, {"content": "waiting"}),
        ({"content_left": timedelta(days=6)}, {"content": "bad"}),
        ({"content_left": -timedelta(days=6)}, {"content": "bad"}),
        ({"backup_age": timedelta(days=3)}, {"backup": "waiting"}),
        ({"backup_age": timedelta(days=9)}, {"backup": "bad"}),
        ({"backup_age": None}, {"backup": "bad"}),
        ({"backup_age": None, "hub_age": timedelta(hours=1)}, {"backup": "off"}),
        ({"backup_age": None, "for_showing_only": True}, {"backup": "off"}),
        ({"counting_keys_here": True}, {"counting_keys": "waiting"}),
        ({"counting_keys_here": True, "for_showing_only": True}, {"backup": "off", "counting_keys": "off"}),
    ],
)
def test_each_matter_has_its_state(changes: dict[str, Any], findings: dict[str, str]) -> None:
    found = judge(dataclasses.replace(WELL, **changes))
    assert [finding.matter for finding in found] == list(Matter)
    assert {str(finding.matter): str(finding.state) for finding in found if finding.state != "good"} == findings


@on_both
def test_health_says_which_matter_is_bad_and_no_figure(hub: Hub) -> None:
    answer = hub.client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "good", "database": "good", "disk": "good", "worker": "off", "unopened": "good", "audit_log": "off",
        "content": "good", "backup": "off", "counting_keys": "off",
    }  # fmt: skip
    Pulse(lambda: timezone.now() - timedelta(minutes=10))()
    answer = hub.client.get("/health")
    assert (answer.status_code, answer.json()["state"], answer.json()["worker"]) == (503, "bad", "bad")
    Pulse(timezone.now)()
    assert hub.client.get("/health").json()["worker"] == "good"


def test_a_database_that_cannot_be_written_is_told(hub: Hub) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
        answer = hub.client.get("/health")
        cursor.execute("PRAGMA query_only=OFF")
    assert (answer.status_code, answer.json()["database"]) == (503, "bad")
    before = hub.folder.database.read_bytes()
    assert hub.client.get("/health").status_code == 200
    assert hub.folder.database.read_bytes() == before


def test_health_waits_for_nobody_who_writes(hub: Hub) -> None:
    with closing(sqlite3.connect(hub.folder.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        answer = hub.client.get("/health")
    assert (answer.status_code, answer.json()["database"]) == (200, "good")


def test_a_database_that_cannot_be_read_is_told_and_the_server_is_not_ready(hub: Hub) -> None:
    connection.close()
    hub.folder.database.write_bytes(b"no database " * 1000)
    answer = hub.client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"state": "bad", "database": "bad"})


def test_the_worker_leaves_a_sign_of_life_now_and_then(hub: Hub) -> None:
    moments = iter([NOW, NOW + timedelta(seconds=29), NOW + timedelta(seconds=31), NOW - timedelta(days=1)])
    pulse = Pulse(lambda: next(moments))
    seen = []
    for _ in range(4):
        work_once(Keyring.load(hub.folder.root), batches_kept=timedelta(days=30), box_at_once=True, alive=pulse)
        seen.append(WorkerSeen.objects.get().at)
    assert seen == [NOW, NOW, NOW + timedelta(seconds=31), NOW - timedelta(days=1)], "a clock set back is followed"


def test_the_page_says_what_to_do_and_the_first_page_leads_there(hub: Hub) -> None:
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    hub.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "The hub is well." in hub.client.get(reverse("console:hub")).content.decode()
    assert "Nothing to do." in hub.client.get(reverse("console:home")).content.decode()
    station = hub.enrolled_station()
    hub.accept(station.batch(), now=timezone.now() - timedelta(hours=2))
    Pulse(lambda: timezone.now() - timedelta(hours=2))()
    page, home = (hub.client.get(reverse(f"console:{name}")).content.decode() for name in ("hub", "home"))
    assert "Last seen 2 hours ago" in page
    assert "Start it again" in page
    assert "Worker: Last seen 2 hours ago" in home
    assert "Records not yet opened:" not in home, "one cause is told once"
    assert reverse("console:hub") in home


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"database_writable": False, "disk_free": 10**9, "content_left": -timedelta(days=6), "backup_age": None},
        {"worker_age": timedelta(hours=3), "content_left": timedelta(days=6), "backup_age": timedelta(days=9)},
        {"worker_age": None, "unopened_age": timedelta(hours=3), "content_left": None},
        {"unopened_age": timedelta(minutes=20), "log_broken_at": 7},
        {"log_checked_at": None},
    ],
)
def test_each_matter_is_told_in_both_languages_with_what_to_do_where_something_is(changes: dict[str, Any]) -> None:
    facts = dataclasses.replace(WELL, **changes)
    told = []
    for language in ("de", "en"):
        with override(language):
            told.append(matter_rows(facts, judge(facts)))
    for german, english in zip(*told, strict=True):
        assert english.sentence != german.sentence
        assert bool(german.advice) == bool(english.advice) == (german.state in {"waiting", "bad"})
        assert german.advice != english.advice or not german.advice


def test_what_people_wait_for_too_long_can_be_an_alarm(hub: Hub) -> None:
    one, other, third = reports(3)
    now = NOW + timedelta(days=4)
    DefectReport.objects.filter(pk=other.pk).update(review="approved", due=NOW.date())
    DefectReport.objects.filter(pk=third.pk).update(state="withdrawn")
    found = {figure.name: figure.value for figure in measure(hub.folder, now=now)}
    assert (found["reports_unseen"], found["reports_overdue"], found["contributions_unseen"]) == (1, 1, 0)
    assert one.review == "received"
