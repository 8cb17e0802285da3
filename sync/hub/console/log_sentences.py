"""Entries of the audit log as sentences in the reader's language. The log itself holds only names and facts."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from sync.hub.audit.events import SENTENCES, AuditEvent
from sync.hub.audit.models import AuditEntry


def log_sentence(entry: AuditEntry) -> str:
    """What happened, in words. An event of a newer version is shown by its name."""
    try:
        facts: dict[str, object] = json.loads(entry.facts)
        return _(SENTENCES[AuditEvent(entry.event)]) % facts
    except (KeyError, ValueError):
        return entry.event
