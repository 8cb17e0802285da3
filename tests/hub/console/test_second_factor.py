"""The app as second step of signing in: without its code nobody is in, and a code is good once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sync.hub.accounts import totp
from sync.hub.accounts.services import renew_password
from sync.hub.audit.models import AuditEntry
from sync.protocol.errors import Refused
from tests.kits.hub import NOW, Hub

HOME, LOGIN, CODE = "console:home", "console:login", "console:code"


def app(secret: str, at: datetime) -> str:
    """What the owner's app shows at a moment."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(at.timestamp())).decode()


@pytest.fixture
def secret(hub: Hub) -> str:
    """The secret of the first account, which has a second step since an hour ago."""
    made, before = totp.new_secret(), datetime.now(UTC) - timedelta(hours=1)
    totp.set_up(User.objects.get(), made, app(made, before), now=before)
    return made


def type_password(hub: Hub, client: Client, target: str = "") -> str:
    values = {"username": hub.account.user, "password": hub.account.password, "next": target}
    return str(client.post(reverse(LOGIN), values).headers["Location"])


def is_in(client: Client) -> bool:
    return client.get(reverse(HOME)).status_code == 200


def test_the_password_alone_opens_nothing(hub: Hub, secret: str) -> None:
    assert type_password(hub, hub.client) == reverse(CODE)
    assert not is_in(hub.client)
    assert hub.client.post(reverse(CODE), {"code": "000000"}).status_code == 200
    assert not is_in(hub.client)


def test_password_and_code_lead_where_one_wanted_to_go(hub: Hub, secret: str) -> None:
    type_password(hub, hub.client, target="/stations/")
    answer = hub.client.post(reverse(CODE), {"code": app(secret, datetime.now(UTC))})
    assert answer.headers["Location"] == "/stations/"
    assert is_in(hub.client)


def test_a_code_without_the_password_opens_nothing(hub: Hub, secret: str) -> None:
    answer = hub.client.post(reverse(CODE), {"code": app(secret, datetime.now(UTC))})
    assert answer.headers["Location"] == reverse(LOGIN)
    assert not is_in(hub.client)


def test_waiting_for_the_code_ends_when_the_password_changes(hub: Hub, secret: str) -> None:
    type_password(hub, hub.client)
    user = User.objects.get()
    user.set_password("etwas ganz anderes")
    user.save()
    answer = hub.client.post(reverse(CODE), {"code": app(secret, datetime.now(UTC))})
    assert answer.headers["Location"] == reverse(LOGIN)


@pytest.mark.parametrize(("seconds", "fits"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_clocks_may_differ_by_one_window(hub: Hub, secret: str, seconds: int, fits: bool) -> None:
    now = NOW + timedelta(days=365)
    code = app(secret, now + timedelta(seconds=seconds))
    assert totp.is_right(User.objects.get(), code, now=now) is fits


def test_a_code_is_good_once(hub: Hub, secret: str) -> None:
    user, now = User.objects.get(), datetime.now(UTC)
    assert totp.is_right(user, app(secret, now), now=now)
    assert not totp.is_right(user, app(secret, now), now=now)
    assert not totp.is_right(user, app(secret, now - timedelta(seconds=30)), now=now)


def test_after_five_wrong_codes_the_right_one_does_not_help_for_a_while(hub: Hub, secret: str) -> None:
    user, now = User.objects.get(), datetime.now(UTC)
    for _ in range(totp.MOST_WRONG):
        assert not totp.is_right(user, "1", now=now)
    assert not totp.is_right(user, app(secret, now), now=now)
    later = now + totp.PAUSE + timedelta(seconds=1)
    assert totp.is_right(user, app(secret, later), now=later)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_sets_nothing_up(hub: Hub, code: str) -> None:
    with pytest.raises(Refused):
        totp.set_up(User.objects.get(), totp.new_secret(), code, now=NOW)
    assert not totp.has_app(User.objects.get())


def test_setting_it_up_and_taking_it_away_at_the_console(hub: Hub) -> None:
    hub.client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("console:app")
    assert "<svg" in hub.client.get(page).content.decode()
    secret = hub.client.session["secret-to-set-up"]
    hub.client.post(page, {"code": "000000"})
    assert not totp.has_app(User.objects.get())
    now = datetime.now(UTC)
    hub.client.post(page, {"code": app(secret, now)})
    assert totp.has_app(User.objects.get())
    hub.client.post(page, {"code": app(secret, now)})
    assert totp.has_app(User.objects.get()), "the same code is not good twice"
    hub.client.post(page, {"code": app(secret, now + timedelta(seconds=30))})
    assert not totp.has_app(User.objects.get())
    events = AuditEntry.objects.filter(event__startswith="second-step").values_list("event", flat=True)
    assert list(events) == ["second-step-added", "second-step-removed"]


def test_a_new_one_time_password_takes_the_second_step_away(hub: Hub, secret: str) -> None:
    renew_password(hub.account.user, by="test", now=NOW)
    assert not totp.has_app(User.objects.get())
