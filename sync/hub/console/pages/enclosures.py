"""What people left beside the words of a report: seen, heard, written down, blackened. Every look is logged."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console.enclosure_forms import BlackenForm, TranscriptForm
from sync.hub.console.forms import VersionedForm
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.enclosures.models import Enclosure, EnclosureKind, EnclosureState, ReportTerms, StoredBytes
from sync.hub.enclosures.services import blacken, write_down

_TYPES = {EnclosureKind.PHOTO: "image/jpeg", EnclosureKind.SPOKEN: "audio/ogg"}


@having(Right.SEE_REPORTS)
def enclosure_bytes(request: HttpRequest, record_id: str, position: int, form: str) -> HttpResponse:
    """The photo or the spoken message itself: ``whole``, or of a photo as it is ``passed-on``."""
    found = _ready(record_id, position)
    stored = get_object_or_404(StoredBytes, enclosure=found)
    data = stored.whole if form == "whole" else stored.passed_on
    if data is None:
        raise Http404
    audit.append(
        AuditEvent.ENCLOSURE_SEEN, request.user.get_username(), at=timezone.now(), record=record_id,
        form=f"{found.kind}-{form}",
    )  # fmt: skip
    response = HttpResponse(bytes(data), content_type=_TYPES[EnclosureKind(found.kind)])
    response.headers["Content-Disposition"] = "inline"
    return response


@having(Right.ANSWER_REPORTS)
def photo_blacken(request: HttpRequest, record_id: str, position: int) -> HttpResponse:
    """Black rectangles on a photo, with the reason that whoever left it reads."""
    found = _ready(record_id, position)
    if not found.is_photo:
        raise Http404
    start = {
        "rectangles": "\n".join(" ".join(map(str, box)) for box in found.rectangles),
        "because": found.hidden_because,
        "seen": found.version,
    }
    form = BlackenForm(posted(request), initial=start)

    def keep() -> None:
        values, by = form.cleaned_data, request.user.get_username()
        boxes, because = values["rectangles"], values["because"]
        blacken(found.id, boxes, because=because, by=by, now=timezone.now(), seen=form.version)

    return _shown(request, found, form, keep, template="console/photo_blacken.html")


@having(Right.ANSWER_REPORTS)
def spoken_transcript(request: HttpRequest, record_id: str, position: int) -> HttpResponse:
    """What is said, in writing."""
    found = _ready(record_id, position)
    if found.is_photo:
        raise Http404
    form = TranscriptForm(posted(request), initial={"transcript": found.transcript, "seen": found.version})

    def keep() -> None:
        by = request.user.get_username()
        write_down(found.id, form.cleaned_data["transcript"], by=by, now=timezone.now(), seen=form.version)

    return _shown(request, found, form, keep, template="console/spoken_transcript.html")


@having(Right.ANSWER_REPORTS)
def report_contact(request: HttpRequest, record_id: str) -> HttpResponse:
    """How whoever left a report can be asked back."""
    terms = get_object_or_404(ReportTerms.objects.select_related("report"), report__record_id=record_id)
    if not terms.contact:
        raise Http404
    audit.append(AuditEvent.CONTACT_SEEN, request.user.get_username(), at=timezone.now(), record=record_id)
    return render(request, "console/report_contact.html", {"report": terms.report, "contact": terms.contact})


def _ready(record_id: str, position: int) -> Enclosure:
    return get_object_or_404(
        Enclosure.objects.select_related("report"), report__record_id=record_id, position=position,
        state=EnclosureState.READY.value,
    )  # fmt: skip


def _shown(
    request: HttpRequest, found: Enclosure, form: VersionedForm, keep: Callable[[], None], *, template: str
) -> HttpResponse:
    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept."))
        return redirect("console:report", found.report.record_id)
    context = {"report": found.report, "enclosure": found, "form": form, "changed": changed}
    return render(request, template, context, status=409 if changed else 200)
