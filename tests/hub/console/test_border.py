"""What every page of the hub has in common: no memory keeps it, no odd address or cookie breaks it, no bare page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from sync.hub.console.web.border import FOR_MACHINES
from tests.kits.hub import Hub, on_both

NUL = "\x00"
FORM = "application/x-www-form-urlencoded"


def addresses(*, word: str, number: int = 1) -> Iterator[str]:
    """Every address of the hub, with this word wherever an address has a part of its own."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            place = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, place)
            elif isinstance(entry, URLPattern):
                for name, converter in entry.pattern.converters.items():
                    kind = next((k for k in ("int", "str", "path", "slug") if f"<{k}:{name}>" in place), "")
                    value = str(number) if isinstance(converter, IntConverter) else word
                    assert kind, place
                    place = place.replace(f"<{kind}:{name}>", value)
                yield place.replace("^", "").replace(r"\.", ".").replace("(?P<form>csv|json)$", "csv")

    yield from walk(get_resolver(), "/")


@pytest.fixture
def console(hub: Hub) -> Client:
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_no_memory_on_the_way_keeps_a_page(hub: Hub, console: Client) -> None:
    for client in (console, Client(raise_request_exception=False)):
        for address in addresses(word="x"):
            answer = client.get(address)
            kept = answer.headers.get("Cache-Control", "")
            is_for_everybody = address.startswith("/public/") and kept.startswith("public, ") and not answer.cookies
            assert "no-store" in kept or is_for_everybody or address.startswith(FOR_MACHINES), address
            answer.close()


@on_both
def test_no_sign_that_no_text_has_breaks_a_page(hub: Hub, console: Client) -> None:
    whole = set(addresses(word="x")) & set(addresses(word="y", number=2))
    for client in (console, Client(raise_request_exception=False)):
        for word in ("%00", "a%00b", "%ff", "%ed%a0%80", "%E2%80%AE", "x" * 5000, "..%2f..", "'--"):
            query = "?" + "&".join(
                f"{name}={word}" for name in ("page", "event", "station", "state", "text", "order", word)
            )
            for address in addresses(word=word, number=2**70):
                # Where the word is a part of the address it is refused there, whatever is asked.
                answer = client.get(address + query if address in whole else address)
                assert answer.status_code < 500 or address == "/health", (address, query)
                answer.close()


@on_both
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages", "other"])
@pytest.mark.parametrize(
    "value", [r'"\000\000\000\000\000\000\000\000\000"', r'"aaaaaaaa\000"', "%00" * 9, "\u00ff" * 9]
)
def test_no_cookie_breaks_a_page(hub: Hub, name: str, value: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"{name}={value}"})
    for page in ("console:login", "console:home"):
        assert client.get(reverse(page)).status_code in {200, 302}
    assert client.post(reverse("console:login"), {"username": "x", "password": "y"}).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_nobody_uses_is_refused_before_any_page_is_asked(hub: Hub, console: Client, method: str) -> None:
    for address in addresses(word="x"):
        if address.startswith(FOR_MACHINES):
            continue
        answer = getattr(console, method)(address)
        assert (answer.status_code, answer.content) == (405, b""), address


def test_what_is_not_here_is_said_in_words_with_a_way_back(hub: Hub, console: Client) -> None:
    for address in (
        "/nowhere/",
        "/stations/x/",
        "/reports/x/",
        "/batches/x/",
        "/aside/9/",
        "/incidents/9/",
        "/polls/x/",
    ):
        answer = console.get(address)
        assert answer.status_code == 404, address
        assert "There is nothing at this address" in answer.content.decode(), address
        assert 'href="/"' in answer.content.decode()
    answer = console.get("/api/v1/nothing")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain")


def test_a_request_that_cannot_be_read_is_told_in_words(hub: Hub, console: Client) -> None:
    too_many = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1
    answer = console.post(reverse("console:enrol"), "&".join(["a"] * too_many), "application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()


def test_a_fault_of_our_own_is_told_in_words(hub: Hub, console: Client) -> None:
    (hub.folder.public_keys).unlink()
    answer = console.get(reverse("console:polls"))
    assert answer.status_code == 500
    assert "A fault of the hub" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_button_opened_as_an_address_leads_to_its_page(hub: Hub, console: Client) -> None:
    for name, arguments, page in (
        ("withdraw", ["x"], "enrol"),
        ("take-stick", [], "stick"),
    ):
        answer = console.get(reverse(f"console:{name}", args=arguments))
        assert answer.headers["Location"] == reverse(f"console:{page}")
        answer = Client().post(reverse(f"console:{name}", args=arguments))
        assert answer.headers["Location"].endswith(f"?next={reverse(f'console:{page}')}")


FIELDS = (
    "answer", "again", "batch", "code", "csrfmiddlewaretoken", "deed", "district", "every_days", "kept", "kind",
    "language", "name", "new", "next", "note", "old", "password", "role", "seen", "state", "username", "verdict",
    "weekdays",
)  # fmt: skip


@on_both
@pytest.mark.parametrize("word", [NUL, "a" + NUL, "\u202e", "x" * 20_000, "-1", "9" * 40, "\ud800"])
def test_no_form_that_no_page_sends_breaks_one(hub: Hub, console: Client, word: str) -> None:
    device = hub.enrolled_station().device
    everywhere = {*addresses(word="x"), *addresses(word=device)}
    for client in (console, Client(raise_request_exception=False)):
        for address in everywhere:
            if address.startswith(FOR_MACHINES) or address == "/logout/":
                continue
            answer = client.post(address, urlencode(dict.fromkeys(FIELDS, word), errors="surrogatepass"), FORM)
            assert answer.status_code < 500, address
            answer.close()
