"""Browsers in which somebody has signed in before: their tries are counted apart from those of strangers.

Whoever guesses at a name slows down strangers, and never its owner at the owner's own browser. The cookie lets nobody
in. It is signed, says who has signed in there, and gives the browser a random address of its own to be counted by.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "known"
_SALT = "sync.hub.accounts.known_browser"
_LASTS_SECONDS = 365 * 24 * 3600
_MOST_NAMES = 8
_PREFIX = b"\xfd"
"""Of addresses that are never routed (RFC 4193). That of a stranger ends in zeros; ours is random to its end."""


@dataclass(frozen=True)
class KnownBrowser:
    """One browser, and who has signed in there, the last one last."""

    address: str
    names: tuple[str, ...]


def read_cookie(value: str) -> KnownBrowser | None:
    """What a cookie says; None for one that this hub has not signed, or too long ago."""
    try:
        told = signing.loads(value, salt=_SALT, max_age=_LASTS_SECONDS)
        return KnownBrowser(str(told["address"]), tuple(map(str, told["names"])))
    except (signing.BadSignature, KeyError, TypeError):
        return None


def address_for(request: HttpRequest, name: str) -> str | None:
    """The address of a browser in which this name has signed in before."""
    browser = read_cookie(request.COOKIES.get(COOKIE, ""))
    return browser.address if browser and name in browser.names else None


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Somebody has signed in, with every step they have."""
    known = read_cookie(request.COOKIES.get(COOKIE, "")) or KnownBrowser(_new_address(), ())
    names = [*(other for other in known.names if other != name), name][-_MOST_NAMES:]
    response.set_cookie(
        COOKIE,
        signing.dumps({"address": known.address, "names": names}, salt=_SALT),
        max_age=_LASTS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _new_address() -> str:
    return str(IPv6Address(_PREFIX + secrets.token_bytes(15)))
