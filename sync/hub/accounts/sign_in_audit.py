"""Signing in and out as it is noted in the audit log. Names of people who failed are not kept there."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from sync.hub.accounts.sign_in_brake import PAUSE
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry

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
    now = timezone.now()
    last = AuditEntry.objects.filter(event=AuditEvent.SIGN_IN_FAILED).order_by("-number").first()
    if last is None or now - last.at > PAUSE:  # however many strangers guess, from however many places
        audit.append(AuditEvent.SIGN_IN_FAILED, SOMEBODY, at=now)
