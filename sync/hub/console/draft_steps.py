"""What the pages of all drafts do alike: what a button asks for is done and told, and what was written is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right
from sync.hub.console.forms import NoteForm, VersionedForm
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts.models import ContentDraft, DraftState, PollDraft
from sync.hub.drafts.steps import DraftFault, DraftWay
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused


class ApprovalForm(forms.Form):
    """From which day what is approved goes to stations."""

    publish_on = forms.DateField(
        label=gettext_lazy("From which day? (empty: at once)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Until then nobody sees it; that day it goes out by itself."),
    )


def approval_context(found: PollDraft | ContentDraft) -> dict[str, Any]:
    """What the pages of drafts need to ask for a day, and to tell the one that was chosen while it is to come."""
    is_ahead = found.publish_on is not None and found.publish_on > timezone.localdate()
    return {"day_form": ApprovalForm(), "publish_on": found.publish_on if is_ahead else None}


def right_for(deed: str, *, otherwise: Right = Right.WRITE_DRAFTS) -> Right:
    """What a button on the page of a draft asks for: to approve and to send back is for others than writers, who have
    the right ``otherwise``."""
    return Right.APPROVE_DRAFTS if deed in {"approve", "send-back", "roll-back"} else otherwise


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
    done, changed = keep_change(request, form, lambda: save(form.version), version=found.version)
    if changed:
        found.refresh_from_db()
        form.show_version(found.version)
    if done:
        messages.success(request, _("Kept."))
    return StepOutcome(is_done=done, changed=changed)


def change_rows(value: Any, changes: Iterable[Any]) -> list[dict[str, Any]]:
    """What was done with a draft, for its page. ``value``: what stands there now."""
    return [
        {
            "number": change.number,
            "state": name_of(DraftState, change.state),
            "by": change.by,
            "at": change.at,
            "note": change.note,
            "is_other": change.value != value,
        }
        for change in changes
    ]


def do_deed(
    request: HttpRequest,
    form: NoteForm,
    way: DraftWay[Any],
    key: str,
    *,
    problems: Callable[[], Collection[object]],
    before: Callable[[], Any],
) -> str:
    """What a button on the page of a draft asks for. Returns what to tell; empty when a note is missing.

    ``problems``: what keeps it from being published; ``before``: what stations showed before, None for nothing. Raises
    Refused.
    """
    deed = request.POST.get("deed", "")
    seen = form.version if "seen" in form.cleaned_data else -1
    who: dict[str, Any] = {"seen": seen, "by": request.user.get_username(), "now": timezone.now()}
    if deed == "hand-in":
        way.hand_in(key, problems=problems(), **who)
        return _("Handed in.")
    if deed == "approve":
        day_form = ApprovalForm(request.POST)
        if not day_form.is_valid():
            raise Refused(DraftFault.NO_DAY)
        day = day_form.cleaned_data["publish_on"]
        way.approve(key, publish_on=day, **who)
        if day and day > timezone.localdate():
            return _("Approved. It goes to stations on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}
        return _("Approved. It goes to stations with the next publication.")
    if deed == "try-again":
        way.try_again(key, **who)
        return _("It is tried again with the next publication.")
    if deed == "send-back" and form.is_valid():
        way.send_back(key, note=form.cleaned_data["note"], **who)
        return _("Sent back.")
    if deed == "roll-back" and form.is_valid():
        if (earlier := before()) is None:
            raise Refused(DraftFault.NOTHING_BEFORE)
        way.roll_back(key, earlier, note=form.cleaned_data["note"], **who)
        return _("The earlier version goes to stations with the next publication.")
    if deed.startswith("put-back-") and deed[9:].isdecimal() and len(deed) < 16:
        way.put_back(key, int(deed[9:]), **who)
        return _("It stands here again as it was. Hand it in to bring it to stations.")
    if deed == "throw-away":
        way.throw_away(key, **who)
        return _("The draft is gone.")
    return ""
