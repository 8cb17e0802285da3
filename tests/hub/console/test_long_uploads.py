"""Which pages take more than a filled-in form, and from whom: the server asks before it reads a body."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from sync.hub.accounts.known_browser import COOKIE, remember
from sync.hub.config import HubConfig
from sync.hub.console.web.uploads import LONG, MOST_OF_ONE_FILE
from sync.hub.server import bounds_of
from tests.kits.hub import Hub


def known_cookie() -> str:
    response = HttpResponse()
    remember(RequestFactory().get("/"), response, "erika")
    return f"{COOKIE}={response.cookies[COOKIE].value}"


def test_pages_that_take_files_take_long_ones_from_browsers_that_were_signed_in(hub: Hub) -> None:
    bounds, known = bounds_of(HubConfig()), {"COOKIE": known_cookie()}
    arguments: dict[str, tuple[str | int, ...]] = {"stick": (), "count": ("a",), "paper-stack": ("a", 1)}
    arguments |= {"bring-content": ("dates", "a"), "bring-draft": ("a",)}
    assert set(arguments) == LONG
    for name, given in arguments.items():
        path = reverse(f"console:{name}", args=given)
        assert bounds.may_be_long(path, known) and not bounds.may_be_long(path, {})
    for path in (reverse("console:paper", args=("a",)), "/", "/no/such/page", "nonsense"):
        assert not bounds.may_be_long(path, known)
    assert bounds.long_body_bytes > MOST_OF_ONE_FILE
