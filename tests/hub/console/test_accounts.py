"""Changing accounts: nothing on one click, nothing for good by accident, and never without an administrator."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sync.hub.accounts import services
from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, role_of
from sync.hub.audit.models import AuditEntry
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from tests.hub.console.test_two_hands import fields, hand, told
from tests.kits.hub import NOW, Hub, on_both


@pytest.fixture
def hands(hub: Hub) -> tuple[Client, Client]:
    services.make_account("anna", Role.AUDITOR, by="test", now=NOW)
    return hand("erika"), hand("otto")


ANNA = "/accounts/anna/"


def anna() -> User:
    return User.objects.get(username="anna")


def test_what_follows_is_said_before_anything_is_done(hub: Hub, hands: tuple[Client, Client]) -> None:
    client, _ = hands
    listed = client.get(reverse("console:accounts")).content.decode()
    assert "deed" not in listed
    assert f'href="{ANNA}"' in listed
    before = anna().password
    shown = client.get(ANNA).content.decode()
    assert "second steps of the account end at once" in shown
    assert anna().password == before


@pytest.mark.parametrize("deed", ["", "other", "Close"])
def test_without_a_button_nothing_is_done(hub: Hub, hands: tuple[Client, Client], deed: str) -> None:
    client, _ = hands
    before = AuditEntry.objects.count()
    client.post(ANNA, {**fields(client, ANNA), "deed": deed})
    client.post(ANNA, {**fields(client, ANNA), "deed": "role"})
    assert AuditEntry.objects.count() == before
    assert anna().is_active


def test_a_closed_account_stays_in_sight_and_is_opened_again_in_its_role(
    hub: Hub, hands: tuple[Client, Client]
) -> None:
    client, _ = hands
    client.post(ANNA, {**fields(client, ANNA), "deed": "close"})
    assert not anna().is_active
    listed = client.get(reverse("console:accounts")).content.decode()
    assert re.search(r"anna\s*<span[^>]*>closed", listed)
    answer = client.post(ANNA, {**fields(client, ANNA), "deed": "reopen"})
    password = re.search(r'class="bigcode"[^>]*>([^<]+)<', answer.content.decode())
    assert password
    assert anna().check_password(password[1])
    assert role_of(anna()) is Role.AUDITOR
    assert OneTimePassword.objects.filter(user=anna()).exists()


def test_a_role_is_changed_and_holds_at_once(hub: Hub, hands: tuple[Client, Client]) -> None:
    client, _ = hands
    reader = Client()
    reader.force_login(anna(), backend="django.contrib.auth.backends.ModelBackend")
    OneTimePassword.objects.all().delete()
    assert reader.get(reverse("console:enrol")).status_code == 403
    client.post(ANNA, {**fields(client, ANNA), "deed": "role", "role": "administrator"})
    assert reader.get(reverse("console:enrol")).status_code == 200


@pytest.mark.parametrize("second", ["password", "role", "close"])
@pytest.mark.parametrize("first", ["password", "role", "close"])
def test_a_second_change_of_an_account_is_told_of_the_first(
    hub: Hub, hands: tuple[Client, Client], first: str, second: str
) -> None:
    erika, otto = hands
    a, b = fields(erika, ANNA), fields(otto, ANNA)
    erika.post(ANNA, {**a, "deed": first, "role": "administrator"})
    before, password = AuditEntry.objects.count(), anna().password
    told(otto.post(ANNA, {**b, "deed": second, "role": "administrator"}))
    assert (AuditEntry.objects.count(), anna().password) == (before, password)


def test_nobody_changes_their_own_account_so(hub: Hub, hands: tuple[Client, Client]) -> None:
    erika, _ = hands
    for deed in ("close", "role", "password"):
        erika.post("/accounts/erika/", {"deed": deed, "role": "auditor", "seen": "0"})
    user = User.objects.get(username="erika")
    assert (user.is_active, role_of(user)) == (True, Role.ADMINISTRATOR)
    for change in (services.close_account, lambda name, **who: services.change_role(name, Role.AUDITOR, **who)):
        with pytest.raises(Refused):
            change("erika", by="erika", now=NOW)


@on_both
def test_two_administrators_who_close_each_other_leave_one(hub: Hub) -> None:
    for name in ("erika", "otto"):
        services.make_account(name, Role.ADMINISTRATOR, by="test", now=NOW)
    services.close_account("otto", by="erika", now=NOW)
    for change in (
        services.close_account,
        services.renew_password,
        lambda name, **who: services.change_role(name, Role.AUDITOR, **who),
    ):
        with pytest.raises(Refused, match="administrator"):
            change("erika", by="otto", now=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.reopen_account("otto", by="erika", now=NOW, seen=0)
