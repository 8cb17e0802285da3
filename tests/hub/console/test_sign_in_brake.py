"""The brake on guessing: it slows strangers down and lets the owner in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts import known_browser, services, totp
from sync.hub.accounts.models import AppCode
from sync.hub.accounts.sign_in_brake import MOST_FROM_ALL, MOST_FROM_ONE, PAUSE
from sync.hub.audit.models import AuditEntry
from tests.kits.hub import NOW, Hub

OWNER, STRANGER = "198.51.100.7", "203.0.113.66"


def sign_in(browser: Client, password: str, *, name: str = "admin", address: str = OWNER) -> int:
    """The status of the answer: 302 in, 200 asked again, 429 shut out."""
    values = {"username": name, "password": password}
    return browser.post(reverse("console:login"), values, REMOTE_ADDR=address).status_code


def sign_out(browser: Client) -> None:
    """As its button does: cookies stay."""
    assert browser.post(reverse("console:logout")).status_code == 302


def guess(times: int, *, name: str = "admin", address: str = STRANGER, browser: Client | None = None) -> list[int]:
    return [sign_in(browser or Client(), "wrong", name=name, address=address) for _ in range(times)]


def guess_from_everywhere(*, name: str = "admin") -> None:
    for number in range(MOST_FROM_ALL // (MOST_FROM_ONE - 1) + 1):
        guess(MOST_FROM_ONE - 1, name=name, address=f"203.0.113.{number}")


def test_a_stranger_is_shut_out_and_the_owner_elsewhere_is_not(hub: Hub) -> None:
    assert guess(MOST_FROM_ONE)[-1] == 429
    assert sign_in(Client(), hub.account.password, address=STRANGER) == 429
    assert sign_in(Client(), hub.account.password) == 302


def test_sixty_addresses_of_one_stranger_are_one_stranger(hub: Hub) -> None:
    answers = [sign_in(Client(), "wrong", address=f"2001:db8:1:2::{number:x}") for number in range(60)]
    assert answers.count(200) == MOST_FROM_ONE - 1
    assert sign_in(Client(), hub.account.password, address="2001:db8:1:3::1") == 302


def test_the_owner_gets_in_at_an_own_browser_from_where_the_stranger_guesses(hub: Hub) -> None:
    browser = Client()
    assert sign_in(browser, hub.account.password, address=STRANGER) == 302
    sign_out(browser)
    assert guess(MOST_FROM_ONE)[-1] == 429
    assert sign_in(browser, hub.account.password, address=STRANGER) == 302


def test_guessing_from_everywhere_closes_the_name_for_strangers_alone(hub: Hub) -> None:
    browser = Client()
    assert sign_in(browser, hub.account.password) == 302
    sign_out(browser)
    guess_from_everywhere()
    assert sign_in(Client(), hub.account.password, address="192.0.2.1") == 429
    assert sign_in(browser, hub.account.password, address="192.0.2.1") == 302
    assert sign_in(Client(), "wrong", name="somebody-else", address="192.0.2.1") == 200


def test_a_known_browser_has_a_few_tries_too_and_only_for_who_signed_in_there(hub: Hub) -> None:
    password = services.make_account("erika", services.Role.AUDITOR, by="admin", now=NOW)
    services.choose_password(User.objects.get(username="erika"), "drei Wörter am Hafen", now=NOW)
    browser = Client()
    assert sign_in(browser, "drei Wörter am Hafen", name="erika", address=STRANGER) == 302
    sign_out(browser)
    assert guess(MOST_FROM_ONE)[-1] == 429
    assert sign_in(browser, "wrong", address=STRANGER) == 429, "erika's browser is none of admin's"
    assert guess(MOST_FROM_ONE, name="erika", browser=browser)[-1] == 429
    assert password


@pytest.mark.parametrize("cookie", ["", "x", "eyJhIjoxfQ:1:2", "é", "a" * 5000])
def test_a_cookie_of_another_hand_is_none(hub: Hub, cookie: str) -> None:
    assert guess(MOST_FROM_ONE)[-1] == 429
    browser = Client()
    browser.cookies[known_browser.COOKIE] = cookie
    assert sign_in(browser, hub.account.password, address=STRANGER) == 429


def test_the_cookie_lets_nobody_in(hub: Hub) -> None:
    browser = Client()
    assert sign_in(browser, hub.account.password) == 302
    stolen = Client()
    stolen.cookies[known_browser.COOKIE] = browser.cookies[known_browser.COOKIE].value
    assert stolen.get(reverse("console:home")).status_code == 302
    assert browser.cookies[known_browser.COOKIE]["httponly"]


def test_a_pause_ends_and_what_was_tried_during_it_does_not_make_it_longer(hub: Hub) -> None:
    guess(MOST_FROM_ONE)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - PAUSE + timedelta(minutes=1))
    assert guess(3) == [429] * 3
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=1))
    assert sign_in(Client(), hub.account.password, address=STRANGER) == 302


@pytest.mark.parametrize("by_command", [True, False])
def test_a_new_one_time_password_lets_in_at_once_however_much_is_guessed(
    hub: Hub, capsys: pytest.CaptureFixture[str], *, by_command: bool
) -> None:
    guess_from_everywhere()
    guess(MOST_FROM_ONE, address=OWNER)
    if by_command:
        call_command("new_password", "admin")
        password = capsys.readouterr().out.strip()
    else:
        password = services.renew_password("admin", by="erika", now=NOW)
    guess_from_everywhere()
    guess(MOST_FROM_ONE, address=OWNER)
    browser = Client()
    assert sign_in(browser, password) == 302
    chosen = {"old": password, "new": "drei Wörter am Hafen", "again": "drei Wörter am Hafen"}
    assert browser.post(reverse("console:password"), chosen).status_code == 302
    sign_out(browser)
    guess_from_everywhere()
    guess(MOST_FROM_ONE, address=OWNER)
    assert sign_in(browser, "drei Wörter am Hafen") == 302
    assert AuditEntry.objects.filter(event="password-renewed").exists()


def test_new_password_knows_who_there_is(hub: Hub) -> None:
    with pytest.raises(CommandError, match="no account"):
        call_command("new_password", "nobody")


def test_wrong_codes_of_a_stranger_do_not_shut_the_owner_out_at_an_own_browser(hub: Hub) -> None:
    user = User.objects.get(username="admin")
    browser = Client()
    assert sign_in(browser, hub.account.password) == 302
    sign_out(browser)
    AppCode.objects.create(user=user, secret=totp.new_secret(), last_window=0)
    AppCode.objects.update(wrong=totp.MOST_WRONG, wrong_at=NOW + timedelta(days=3650))
    row = AppCode.objects.get()
    code = totp._totp(row.secret).generate(int(timezone.now().timestamp())).decode()
    for where, target in ((Client(), "code"), (browser, "home")):
        assert sign_in(where, hub.account.password) == 302
        answer = where.post(reverse("console:code"), {"code": code}, REMOTE_ADDR=OWNER)
        assert (answer.status_code == 302) is (target == "home")


def test_however_many_strangers_guess_the_log_tells_it_once(hub: Hub) -> None:
    for number in range(6):
        guess(MOST_FROM_ONE + 2, address=f"203.0.113.{number}")
    assert AuditEntry.objects.filter(event="sign-in-failed").count() == 1


def test_the_page_names_what_helps(hub: Hub) -> None:
    guess(MOST_FROM_ONE)
    values = {"username": "admin", "password": "wrong"}
    page = (
        Client()
        .post(reverse("console:login"), values, REMOTE_ADDR=STRANGER, headers={"Accept-Language": "en"})
        .content.decode()
    )
    for helps in ("15 minutes", "signed in before", "one-time password", "new-password"):
        assert helps in page
