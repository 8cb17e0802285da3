"""The sessions of one account: where it is signed in, and ending them. Named by a hash, never by their keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent

BEGAN, SEEN, BROWSER = "began", "seen", "browser"
"""What a session remembers of itself: its first and its last page (seconds since 1970), and what opened it."""
MOST_BROWSER = 300


@dataclass(frozen=True)
class OwnSession:
    """One open session. ``browser`` is what the browser calls itself, empty where it says nothing."""

    mark: str
    began: datetime | None
    seen: datetime | None
    browser: str


def sessions_of(user: User, *, now: datetime) -> list[OwnSession]:
    """Every session of the account that is open, the one used last first."""
    found = [
        OwnSession(mark_of(row.session_key), _moment(kept.get(BEGAN)), _moment(kept.get(SEEN)), kept.get(BROWSER, ""))
        for row, kept in _rows(user, now)
    ]
    return sorted(found, key=lambda one: one.seen or now, reverse=True)


def end_sessions(user: User, *, marks: set[str], by: str, now: datetime) -> int:
    """End these sessions of the account. Returns how many there were; others are never touched."""
    with transaction.atomic():
        keys = [row.session_key for row, _kept in _rows(user, now) if mark_of(row.session_key) in marks]
        Session.objects.filter(session_key__in=keys).delete()
        if keys:
            audit.append(AuditEvent.SESSIONS_ENDED, by, at=now, name=user.username, sessions=len(keys))
    return len(keys)


def mark_of(session_key: str) -> str:
    """What a page may call a session: nobody signs in with it."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]


def _rows(user: User, now: datetime) -> Iterator[tuple[Session, dict[str, str]]]:
    # There are as many as people at work: each is opened, its account stands inside.
    for row in Session.objects.filter(expire_date__gt=now):
        kept = row.get_decoded()
        if kept.get(SESSION_KEY) == str(user.pk):
            yield row, kept


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
