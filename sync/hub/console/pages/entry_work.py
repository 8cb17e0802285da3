"""What the pages that change one thing have in common: a look is logged, and nobody overwrites what another wrote."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console.forms import VersionedForm
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused


def note_read(request: HttpRequest, event: AuditEvent, record_id: str) -> None:
    """Somebody sees an entry in clear; what is sent back to the page they have before them is no new look."""
    if request.method == "GET":
        audit.append(event, request.user.get_username(), at=timezone.now(), record=record_id)


def keep_change(
    request: HttpRequest, form: VersionedForm, keep: Callable[[], None], *, version: int
) -> tuple[bool, ChangedMeanwhile | None]:
    """Whether it was kept, and who was faster."""
    if request.method != "POST" or not form.is_valid():
        return False, None
    try:
        keep()
    except ChangedMeanwhile as meanwhile:
        form.show_version(version)
        return False, meanwhile
    except Refused as refused:
        form.add_error(None, refusal_words(refused))
        return False, None
    return True, None
