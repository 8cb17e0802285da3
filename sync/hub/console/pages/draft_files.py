"""Drafts as files: taken from the console as they would lie in the content source, and brought to stand in a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sync.hub.accounts.roles import Right
from sync.hub.console.forms import NoteForm
from sync.hub.console.web.permissions import having, mark_rights, only_pressed
from sync.hub.console.web.reach import check_content_in_reach, found_content
from sync.hub.console.web.uploads import FirstFiles
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts import content_services, services
from sync.hub.drafts.content_kinds import kind_of_path
from sync.hub.drafts.models import ContentDraft, PollDraft
from sync.hub.drafts.steps import DraftWay
from sync.hub.training import marked_file_name
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused

MOST_FILE_BYTES = 5_000_000
"""No file people bring is larger: calendars of other programs are the largest."""


@having(Right.SEE_CONTENT)
def export(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The draft as a file of the content source."""
    found = found_content(request, kind, name)
    return _as_file(found.value, found.path)


@having(Right.SEE_DRAFTS)
def export_poll(_request: HttpRequest, poll: str) -> HttpResponse:
    """The draft of a poll as a file of the content source."""
    found = get_object_or_404(PollDraft, poll=poll)
    return _as_file(found.value, f"polls/{poll}.json")


def _as_file(value: Any, path: str) -> HttpResponse:
    response = HttpResponse(content_services.write_file(value), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{marked_file_name(path.replace("/", "-"))}"'
    return response


@csrf_exempt  # checked in _take_content, after the one who may not write was sent away: before a file is read
def bring(request: HttpRequest, kind: str, name: str) -> HttpResponseBase:
    """A file in the place of what stands in the draft."""
    return _bring_content(request, kind, name)


@csrf_exempt  # checked in _take_poll, alike
def bring_poll(request: HttpRequest, poll: str) -> HttpResponseBase:
    """A file in the place of what stands in the draft of a poll."""
    return _bring_poll(request, poll)


mark_rights(bring, Right.WRITE_CONTENT)
mark_rights(bring_poll, Right.WRITE_DRAFTS)


@only_pressed("console:content")
@having(Right.WRITE_CONTENT)
def _bring_content(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    request.upload_handlers = [FirstFiles(request)]
    return _take_content(request, kind, name)


@only_pressed("console:polls")
@having(Right.WRITE_DRAFTS)
def _bring_poll(request: HttpRequest, poll: str) -> HttpResponse:
    request.upload_handlers = [FirstFiles(request)]
    return _take_poll(request, poll)


@csrf_protect
def _take_content(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    found = found_content(request, kind, name)

    def read(data: bytes) -> Any:
        value = _content_in(found, data)
        check_content_in_reach(request, found.path, value)
        return value

    _take(request, content_services.WAY, found.path, read)
    return redirect("console:content-draft", kind, name)


@csrf_protect
def _take_poll(request: HttpRequest, poll: str) -> HttpResponse:
    found = get_object_or_404(PollDraft, poll=poll)
    _take(request, services.WAY, poll, lambda data: services.read_file(found, data))
    return redirect("console:draft", poll)


def _take(request: HttpRequest, way: DraftWay[Any], key: str, read: Callable[[bytes], Any]) -> None:
    """Keep what a file says, and tell what became of it."""
    file, form = request.FILES.get("file"), NoteForm(request.POST)
    form.is_valid()
    if file is None:
        messages.error(request, _("Please choose a file."))
        return
    seen = form.version if "seen" in form.cleaned_data else -1
    try:
        value = read(file.read(MOST_FILE_BYTES + 1))
        way.save(key, value, seen=seen, by=request.user.get_username(), now=timezone.now())
    except ChangedMeanwhile:
        messages.error(request, _("Somebody has changed it in the meantime. Nothing was overwritten."))
    except Refused as refused:
        messages.error(request, refusal_words(refused))
    else:
        messages.success(request, _("The file stands here now. What stood here before is in the history."))


def _content_in(found: ContentDraft, data: bytes) -> Any:
    """What a file says: of this kind as it was taken here, of dates also a calendar of another program (iCal)."""
    from sync.hub.content.calendar_import import calendar_in, is_calendar

    kind = kind_of_path(found.path)
    if kind.word != "dates" or not is_calendar(data):
        return content_services.read_file(found.path, data)
    now, zone = timezone.now(), timezone.get_default_timezone()
    districts = found.value.get("districts", [])
    name = kind.name_of(found.path)
    read = calendar_in(data, name=name, districts=districts, today=timezone.localdate(now), zone=zone)
    stations = found.value.get("stations")
    return {**read, "stations": stations} if stations else read
