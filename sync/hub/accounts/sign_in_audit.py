"""Signing in and out as it is noted in the audit log, and the brake on guessing after the password.

Names of people who failed are not kept in the log.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent

SOMEBODY = "somebody"
"""Who acts when nobody is logged in: what was typed as a name may have been a password."""


def listen() -> None:
    """Connect to the signals. Twice makes no difference."""
    user_logged_in.connect(_note_in, dispatch_uid="audit-in")
    user_logged_out.connect(_note_out, dispatch_uid="audit-out")
    # A single wrong password is no event: it would let strangers fill the log. Being shut out is one.
    user_locked_out.connect(_note_shut_out, dispatch_uid="audit-shut-out")


def _note_in(*, user: AbstractBaseUser, **_rest: Any) -> None:
    SessionStore.clear_expired()  # what somebody typed may be in them; nothing else ever takes them away
    audit.append(AuditEvent.SIGNED_IN, user.get_username(), at=timezone.now())


def _note_out(*, user: AbstractBaseUser | None, **_rest: Any) -> None:
    if user is not None:
        audit.append(AuditEvent.SIGNED_OUT, user.get_username(), at=timezone.now())


def _note_shut_out(*, request: HttpRequest, **_rest: Any) -> None:
    if request.axes_failures_since_start is None:  # type: ignore[attr-defined]
        return  # shut out already, and told then: whoever goes on guessing adds nothing
    audit.append(AuditEvent.SIGN_IN_FAILED, SOMEBODY, at=timezone.now())


def is_shut_out(request: HttpRequest, user: User) -> bool:
    """True after too many failures for this account from there: then the answer becomes the page that says so."""
    credentials = {"username": user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = credentials  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, user: User) -> None:
    """A step after the password failed: it counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)
