"""What people left beside their words: seen, heard, written down, blackened. Every look is logged.

The same pages for every kind of entry; each kind has addresses of its own, since different accounts may open them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.foreign_media import MediaFault
from sync.hub.accounts.roles import Right
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.console.enclosure_forms import BlackenForm, TranscriptForm
from sync.hub.console.forms import VersionedForm
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import in_reach
from sync.hub.console.wording.names import name_of
from sync.hub.contributions.models import CitizenContribution
from sync.hub.enclosures.models import Enclosure, EnclosureKind, EnclosureState, ReportTerms, StoredBytes
from sync.hub.enclosures.rooms import FIELDS
from sync.hub.enclosures.services import blacken, write_down
from sync.hub.entries.models import CitizenEntry
from sync.hub.reports.models import DefectReport

_TYPES = {EnclosureKind.PHOTO: "image/jpeg", EnclosureKind.SPOKEN: "audio/ogg"}
_PLACE = r"/(?P<record_id>[0-9a-f]{32})/attachments/(?P<position>[0-9]{1,3})/"


@dataclass(frozen=True)
class EnclosurePages:
    """The pages about what entries of one kind came with, and who may open them."""

    rows: type[CitizenEntry]
    see: Right
    work: Right
    folder: str
    """Where their addresses begin."""
    entry_page: str
    """The page of one entry, and of all of them, by their names."""
    all_page: str
    all_title: str | Promise
    enclosure_page: str
    blacken_page: str
    words_page: str

    def of(self, entry: CitizenEntry) -> dict[str, object]:
        """What the template of enclosures shows of an entry."""
        found = Enclosure.objects.filter(**{f"enclosed__{FIELDS[self.rows]}": entry}).order_by("position")
        return {"enclosures": [_with_fault(one) for one in found], "enclosure_pages": self}

    def ready(self, request: HttpRequest, record_id: str, position: int) -> Enclosure:
        """One that can be seen or heard. Raises Http404, also for whom it is not for."""
        entries = in_reach(request, self.rows._default_manager.filter(record_id=record_id))
        of_these = Enclosure.objects.filter(**{f"enclosed__{FIELDS[self.rows]}__in": entries})
        return get_object_or_404(of_these, position=position, state=EnclosureState.READY.value)


REPORT_ENCLOSURES = EnclosurePages(
    rows=DefectReport,
    see=Right.SEE_REPORTS,
    work=Right.ANSWER_REPORTS,
    folder="reports",
    entry_page="console:report",
    all_page="console:reports",
    all_title=gettext_lazy("Defect reports"),
    enclosure_page="console:enclosure",
    blacken_page="console:photo-blacken",
    words_page="console:spoken-transcript",
)
CONTRIBUTION_ENCLOSURES = EnclosurePages(
    rows=CitizenContribution,
    see=Right.SEE_CONTRIBUTIONS,
    work=Right.REVIEW_CONTRIBUTIONS,
    folder="contributions",
    entry_page="console:contribution",
    all_page="console:contributions",
    all_title=gettext_lazy("Ideas and questions"),
    enclosure_page="console:contribution-enclosure",
    blacken_page="console:contribution-photo-blacken",
    words_page="console:contribution-spoken-transcript",
)


def addresses_of(pages: EnclosurePages) -> list[URLPattern]:
    """Where the pages about enclosures of one kind of entries are."""
    start = f"^{pages.folder}{_PLACE}"
    return [
        re_path(start + r"(?P<form>whole|passed-on)$", _enclosure_bytes(pages), name=_name(pages.enclosure_page)),
        re_path(start + r"blacken/$", _photo_blacken(pages), name=_name(pages.blacken_page)),
        re_path(start + r"words/$", _spoken_transcript(pages), name=_name(pages.words_page)),
    ]


def _name(page: str) -> str:
    return page.removeprefix("console:")


def _enclosure_bytes(pages: EnclosurePages) -> Callable[..., HttpResponseBase]:
    @having(pages.see)
    def enclosure_bytes(request: HttpRequest, record_id: str, position: int, form: str) -> HttpResponse:
        """The photo or the spoken message itself: ``whole``, or of a photo as it is ``passed-on``."""
        found = pages.ready(request, record_id, position)
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

    return enclosure_bytes


def _photo_blacken(pages: EnclosurePages) -> Callable[..., HttpResponseBase]:
    @having(pages.work)
    def photo_blacken(request: HttpRequest, record_id: str, position: int) -> HttpResponse:
        """Black rectangles on a photo, with the reason that whoever left it reads."""
        found = pages.ready(request, record_id, position)
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

        return _shown(request, pages, found, form, keep, template="console/photo_blacken.html")

    return photo_blacken


def _spoken_transcript(pages: EnclosurePages) -> Callable[..., HttpResponseBase]:
    @having(pages.work)
    def spoken_transcript(request: HttpRequest, record_id: str, position: int) -> HttpResponse:
        """What is said, in writing."""
        found = pages.ready(request, record_id, position)
        if found.is_photo:
            raise Http404
        form = TranscriptForm(posted(request), initial={"transcript": found.transcript, "seen": found.version})

        def keep() -> None:
            by = request.user.get_username()
            write_down(found.id, form.cleaned_data["transcript"], by=by, now=timezone.now(), seen=form.version)

        return _shown(request, pages, found, form, keep, template="console/spoken_transcript.html")

    return spoken_transcript


@having(Right.ANSWER_REPORTS)
def report_contact(request: HttpRequest, record_id: str) -> HttpResponse:
    """How whoever left a report can be asked back."""
    terms = get_object_or_404(ReportTerms.objects.select_related("report"), report__record_id=record_id)
    if not terms.contact:
        raise Http404
    audit.append(AuditEvent.CONTACT_SEEN, request.user.get_username(), at=timezone.now(), record=record_id)
    return render(request, "console/report_contact.html", {"report": terms.report, "contact": terms.contact})


def _with_fault(one: Enclosure) -> Enclosure:
    """An enclosure with its fault in words."""
    one.fault_words = name_of(MediaFault, one.fault) if one.fault else ""  # type: ignore[attr-defined]
    return one


def _shown(
    request: HttpRequest,
    pages: EnclosurePages,
    found: Enclosure,
    form: VersionedForm,
    keep: Callable[[], None],
    *,
    template: str,
) -> HttpResponse:
    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept."))
        return redirect(pages.entry_page, found.entry.record_id)
    context = {"entry": found.entry, "enclosure": found, "pages": pages, "form": form, "changed": changed}
    return render(request, template, context, status=409 if changed else 200)
