"""What the pages of all drafts do alike: what a button asks for is done and told, and what was written is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sync.hub.console.forms import NoteForm, VersionedForm
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts.models import ContentDraft, PollDraft
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused


@dataclass(frozen=True)
class StepOutcome:
    """What became of something sent to a page."""

    is_done: bool = False
    fault: str = ""
    """Why not, in words."""
    changed: ChangedMeanwhile | None = None
    """Somebody else was first."""

    @property
    def status(self) -> int:
        """Of the page that shows it."""
        return 409 if self.changed else 200


def step(request: HttpRequest, form: NoteForm, do: Callable[[], str]) -> StepOutcome:
    """Take the step a button asks for. ``do`` gives what to tell, and nothing when nothing was done."""
    form.is_valid()  # of all deeds but one, the note stays empty
    try:
        told = do()
    except ChangedMeanwhile as meanwhile:
        return StepOutcome(changed=meanwhile)
    except Refused as refused:
        return StepOutcome(fault=refusal_words(refused))
    if told:
        messages.success(request, told)
    return StepOutcome(is_done=bool(told))


def keep(
    request: HttpRequest, form: VersionedForm, found: PollDraft | ContentDraft, save: Callable[[int], None]
) -> StepOutcome:
    """Keep what was written, if it was sent and is in order. ``save`` takes the version that was seen."""
    form.initial["seen"] = found.version
    if request.method != "POST" or not form.is_valid():
        return StepOutcome()
    try:
        save(form.version)
    except ChangedMeanwhile as meanwhile:
        found.refresh_from_db()
        form.show_version(found.version)
        return StepOutcome(changed=meanwhile)
    except Refused as refused:
        form.add_error(None, refusal_words(refused))
        return StepOutcome()
    messages.success(request, _("Kept."))
    return StepOutcome(is_done=True)
