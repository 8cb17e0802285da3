"""Accounts with rights, or a reach, no entry of the audit log gave: somebody reached the database past the hub."""

from __future__ import annotations

from django.contrib.auth.models import User

from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.services import reach_fact, reach_of
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.selectors import entries_of
from sync.protocol.encoding import parse_json

_GIVING = (AuditEvent.ADMINISTRATOR_MADE, AuditEvent.ACCOUNT_MADE, AuditEvent.ROLE_CHANGED)
_OPENING = (AuditEvent.ACCOUNT_CLOSED, AuditEvent.ACCOUNT_REOPENED)


def unlogged_accounts() -> list[str]:
    """The names of accounts that are open, have a role, or reach further, other than the log says."""
    given: dict[str, tuple[str, str]] = {}
    closed: set[str] = set()
    for entry in entries_of(*_GIVING, *_OPENING):
        facts = parse_json(entry.facts)
        if entry.event in _GIVING:
            given[facts["name"]] = (facts.get("role", Role.ADMINISTRATOR.value), facts.get("reach", ""))
        elif entry.event == AuditEvent.ACCOUNT_CLOSED:
            closed.add(facts["name"])
        else:
            closed.discard(facts["name"])
    users = User.objects.filter(is_active=True).order_by("username")
    return [
        user.username
        for user in users
        if (role := role_of(user)) is not None
        and (given.get(user.username) != (role.value, reach_fact(reach_of(user))) or user.username in closed)
    ]
