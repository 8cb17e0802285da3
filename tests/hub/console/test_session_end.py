"""Sessions that end: when they do, and that nothing somebody typed is lost with them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from sync.hub.accounts import totp
from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.accounts.sessions import sessions_of
from sync.hub.backups.dump import write_copy
from sync.hub.console.urls import urlpatterns
from sync.hub.console.web.session_end import IDLE, LONGEST
from sync.hub.reports.models import DefectReport
from tests.hub.console.test_second_factor import app
from tests.kits.hub import Hub, on_both

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOTE = "Der Bauhof kommt am Dienstag, „ganz“ sicher <bald> & gern."


def browser(hub: Hub) -> Client:
    """A browser that keeps its cookies and checks nothing away: with Django's guard against foreign forms."""
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    sign_in(client, client.get(reverse("console:login")), hub.account.user, hub.account.password)
    return client


def form_of(answer: HttpResponse) -> tuple[str, dict[str, str]]:
    """Where the form of a page goes, and its hidden fields, as a browser would send them."""
    shown = answer.content.decode()
    main = shown[shown.index('id="main"') :]
    action = re.search(r'<form class="stacked card" method="post"(?: action="([^"]*)")?', main)
    assert action, main
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main)
    return action[1] or answer.wsgi_request.path, {name: unescape(value) for name, value in found}


def sign_in(client: Client, page: HttpResponse, name: str, password: str) -> HttpResponse:
    action, hidden = form_of(page)
    return client.post(action, {**hidden, "username": name, "password": password})


def report_state(hub: Hub) -> str:
    station = hub.enrolled_station()
    record = station.report()
    hub.accept(station.batch([record]))
    hub.work()
    return reverse("console:report-state", args=[record.id])


def end_session(client: Client) -> None:
    """As the hub ends it: the browser does not know."""
    Session.objects.filter(session_key=client.cookies["sessionid"].value).delete()


def test_what_was_typed_stands_there_again_after_the_sign_in(hub: Hub) -> None:
    client, address = browser(hub), report_state(hub)
    _, hidden = form_of(client.get(address))
    end_session(client)
    answer = client.post(address, {**hidden, "state": "in_progress", "note": NOTE})
    assert "is not lost" in answer.content.decode()
    assert DefectReport.objects.get().state == "reported"
    answer = sign_in(client, answer, hub.account.user, "wrong")
    assert "do not belong together" in answer.content.decode(), "a wrong password loses nothing either"
    answer = sign_in(client, answer, hub.account.user, hub.account.password)
    assert urlsplit(answer.headers["Location"]).path == address
    for _ in range(2):  # loading the page again loses nothing
        shown = client.get(address)
        assert NOTE in unescape(shown.content.decode())
        assert re.search(r'value="in_progress"[^>]*checked', shown.content.decode())
        assert DefectReport.objects.get().state == "reported", "nothing happens by itself"
    _, hidden = form_of(shown)
    assert client.post(address, {**hidden, "state": "in_progress", "note": NOTE}).status_code == 302
    assert DefectReport.objects.get().public_note == NOTE
    assert "stands here again" not in client.get(address).content.decode()


def test_it_is_kept_through_a_second_step(hub: Hub) -> None:
    client, address = browser(hub), report_state(hub)
    secret, now = totp.new_secret(), timezone.now()
    totp.set_up(User.objects.get(), secret, app(secret, now - timedelta(seconds=30)), now=now)
    _, hidden = form_of(client.get(address))
    end_session(client)
    answer = client.post(address, {**hidden, "state": "in_progress", "note": NOTE})
    answer = sign_in(client, answer, hub.account.user, hub.account.password)
    assert answer.headers["Location"] == reverse("console:code")
    _, hidden = form_of(client.get(reverse("console:code")))
    answer = client.post(reverse("console:code"), {**hidden, "code": app(secret, timezone.now())})
    assert answer.headers["Location"] == address
    assert NOTE in unescape(client.get(address).content.decode())


def test_whoever_waits_after_too_many_tries_still_has_it(hub: Hub) -> None:
    client, address = browser(hub), report_state(hub)
    _, hidden = form_of(client.get(address))
    end_session(client)
    answer = client.post(address, {**hidden, "state": "in_progress", "note": NOTE})
    for _ in range(5):
        answer = sign_in(client, answer, "nobody", "wrong")
    assert answer.status_code == 429
    shown = answer.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown[shown.index('id="main"') :]))
    answer = client.post(reverse("console:login"), hidden)
    answer = sign_in(client, answer, hub.account.user, hub.account.password)
    assert answer.headers["Location"] == address


def test_it_can_be_discarded(hub: Hub) -> None:
    client, address = browser(hub), report_state(hub)
    _, hidden = form_of(client.get(address))
    end_session(client)
    answer = client.post(address, {**hidden, "state": "in_progress", "note": NOTE})
    sign_in(client, answer, hub.account.user, hub.account.password)
    assert NOTE not in unescape(client.get(address, {"discard": ""}).content.decode())
    assert NOTE not in unescape(client.get(address).content.decode())


def test_a_page_open_since_before_the_sign_in_in_another_tab_loses_nothing(hub: Hub) -> None:
    client, address = browser(hub), report_state(hub)
    _, old = form_of(client.get(address))
    client.post(reverse("console:logout"), {"csrfmiddlewaretoken": old["csrfmiddlewaretoken"]})
    sign_in(client, client.get(reverse("console:login")), hub.account.user, hub.account.password)
    typed = {**old, "state": "in_progress", "note": NOTE}
    answer = client.post(address, typed, headers={"Origin": "http://testserver"}, follow=True)
    assert NOTE in unescape(answer.content.decode())
    assert DefectReport.objects.get().state == "reported"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_what_a_foreign_page_sends_is_never_shown_as_somebodys_own(hub: Hub, headers: dict[str, str]) -> None:
    client, address = browser(hub), report_state(hub)
    foreign = {"state": "solved", "note": NOTE}
    for _ in range(2):  # signed in, and not
        answer = client.post(address, foreign, headers=headers)
        assert answer.status_code == 403
        assert NOTE not in unescape(answer.content.decode())
        assert 'name="kept"' not in answer.content.decode()
        end_session(client)
    sign_in(client, client.get(reverse("console:login")), hub.account.user, hub.account.password)
    assert NOTE not in unescape(client.get(address).content.decode())


def test_what_comes_back_through_the_sign_in_is_what_the_hub_signed(hub: Hub) -> None:
    client = Client()
    credentials = {"username": hub.account.user, "password": hub.account.password}
    for forged in ("x", "", "eyJwYWdlIjoiaHR0cHM6Ly9ldmlsIn0:1:x"):
        answer = client.post(reverse("console:login"), {**credentials, "kept": forged})
        assert answer.headers["Location"] == reverse("console:home")


WITHOUT_WORDS = {"stick", "bring-content", "bring-draft"}
"""They take files only, which are still where they were."""
SECRET_PAGES = {
    "login",
    "code",
    "key",
    "logout",
    "language",
    "password",
    "second",
    "app",
    "add-key",
    "remove-key",
    "sessions",
}


@pytest.mark.parametrize("page", [pattern.name for pattern in urlpatterns])
def test_every_form_of_the_console_keeps_its_words_and_no_page_a_secret(hub: Hub, page: str) -> None:
    pattern = next(pattern for pattern in urlpatterns if pattern.name == page)
    assert isinstance(pattern, URLPattern)
    names = {
        "number": 1,
        "row_id": 1,
        "incident_id": 1,
        "key_id": 1,
        "form": "csv",
        "record_id": "0" * 32,
        "position": 1,
    }
    if page in {"enclosure", "contribution-enclosure"}:
        names["form"] = "whole"
    address = (
        reverse(f"console:{page}", kwargs={name: names.get(name, "x") for name in pattern.pattern.regex.groupindex})
        if page not in {"export-log", "export-reports"}
        else reverse(f"console:{page}", args=["csv"])
    )
    typed = {"note": NOTE, "password": "geheim-1", "old": "geheim-2", "new": "geheim-3", "again": "geheim-4"}
    shown = Client().post(address, {**typed, "code": "geheim-5", "answer": "geheim-6"})
    assert ('name="kept"' in shown.content.decode()) == (page not in SECRET_PAGES | WITHOUT_WORDS)
    assert "geheim" not in shown.content.decode()
    if page not in SECRET_PAGES | WITHOUT_WORDS:
        answer = sign_in(Client(), shown, hub.account.user, hub.account.password)
        session = Session.objects.latest("expire_date").get_decoded()
        assert answer.headers["Location"] == address
        assert session["kept-text"]["typed"] == {"note": [NOTE]}


def signed_in(hub: Hub) -> Client:
    make_account("erika", Role.AUDITOR, by="test", now=timezone.now())
    OneTimePassword.objects.all().delete()
    client = Client()
    client.force_login(User.objects.get(username="erika"), backend=BACKEND)
    assert client.get(reverse("console:home")).status_code == 200
    return client


def shift(client: Client, **places: timedelta) -> None:
    session = client.session
    for name, span in places.items():
        session[name] -= span.total_seconds()
    session.save()


@pytest.mark.parametrize(
    ("places", "is_open"),
    [
        ({"seen": IDLE - timedelta(minutes=1)}, True),
        ({"seen": IDLE + timedelta(minutes=1)}, False),
        ({"began": LONGEST - timedelta(minutes=1)}, True),
        ({"began": LONGEST + timedelta(minutes=1)}, False),
    ],
)
def test_a_session_ends_when_nobody_uses_it_and_at_the_latest_after_its_day(
    hub: Hub, places: dict[str, timedelta], is_open: bool
) -> None:
    client = signed_in(hub)
    shift(client, **places)
    answer = client.get(reverse("console:reports"))
    assert (answer.status_code == 200) == is_open
    assert (client.get(reverse("console:home")).status_code == 200) == is_open


def test_a_session_is_known_from_its_sign_in_on(hub: Hub) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"})
    sign_in(client, client.get(reverse("console:login")), hub.account.user, hub.account.password)
    (one,) = sessions_of(User.objects.get(username=hub.account.user), now=timezone.now())
    assert "Firefox" in one.browser
    assert one.began == one.seen is not None, "its list says since when it is open, before it has asked for a page"


def test_a_session_that_is_used_goes_on(hub: Hub) -> None:
    client = signed_in(hub)
    for _ in range(3):
        shift(client, seen=IDLE - timedelta(minutes=1))
        assert client.get(reverse("console:reports")).status_code == 200
    left = Session.objects.get(session_key=client.cookies["sessionid"].value).expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= IDLE, "the database itself forgets it then"
    assert client.cookies["sessionid"]["expires"] == "", "and the browser with its last window"


def test_a_session_that_has_ended_leaves_nothing_behind(hub: Hub) -> None:
    client = signed_in(hub)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    sign_in(Client(), Client().get(reverse("console:login")), hub.account.user, hub.account.password)
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()


@on_both
def test_no_backup_holds_a_session(hub: Hub, tmp_path: Path) -> None:
    client, address = browser(hub), report_state(hub)
    _, hidden = form_of(client.get(address))
    end_session(client)
    answer = client.post(address, {**hidden, "state": "in_progress", "note": NOTE})
    sign_in(client, answer, hub.account.user, hub.account.password)
    session = Session.objects.get(session_key=client.cookies["sessionid"].value)
    write_copy(tmp_path / "copy.sqlite")
    copied = (tmp_path / "copy.sqlite").read_bytes()
    assert b"django_session" in copied
    assert session.session_key.encode() not in copied
    assert session.session_data[:60].encode() not in copied
