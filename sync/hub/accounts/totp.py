"""One second step of signing in: a six-digit code of an app (RFC 6238). Knows no page and no session.

A code is good once: the window it was made for is remembered, and no code of that or an earlier one is taken again.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q

from sync.hub.accounts.models import AppCode
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.protocol.errors import Refused

SECRET_BYTES = 20
DIGITS = 6
STEP_SECONDS = 30
MOST_WRONG = 5
PAUSE = timedelta(minutes=15)
_KIND = "app"


def new_secret() -> str:
    """A new secret, in the letters in which apps take it by hand."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str, *, name: str) -> str:
    """What a QR code tells an app."""
    return _totp(secret).get_provisioning_uri(name, "Mitmachstation")


def has_app(user: User) -> bool:
    """True when codes of an app let this account in."""
    return AppCode.objects.filter(user=user).exists()


def set_up(user: User, secret: str, code: str, *, now: datetime) -> None:
    """From now on this account needs codes of this secret. Raises Refused when the first code does not fit."""
    window = _window_of(secret, code, now=now)
    if window is None:
        raise Refused("the code does not fit")
    with transaction.atomic():
        values = {"secret": secret, "last_window": window, "wrong": 0, "wrong_at": None}
        AppCode.objects.update_or_create(user=user, defaults=values)
        audit.append(AuditEvent.SECOND_STEP_ADDED, user.get_username(), at=now, kind=_KIND)


def is_right(user: User, code: str, *, now: datetime, counted: bool = True) -> bool:
    """Whether this code lets the account in, once. After five wrong ones none does for a quarter of an hour.

    Not ``counted``: somebody else does, for a browser that is known; strangers do not shut its owner out.
    """
    row = AppCode.objects.filter(user=user).first()
    if row is None:
        return False
    # Each try is counted before it is looked at, in one UPDATE: many at once gain nothing.
    AppCode.objects.filter(user=user, wrong_at__lt=now - PAUSE).update(wrong=0)
    may_try = AppCode.objects.filter(user=user, wrong__lt=MOST_WRONG)
    if counted and not may_try.update(wrong=F("wrong") + 1, wrong_at=now):
        return False
    window = _window_of(row.secret, code, now=now)
    if window is None:
        return False
    unused = AppCode.objects.filter(Q(last_window__lt=window), user=user)
    return bool(unused.update(last_window=window, wrong=0, wrong_at=None))


def take_away(user: User, *, by: str, now: datetime) -> bool:
    """The app's codes are of no use any more. False when there was none."""
    with transaction.atomic():
        deleted, _ = AppCode.objects.filter(user=user).delete()
        if deleted:
            audit.append(AuditEvent.SECOND_STEP_REMOVED, by, at=now, name=user.get_username(), kind=_KIND)
    return bool(deleted)


def _window_of(secret: str, code: str, *, now: datetime) -> int | None:
    """Which window of 30 seconds a code was made for: this one, or one beside it, as clocks differ."""
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
        return None
    here = int(now.timestamp()) // STEP_SECONDS
    for window in (here, here - 1, here + 1):
        try:
            _totp(secret).verify(digits.encode(), window * STEP_SECONDS)
        except InvalidToken:
            continue
        return window
    return None


def _totp(secret: str) -> TOTP:
    # SHA-1 is what every app understands; nothing here rests on its collisions.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
