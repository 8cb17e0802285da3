"""Security keys as second step: with real signatures, each answer good once, here, for this account and this key."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.hub.accounts import second_factor, totp, webauthn
from sync.hub.accounts.models import SecurityKey
from sync.hub.accounts.services import renew_password
from sync.hub.accounts.webauthn import KeyFault, KeyPlace, KeyRefused, State, key_place
from sync.hub.audit.models import AuditEntry
from sync.hub.config import HubConfig, HubConfigError, load_hub_config
from tests.kits.examples import examples
from tests.kits.hub import NOW, Hub
from tests.kits.soft_key import PRESENT, SoftKey

ORIGIN = "https://hub.example.org"
PLACE = KeyPlace(ORIGIN)
LATER = NOW + timedelta(minutes=1)


def user() -> User:
    return User.objects.get(username="admin")


def register(key: SoftKey, *, who: User | None = None, **changes: Any) -> SecurityKey:
    question = webauthn.ask_new_key(who or user(), place=PLACE, now=NOW)
    answer = key.create(question.options, **changes)
    return webauthn.add_key(who or user(), answer, question.state, name="blue", place=PLACE, now=LATER)


def show(key: SoftKey, **changes: Any) -> SecurityKey:
    question = webauthn.ask_known_key(user(), place=PLACE, now=NOW)
    return webauthn.accept_key(user(), key.get(question.options, **changes), question.state, place=PLACE, now=LATER)


def fault_of(act: Callable[[], object]) -> KeyFault:
    with pytest.raises(KeyRefused) as refused:
        act()
    return refused.value.fault


def test_a_key_that_was_registered_is_known_again(hub: Hub) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    assert show(key).name == "blue"
    assert show(key).used_at == LATER
    question = webauthn.ask_known_key(user(), place=PLACE, now=NOW).options
    assert question["userVerification"] == "required"
    assert [known["id"] for known in question["allowCredentials"]] == [SecurityKey.objects.get().credential]


def test_what_the_key_keeps_of_an_account_is_a_number_that_names_nobody(hub: Hub) -> None:
    asked = [webauthn.ask_new_key(user(), place=PLACE, now=NOW).options["user"]["id"] for _ in range(2)]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 43


def test_an_answer_is_good_for_its_own_question_only(hub: Hub) -> None:
    key = SoftKey(ORIGIN, counts=False)
    register(key)
    first, second = (webauthn.ask_known_key(user(), place=PLACE, now=NOW) for _ in range(2))
    answer = key.get(first.options)
    assert webauthn.accept_key(user(), answer, first.state, place=PLACE, now=LATER)

    def again(state: State | None) -> KeyFault:
        return fault_of(lambda: webauthn.accept_key(user(), answer, state, place=PLACE, now=LATER))

    assert [again(state) for state in (second.state, None, {})] == [KeyFault.WRONG, KeyFault.STALE, KeyFault.STALE]
    late = NOW + webauthn.ANSWER_WITHIN + timedelta(seconds=1)
    assert fault_of(lambda: webauthn.accept_key(user(), answer, first.state, place=PLACE, now=late)) is KeyFault.STALE


@pytest.mark.parametrize(
    "origin",
    [
        "https://hub.example.org.evil.example", "https://evil.example", "http://hub.example.org",
        "https://hub.example.org:8443", "https://sub.hub.example.org", "",
    ],
)  # fmt: skip
def test_an_answer_given_at_another_address_proves_nothing(hub: Hub, origin: str) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    assert fault_of(lambda: show(key, origin=origin)) is KeyFault.WRONG
    assert fault_of(lambda: register(SoftKey(ORIGIN), origin=origin)) is KeyFault.WRONG


def test_an_answer_for_another_hub_proves_nothing(hub: Hub) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    question = webauthn.ask_known_key(user(), place=PLACE, now=NOW)
    answer = key.get({**question.options, "rpId": "evil.example"})
    assert (
        fault_of(lambda: webauthn.accept_key(user(), answer, question.state, place=PLACE, now=LATER)) is KeyFault.WRONG
    )


def test_a_key_that_did_not_make_sure_of_its_person_is_not_taken(hub: Hub) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    key.flags = PRESENT
    assert fault_of(lambda: show(key)) is KeyFault.WRONG
    key.flags = 0
    assert fault_of(lambda: show(key)) is KeyFault.WRONG
    assert fault_of(lambda: register(SoftKey(ORIGIN, flags=PRESENT))) is KeyFault.WRONG


def test_a_foreign_key_opens_nothing(hub: Hub) -> None:
    own, foreign = SoftKey(ORIGIN), SoftKey(ORIGIN)
    register(own)
    other = User.objects.create_user("other")
    register(foreign, who=other)
    assert fault_of(lambda: show(foreign)) is KeyFault.UNKNOWN
    foreign.id = own.id  # it says it is the right one, but signs with its own secret
    assert fault_of(lambda: show(foreign)) is KeyFault.WRONG
    assert SecurityKey.objects.get(user__username="admin").used_at is None


def test_a_registration_is_no_sign_in(hub: Hub) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    assert fault_of(lambda: show(key, type="webauthn.create")) is KeyFault.WRONG


def test_a_key_that_counts_backwards_is_not_let_in_and_told(hub: Hub) -> None:
    key = SoftKey(ORIGIN, counter=40)
    register(key)
    show(key)
    copy = dataclasses.replace(key, counter=12)
    assert fault_of(lambda: show(copy)) is KeyFault.COPIED
    entry = AuditEntry.objects.get(event="key-counted-back")
    assert json.loads(entry.facts) == {"key": "blue", "name": "admin"}
    show(key)
    still = dataclasses.replace(key, counts=False)
    assert fault_of(lambda: show(still)) is KeyFault.COPIED, "the same count twice is one too many"


def test_passkeys_that_do_not_count_are_taken_as_they_are(hub: Hub) -> None:
    key = SoftKey(ORIGIN, counts=False)
    register(key)
    assert show(key)
    assert show(key)


def test_a_key_is_registered_once_and_no_more_than_ten(hub: Hub) -> None:
    key = SoftKey(ORIGIN)
    register(key)
    assert fault_of(lambda: register(key)) is KeyFault.KNOWN
    for _ in range(webauthn.MOST_KEYS - 1):
        register(SoftKey(ORIGIN))
    assert fault_of(lambda: register(SoftKey(ORIGIN))) is KeyFault.TOO_MANY


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 600), spoilt=st.binary(max_size=6), origin=st.sampled_from(["", "[" * 60_000, "{}", "null"]))
def test_no_spoilt_answer_stops_the_hub(hub: Hub, cut: int, spoilt: bytes, origin: str) -> None:
    question = webauthn.ask_new_key(user(), place=PLACE, now=NOW)
    answer = origin or SoftKey(ORIGIN).create(question.options)
    text = answer[:cut] + spoilt.decode("latin-1") + answer[cut + 1 :]
    with suppress(KeyRefused):
        webauthn.add_key(user(), text, question.state, name="x", place=PLACE, now=LATER)
        SecurityKey.objects.all().delete()  # what was spoilt was no part of the proof
    with pytest.raises(KeyRefused):
        webauthn.accept_key(user(), text, question.state, place=PLACE, now=LATER)


@pytest.mark.parametrize(
    ("changes", "origin", "name"),
    [
        ({}, "http://localhost:8123", "localhost"),
        ({"https": True, "hosts": ("Hub.Example.org",)}, "https://hub.example.org", "hub.example.org"),
        ({"public_address": "https://hub.example.org:443/"}, "https://hub.example.org", "hub.example.org"),
        ({"public_address": "https://hub.example.org:8443"}, "https://hub.example.org:8443", "hub.example.org"),
    ],
)
def test_where_keys_work_is_what_the_settings_say(changes: dict[str, Any], origin: str, name: str) -> None:
    place = key_place(HubConfig(**changes), port="8123")
    assert (place.origin, place.hub) == (origin, name)


def test_an_address_that_is_none_stops_the_start(tmp_path: Any) -> None:
    file = tmp_path / "hub.toml"
    file.write_text('public_address = "hub.example.org"', "utf-8")
    with pytest.raises(HubConfigError, match="public_address"):
        load_hub_config(file)


# ---- at the console


HERE = "http://localhost"


@pytest.fixture
def at_console(hub: Hub) -> Hub:
    """The administrator at the console, at the address where keys work."""
    hub.client.defaults |= {"HTTP_HOST": "localhost", "HTTP_ACCEPT_LANGUAGE": "en"}
    hub.client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    return hub


def question_on(client: Client, page: str) -> dict[str, Any]:
    found = re.search(r'data-question="([^"]+)"', client.get(page).content.decode())
    assert found
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def add_at_console(hub: Hub, key: SoftKey, name: str = "blue") -> None:
    page = reverse("console:add-key")
    values = {"name": name, "answer": key.create(question_on(hub.client, page))}
    assert hub.client.post(page, values).headers["Location"] == reverse("console:second")


def type_password(hub: Hub) -> Client:
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    values = {"username": hub.account.user, "password": hub.account.password}
    answer = client.post(reverse("console:login"), values)
    assert answer.headers["Location"] == reverse("console:key")
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("console:home")).status_code == 200


def test_password_and_key_open_the_console(at_console: Hub) -> None:
    key = SoftKey(HERE)
    add_at_console(at_console, key)
    client = type_password(at_console)
    assert not is_in(client)
    page = reverse("console:key")
    assert "No key has answered" in client.post(page, {"answer": ""}).content.decode()
    client.post(page, {"answer": key.get(question_on(client, page))})
    assert is_in(client)
    events = AuditEntry.objects.order_by("-number").values_list("event", flat=True)[:2]
    assert list(events) == ["signed-in", "key-added"]


def test_a_key_without_the_password_opens_nothing(at_console: Hub) -> None:
    key = SoftKey(HERE)
    add_at_console(at_console, key)
    client = Client(HTTP_HOST="localhost")
    question = webauthn.ask_known_key(user(), place=KeyPlace(HERE), now=NOW).options
    assert client.post(reverse("console:key"), {"answer": key.get(question)}).headers["Location"] == reverse(
        "console:login"
    )


def test_no_answer_is_taken_twice_by_one_visitor_nor_from_another(at_console: Hub) -> None:
    key, page = SoftKey(HERE, counts=False), reverse("console:key")
    add_at_console(at_console, key)
    client, other = type_password(at_console), type_password(at_console)
    question_on(other, page)
    asked = question_on(client, page)
    answer = key.get(asked)
    other.post(page, {"answer": answer})
    assert not is_in(other), "the question was asked of another visitor"
    client.post(page, {"answer": "{}"})
    client.post(page, {"answer": answer})
    assert not is_in(client), "its question was answered before"
    good = key.get(question_on(client, page))
    assert client.post(page, {"answer": good}).status_code == 302
    client.post(
        reverse("console:login"), {"username": at_console.account.user, "password": at_console.account.password}
    )
    assert client.post(page, {"answer": good}).status_code == 200, "it has opened once, and opens nothing more"


def test_a_key_that_was_taken_away_does_not_come_back_by_the_same_answer(at_console: Hub) -> None:
    page = reverse("console:add-key")
    values = {"name": "blue", "answer": SoftKey(HERE).create(question_on(at_console.client, page))}
    assert at_console.client.post(page, values).status_code == 302
    SecurityKey.objects.all().delete()
    assert at_console.client.post(page, values).status_code == 200
    assert not SecurityKey.objects.exists()


def test_after_five_failures_the_right_key_does_not_help_for_a_while(at_console: Hub) -> None:
    key, page = SoftKey(HERE), reverse("console:key")
    add_at_console(at_console, key)
    client = type_password(at_console)
    for _ in range(5):
        last = client.post(page, {"answer": SoftKey(HERE).get(question_on(client, page))})
    assert last.status_code == 429
    assert client.post(page, {"answer": key.get(question_on(client, page))}).status_code == 429
    assert not is_in(client)
    assert AuditEntry.objects.filter(event="sign-in-failed").count() == 1


def test_wrong_codes_of_the_app_count_as_well(at_console: Hub) -> None:
    add_at_console(at_console, SoftKey(HERE))
    client = type_password(at_console)
    answers = [client.post(reverse("console:code"), {"code": "000000"}).status_code for _ in range(5)]
    assert answers[-1] == 429


def test_at_another_address_the_page_says_where_keys_work(at_console: Hub) -> None:
    with override_settings(HUB_CONFIG=dataclasses.replace(at_console.config, public_address=ORIGIN)):
        text = at_console.client.get(reverse("console:add-key")).content.decode()
    assert ORIGIN in text
    assert "data-question" not in text


def test_taking_a_key_away_needs_the_password_and_is_not_silent(at_console: Hub) -> None:
    add_at_console(at_console, SoftKey(HERE))
    add_at_console(at_console, SoftKey(HERE), "green")
    home = reverse("console:home")

    def page() -> str:
        return reverse("console:remove-key", args=[SecurityKey.objects.first().pk])  # type: ignore[union-attr]

    assert "your last second step" not in at_console.client.get(page()).content.decode()
    at_console.client.post(page(), {"password": "a guess"})
    assert SecurityKey.objects.count() == 2
    at_console.client.post(page(), {"password": at_console.account.password})
    assert "password alone" not in at_console.client.get(home).content.decode()
    assert "All administrators are told" in at_console.client.get(page()).content.decode()
    at_console.client.post(page(), {"password": at_console.account.password})
    assert not SecurityKey.objects.exists()
    assert AuditEntry.objects.filter(event="key-removed").count() == 2
    assert "admin signs in with the password alone" in at_console.client.get(home).content.decode()
    add_at_console(at_console, SoftKey(HERE), "new")
    assert "password alone" not in at_console.client.get(home).content.decode()


def test_nobody_guesses_the_password_on_the_page_that_takes_a_key_away(at_console: Hub) -> None:
    add_at_console(at_console, SoftKey(HERE))
    page = reverse("console:remove-key", args=[SecurityKey.objects.get().pk])
    for _ in range(5):
        at_console.client.post(page, {"password": "a guess"})
    assert at_console.client.post(page, {"password": at_console.account.password}).status_code == 429
    assert SecurityKey.objects.exists()


def test_nobody_takes_away_the_key_of_another(at_console: Hub) -> None:
    other = User.objects.create_user("other")
    key = register(SoftKey(ORIGIN), who=other)
    page = reverse("console:remove-key", args=[key.pk])
    assert at_console.client.post(page, {"password": at_console.account.password}).status_code == 404
    assert SecurityKey.objects.exists()


def test_a_new_one_time_password_takes_every_second_step_away(hub: Hub) -> None:
    register(SoftKey(ORIGIN))
    secret = totp.new_secret()
    code = totp._totp(secret).generate(int(NOW.timestamp())).decode()
    totp.set_up(user(), secret, code, now=NOW)
    assert second_factor.steps_of(user()).any
    renew_password("admin", by="test", now=NOW)
    assert not second_factor.steps_of(user()).any
    events = AuditEntry.objects.order_by("-number").values_list("event", flat=True)[:3]
    assert list(events) == ["password-renewed", "key-removed", "second-step-removed"]
    assert list(second_factor.laid_bare()) == ["admin"]
