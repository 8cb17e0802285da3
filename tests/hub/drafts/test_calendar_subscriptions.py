"""Dates follow the calendar of another program: asked for rarely, from public addresses, and never shown unapproved."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfig
from sync.hub.drafts import calendar_fetch, content_services
from sync.hub.drafts.calendar_fetch import CalendarFault, check_address, fetch_calendar, is_public
from sync.hub.drafts.calendar_subscriptions import BY_CALENDAR, EVERY, ROLL_ON, subscribe, unsubscribe
from sync.hub.drafts.models import CalendarSubscription, ContentDraft, DraftState
from sync.hub.management.commands import worker
from sync.hub.worker.calendars import follow_calendars
from sync.protocol.errors import Refused
from tests.kits.hub import Hub

PATH = "dates/boergerhus.json"
OWN = ("127.0.0.1",)
NOW = timezone.now()
SECONDS = cycle(range(60))
INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "x"),
)


def entry(title: str, days: int = 3, *more: str, uid: str = "1") -> str:
    day = timezone.localdate(NOW) + timedelta(days=days)
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:20260101T0000{next(SECONDS):02}Z", f"SUMMARY:{title}"]
    return "\r\n".join([*lines, f"DTSTART:{day:%Y%m%d}T100000", f"DTEND:{day:%Y%m%d}T120000", *more, "END:VEVENT"])


def calendar(*entries: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""]).encode()


@dataclass
class CalendarServer:
    """Gives what stands in ``says``, and keeps the headers of who asked."""

    address: str = ""
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    found = CalendarServer(body=calendar(entry("Fest")))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.headers)
            etag = found.headers.get("ETag")
            is_known = etag is not None and self.headers["If-None-Match"] == etag
            self.send_response(304 if is_known else found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not is_known:
                self.wfile.write(found.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found.address = f"http://127.0.0.1:{http.server_port}/house.ics"
        yield found
        http.shutdown()
        thread.join()


@pytest.fixture
def followed(hub: Hub, server: CalendarServer) -> Hub:
    today = timezone.localdate(NOW)
    folder = hub.folder.content
    content_services.begin("dates", "boergerhus", folder=folder, by="e", today=today, now=NOW, districts=["K"])
    subscribe(PATH, server.address, own_hosts=OWN, by="e", now=NOW)
    return hub


def ask(hub: Hub, after: timedelta = timedelta()) -> CalendarSubscription:
    follow_calendars(hub.folder, own_hosts=OWN, now=NOW + after)
    return CalendarSubscription.objects.get()


def draft() -> ContentDraft:
    return ContentDraft.objects.get(path=PATH)


def titles() -> list[str]:
    return [one["title"]["de"] for one in draft().value["dates"]]


def fault_of(deed: Any) -> Any:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.reason


def test_what_is_new_is_handed_in_and_nothing_is_shown_before_somebody_approves(followed: Hub) -> None:
    found = ask(followed)
    assert (titles(), draft().state, draft().value["districts"]) == (["Fest"], DraftState.REVIEW, ["K"])
    assert draft().changes.all()[0].by == BY_CALENDAR and found.came_at == NOW and found.trouble == ""
    assert not (followed.folder.content / PATH).exists()


def test_the_worker_asks_after_a_pass_what_is_due(followed: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_pass(*_keys: Any, then: Callable[[datetime], object], **_settings: Any) -> None:
        then(NOW)

    monkeypatch.setattr(worker, "work_until_stopped", one_pass)
    with override_settings(HUB_CONFIG=replace(followed.config, calendar_hosts=OWN)):
        call_command("worker")
    assert titles() == ["Fest"]


def test_it_is_asked_rarely_and_with_what_it_said_of_itself(followed: Hub, server: CalendarServer) -> None:
    server.headers = {"ETag": '"1"', "Last-Modified": "Mon, 30 Nov 2026 10:00:00 GMT"}
    ask(followed)
    ask(followed, EVERY / 2)
    assert len(server.asked) == 1 and server.asked[0]["User-Agent"].startswith("Mitmachstation/")
    found = ask(followed, EVERY)
    assert server.asked[1]["If-None-Match"] == '"1"'
    assert server.asked[1]["If-Modified-Since"] == server.headers["Last-Modified"]
    assert found.came_at == NOW + EVERY and draft().version == 3
    ask(followed, ROLL_ON + EVERY)
    assert server.asked[2]["If-None-Match"] is None


def test_what_only_goes_by_is_no_news(followed: Hub, server: CalendarServer) -> None:
    """Each time a server writes other stamps; days pass; programs leave out what is over."""
    weekly = entry("Hilfe", 1, "RRULE:FREQ=WEEKLY", uid="2")
    server.body = calendar(entry("Fest"), weekly)
    ask(followed)
    before = draft().version
    for days, body in ((2, (entry("Fest"), weekly)), (9, (weekly,))):
        server.body = calendar(*body)
        ask(followed, timedelta(days=days))
    assert draft().version == before
    server.body = calendar(weekly, entry("Flohmarkt", 20, uid="3"))
    ask(followed, timedelta(days=10))
    assert sorted(titles()) == ["Flohmarkt", "Hilfe"] and draft().state == DraftState.REVIEW


def test_translations_stay_with_what_is_called_the_same(followed: Hub, server: CalendarServer) -> None:
    ask(followed)
    value = draft().value
    value["dates"][0]["title"]["en"] = "Party"
    content_services.WAY.save(PATH, value, seen=draft().version, by="e", now=NOW)
    server.body = calendar(entry("Fest", 4), entry("Chor", uid="2"))
    ask(followed, EVERY)
    kept = {one["title"]["de"]: one["title"] for one in draft().value["dates"]}
    assert kept == {"Fest": {"de": "Fest", "en": "Party"}, "Chor": {"de": "Chor"}}


def test_a_draft_about_to_be_published_is_left_alone(followed: Hub, server: CalendarServer) -> None:
    ask(followed)
    content_services.WAY.approve(PATH, seen=draft().version, by="o", now=NOW)
    server.body = calendar(entry("Chor"))
    ask(followed, EVERY)
    assert titles() == ["Fest"] and len(server.asked) == 1


def test_what_is_not_fit_waits_as_a_draft_and_needs_who_writes(
    followed: Hub, server: CalendarServer, client: Client
) -> None:
    server.body = calendar(entry("x" * 90))
    ask(followed)
    assert draft().state == DraftState.DRAFT and titles() == ["x" * 90]
    assert "passt so nicht auf Stationen" in shown(client, "home")
    assert "höchstens 80" in shown(client, "content-draft", *PAGE)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"status": 404}, CalendarFault.NOT_GIVEN),
        ({"status": 500}, CalendarFault.NOT_GIVEN),
        ({"body": b"<html>sign in</html>"}, CalendarFault.NO_CALENDAR),
        ({"body": calendar(entry("Sa\0al"))}, CalendarFault.NO_CALENDAR),
        ({"body": b"BEGIN:VCALENDAR\r\nnonsense"}, CalendarFault.NO_CALENDAR),
        ({"body": calendar(*[entry("x")] * 2_001)}, CalendarFault.TOO_LARGE),
        ({"body": b"BEGIN:VCALENDAR" + b"x" * 2_000_000}, CalendarFault.TOO_LARGE),
        ({"status": 302, "headers": {"Location": "/again"}}, CalendarFault.TOO_MANY_HOPS),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/"}}, CalendarFault.NOT_SECURE),
        ({"status": 302, "headers": {"Location": "https://169.254.169.254/"}}, CalendarFault.OWN_NETWORK),
        ({"status": 302, "headers": {"Location": "https://"}}, CalendarFault.NO_ADDRESS),
    ],
)
def test_one_that_does_not_come_changes_nothing(
    followed: Hub, server: CalendarServer, change: dict[str, Any], fault: CalendarFault
) -> None:
    ask(followed)
    for name, value in change.items():
        setattr(server, name, value)
    found = ask(followed, EVERY)
    assert found.trouble.split()[0] == fault and found.failing_since == NOW + EVERY and titles() == ["Fest"]
    assert ask(followed, 2 * EVERY).failing_since == NOW + EVERY
    server.status, server.body, server.headers = 200, calendar(entry("Chor")), {}
    assert ask(followed, 3 * EVERY).failing_since is None and titles() == ["Chor"]


def test_a_server_that_is_gone_is_told(followed: Hub) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        CalendarSubscription.objects.update(address=f"http://127.0.0.1:{unheard.getsockname()[1]}/")
        assert ask(followed).trouble.split()[0] == CalendarFault.UNREACHED


def test_one_that_never_ends_is_ended(server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_fetch, "FETCH_SECONDS", 0.0)
    assert fault_of(lambda: fetch_calendar(server.address, own_hosts=OWN)) is CalendarFault.TOO_SLOW


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", CalendarFault.NO_ADDRESS),
        ("calendar", CalendarFault.NO_ADDRESS),
        ("file:///etc/passwd", CalendarFault.NO_ADDRESS),
        ("https://me:secret@example.org/", CalendarFault.NO_ADDRESS),
        ("https://example.org/a b", CalendarFault.NO_ADDRESS),
        ("https://example.org:99999/", CalendarFault.NO_ADDRESS),
        (f"https://example.org/{'x' * 500}", CalendarFault.NO_ADDRESS),
        ("http://example.org/x.ics", CalendarFault.NOT_SECURE),
        ("http://127.0.0.1/", CalendarFault.NOT_SECURE),
        ("https://127.0.0.1/", CalendarFault.OWN_NETWORK),
        ("https://127.1/", CalendarFault.OWN_NETWORK),
        ("https://2130706433/", CalendarFault.OWN_NETWORK),
        ("https://[::1]/", CalendarFault.OWN_NETWORK),
        ("https://localhost/", CalendarFault.OWN_NETWORK),
        ("webcal://10.0.0.1/", CalendarFault.OWN_NETWORK),
    ],
)
def test_such_an_address_is_not_even_kept(address: str, fault: CalendarFault) -> None:
    assert fault_of(lambda: check_address(address, own_hosts=())) is fault


def test_what_people_copy_out_of_other_programs_is_understood() -> None:
    assert check_address(" webcal://example.org/x.ics ", own_hosts=()) == "https://example.org/x.ics"
    assert check_address("http://Intranet/x.ics", own_hosts=["INTRANET"]) == "http://Intranet/x.ics"


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_networks_of_their_own_are_known(address: str) -> None:
    assert not is_public(address)
    assert is_public("193.99.144.80") and is_public("2a02:2e0:3fe:1001:302::")


def test_a_public_name_that_leads_inside_is_not_asked(server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.address.split(":")[2].split("/")[0])
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *more, **named: real("127.0.0.1", *more, **named))
    asked = f"https://calendar.example.org:{port}/"
    assert fault_of(lambda: fetch_calendar(asked, own_hosts=())) is CalendarFault.OWN_NETWORK
    assert server.asked == []


# The pages.


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


PAGE = ("dates", "boergerhus")


def shown(client: Client, name: str, *arguments: str) -> str:
    return client.get(reverse(f"console:{name}", args=arguments)).content.decode()


def test_a_calendar_is_followed_with_only_the_pages(followed: Hub, server: CalendarServer, client: Client) -> None:
    unsubscribe(PATH, by="e", now=NOW)
    url = reverse("console:follow-calendar", args=PAGE)
    refused = client.post(url, {"address": "https://10.0.0.1/secret.ics"}).content.decode()
    assert "https://10.0.0.1/secret.ics" in refused and "eigenen Netz" in refused
    secret = f"{server.address}?token=secret"
    with override_settings(HUB_CONFIG=HubConfig(calendar_hosts=OWN)):
        assert client.post(url, {"address": secret}).status_code == 302
    assert secret in client.get(url).content.decode() and "secret" not in shown(client, "content-draft", *PAGE)
    assert "secret" not in "".join(str(one.facts) for one in AuditEntry.objects.all())
    follow_calendars(followed.folder, own_hosts=OWN, now=timezone.now())
    assert "folgen einem Kalender bei 127.0.0.1" in shown(client, "content-draft", *PAGE)
    assert "Fest" in draft().value["dates"][0]["title"]["de"]
    assert "Aus einem Kalender sind neue Termine" in shown(client, "home")
    client.post(url, {"deed": "stop"})
    assert not CalendarSubscription.objects.exists() and titles() == ["Fest"]
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"calendar-subscribed", "calendar-unsubscribed"} <= events


def test_one_that_has_not_come_for_days_needs_somebody(followed: Hub, client: Client) -> None:
    kept = CalendarFault.NOT_GIVEN.kept({"host": "127.0.0.1", "status": 404})
    for days, is_told in ((2, False), (4, True)):
        CalendarSubscription.objects.update(failing_since=timezone.now() - timedelta(days=days), trouble=kept)
        assert ("seit Tagen nicht gekommen" in shown(client, "home")) is is_told
    assert "gibt den Kalender nicht heraus (HTTP 404)" in shown(client, "content-draft", *PAGE)


def test_a_house_follows_calendars_for_its_own_dates_alone(followed: Hub, client: Client) -> None:
    mine = followed.enrolled_station(name="SBZ")
    OneTimePassword.objects.filter(user=User.objects.get()).delete()
    give_role(User.objects.get(), Role.HOUSE, [mine.device])
    url = reverse("console:follow-calendar", args=PAGE)
    assert client.get(url).status_code == 200
    ContentDraft.objects.update(value={**draft().value, "districts": ["A"]})
    assert client.get(url).status_code == 403
    assert client.post(url, {"deed": "stop"}).status_code == 403 and CalendarSubscription.objects.exists()
    assert client.get(reverse("console:follow-calendar", args=("projects", "x"))).status_code == 403
