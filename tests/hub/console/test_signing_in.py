"""Coming in: one-time passwords, the brake on guessing, and who notices."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from sync.hub.accounts import services
from sync.hub.accounts.roles import Role
from sync.hub.audit.models import AuditEntry
from sync.protocol.errors import Refused
from tests.kits.hub import NOW, Hub

NEW = "drei Wörter am Hafen"


def sign_in(client: Client, name: str, password: str) -> int:
    answer = client.post(reverse("console:login"), {"username": name, "password": password, "login": name})
    return answer.status_code


def test_a_one_time_password_opens_only_the_page_to_choose_another(hub: Hub) -> None:
    first = services.make_account("erika", Role.AUDITOR, by="admin", now=NOW)
    assert sign_in(hub.client, "erika", first) == 302
    assert hub.client.get(reverse("console:stations")).headers["Location"] == reverse("console:password")
    page = hub.client.post(reverse("console:password"), {"old": first, "new": "kurz", "again": "kurz"})
    assert page.status_code == 200
    hub.client.post(reverse("console:password"), {"old": first, "new": NEW, "again": NEW})
    assert hub.client.get(reverse("console:stations")).status_code == 200
    assert sign_in(Client(), "erika", first) != 302
    assert sign_in(Client(), "erika", NEW) == 302


@pytest.mark.parametrize(
    "values", [{"old": "falsch"}, {"again": "etwas ganz anderes"}, {"new": "erika", "again": "erika"}]
)
def test_a_password_is_not_changed_by_halves(hub: Hub, values: dict[str, str]) -> None:
    first = services.make_account("erika", Role.AUDITOR, by="admin", now=NOW)
    sign_in(hub.client, "erika", first)
    hub.client.post(reverse("console:password"), {"old": first, "new": NEW, "again": NEW, **values})
    assert User.objects.get(username="erika").check_password(first)


def test_after_five_wrong_passwords_the_right_one_does_not_help_for_a_while(hub: Hub) -> None:
    password = hub.account.password
    assert sign_in(hub.client, "admin", "wrong") == 200
    for _ in range(5):
        last = sign_in(hub.client, "admin", "wrong")
    assert last == 429
    assert sign_in(hub.client, "admin", password) == 429
    answer = hub.client.post(
        reverse("console:login"),
        {"username": "admin", "login": "admin", "password": password},
        headers={"Accept-Language": "en"},
    )
    assert "Too many wrong passwords" in answer.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "admin", password) == 302, "elsewhere it goes on"


def test_shutting_somebody_out_is_told_once_and_without_what_was_typed(hub: Hub) -> None:
    for _ in range(9):
        sign_in(hub.client, "my secret password", "x")
    entries = AuditEntry.objects.filter(event="sign-in-failed")
    assert entries.count() == 1
    assert "secret" not in str(list(entries.values()))


def test_coming_and_going_is_on_record(hub: Hub) -> None:
    sign_in(hub.client, hub.account.user, hub.account.password)
    hub.client.post(reverse("console:logout"))
    events = list(AuditEntry.objects.order_by("-number").values_list("event", "by")[:2])
    assert events == [("signed-out", "admin"), ("signed-in", "admin")]


def test_a_closed_account_is_shut_at_once_and_nobody_closes_their_own(hub: Hub) -> None:
    first = services.make_account("erika", Role.ADMINISTRATOR, by="admin", now=NOW)
    sign_in(hub.client, "erika", first)
    services.close_account("erika", by="admin", now=NOW)
    assert hub.client.get(reverse("console:home")).headers["Location"].startswith(reverse("console:login"))
    with pytest.raises(Refused):
        services.close_account("admin", by="admin", now=NOW)


def test_make_account_tells_the_password_once(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_account", "kerstin", role="auditor")
    password = capsys.readouterr().out.strip()
    assert User.objects.get(username="kerstin").check_password(password)
    for taken in ("kerstin", "Kerstin", "KERSTIN", "ADMIN"):
        with pytest.raises(CommandError, match="already"):
            call_command("make_account", taken, role="auditor")
    assert set(User.objects.values_list("username", flat=True)) == {"admin", "kerstin"}
