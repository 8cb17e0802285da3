"""The page on which a draft is seen and heard as stations would show it, and its picture alone."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sync.hub.console.preview_form import PreviewForm
from sync.hub.console.web.permissions import for_readers
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts.models import PollDraft
from sync.hub.previews.painting import Painted, PreviewChoice, paint
from sync.hub.publishing.counting_keys import are_counting_keys_here
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGES
from sync.protocol.polls.background import KEYS_AT_HUB

UNPROCESSABLE = 422
LANGUAGE_OF = {language.code: language for language in LANGUAGES}


@for_readers
def preview(request: HttpRequest, poll: str) -> HttpResponse:
    """One page of the poll in one language, with the words that are heard, and a form to choose others."""
    found = get_object_or_404(PollDraft, poll=poll)
    form = PreviewForm(request.GET)
    look = form.look(page=_page(request))
    context: dict[str, Any] = {
        "poll": poll,
        "title": found.value.get("title", {}).get(DEFAULT_LANGUAGE) or poll,
        "language": look.language[:2],
        "direction": "rtl" if LANGUAGE_OF[look.language].right_to_left else "ltr",
    }
    try:
        painted = _paint(found, look)
    except Refused as refused:
        context |= {"form": form, "fault": refusal_words(refused)}
        return render(request, "console/preview.html", context, status=UNPROCESSABLE)
    shown = PreviewForm({**request.GET.dict(), "step": painted.step, "language": look.language})
    shown.show_steps(painted.steps)
    context |= {"form": shown, "painted": painted, "picture": base64.b64encode(painted.png).decode()}
    context["others"] = [{"page": page, "query": _query(request, page)} for page in range(1, painted.pages + 1)]
    return render(request, "console/preview.html", context)


@for_readers
def picture(_request: HttpRequest, poll: str) -> HttpResponse:
    """The picture of the question alone, for the page of the draft."""
    found = get_object_or_404(PollDraft, poll=poll)
    try:
        painted = _paint(found, PreviewChoice())
    except Refused as refused:
        return HttpResponse(refusal_words(refused), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    return HttpResponse(painted.png, content_type="image/png")


def _paint(found: PollDraft, look: PreviewChoice) -> Painted:
    folder, config = settings.HUB_FOLDER, settings.HUB_CONFIG
    value = dict(found.value)
    if are_counting_keys_here(folder.trustee_keys, may_make=config.counting_keys_here):
        value[KEYS_AT_HUB] = True  # as its publication would say
    return paint(f"polls/{found.poll}.json", value, content=folder.content, look=look)


def _page(request: HttpRequest) -> int:
    page = request.GET.get("page", "")
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 3 else 1


def _query(request: HttpRequest, page: int) -> str:
    values = request.GET.copy()
    values["page"] = str(page)
    return values.urlencode()
