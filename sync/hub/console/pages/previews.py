"""The page on which a draft is seen and heard as stations would show it, and its picture alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console.preview_form import PreviewForm
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import found_content
from sync.hub.console.wording.content_parts import draft_title, kind_of_content_words
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts.models import PollDraft
from sync.hub.previews.painting import Painted, PreviewChoice, paint
from sync.hub.publishing.counting_keys import are_counting_keys_here
from sync.protocol.errors import Refused
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.background import KEYS_AT_HUB

UNPROCESSABLE = 422
LANGUAGE_OF = {language.code: language for language in LANGUAGES}


@dataclass(frozen=True)
class PreviewedDraft:
    """What is looked at: where it belongs in the content, what it says, and the ways back to it."""

    path: str
    value: Any
    title: str
    url: str
    above: str
    above_url: str

    def paint(self, choice: PreviewChoice) -> Painted:
        """Have it painted. Raises Refused."""
        return paint(self.path, self.value, content=settings.HUB_FOLDER.content, choice=choice)


@having(Right.SEE_DRAFTS)
def preview(request: HttpRequest, poll: str) -> HttpResponse:
    """One page of a poll in one language, with the words that are heard, and a form to choose others."""
    return _show(request, _poll(poll))


@having(Right.SEE_DRAFTS)
def picture(_request: HttpRequest, poll: str) -> HttpResponse:
    """The picture of the question alone, for the page of the draft."""
    return _picture(_poll(poll))


@having(Right.SEE_CONTENT)
def preview_content(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The same of other content."""
    return _show(request, _content(request, kind, name))


@having(Right.SEE_CONTENT)
def picture_of_content(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The same of other content."""
    return _picture(_content(request, kind, name))


def _show(request: HttpRequest, draft: PreviewedDraft) -> HttpResponse:
    form = PreviewForm(request.GET)
    choice = form.choice(page=_page(request))
    context: dict[str, Any] = {
        "draft": draft,
        "language": choice.language[:2],
        "direction": "rtl" if LANGUAGE_OF[choice.language].right_to_left else "ltr",
    }
    try:
        painted = draft.paint(choice)
    except Refused as refused:
        context |= {"form": form, "fault": refusal_words(refused)}
        return render(request, "console/preview.html", context, status=UNPROCESSABLE)
    shown = PreviewForm({**request.GET.dict(), "step": painted.step, "language": choice.language})
    shown.show_steps(painted.steps)
    context |= {"form": shown, "painted": painted, "picture": base64.b64encode(painted.png).decode()}
    context["others"] = [{"page": page, "query": _query(request, page)} for page in range(1, painted.pages + 1)]
    return render(request, "console/preview.html", context)


def _picture(draft: PreviewedDraft) -> HttpResponse:
    try:
        painted = draft.paint(PreviewChoice())
    except Refused as refused:
        return HttpResponse(refusal_words(refused), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    return HttpResponse(painted.png, content_type="image/png")


def _poll(poll: str) -> PreviewedDraft:
    found = get_object_or_404(PollDraft, poll=poll)
    folder, config = settings.HUB_FOLDER, settings.HUB_CONFIG
    value = dict(found.value)
    if are_counting_keys_here(folder.trustee_keys, may_make=config.counting_keys_here):
        value[KEYS_AT_HUB] = True  # as its publication would say
    title = draft_title(found.value, otherwise=poll)
    url, above = reverse("console:draft", args=[poll]), reverse("console:polls")
    return PreviewedDraft(f"polls/{poll}.json", value, title, url, _("Polls"), above)


def _content(request: HttpRequest, kind: str, name: str) -> PreviewedDraft:
    found = found_content(request, kind, name)
    words = draft_title(found.value, otherwise=kind_of_content_words(kind))
    url, above = reverse("console:content-draft", args=[kind, name]), reverse("console:content")
    return PreviewedDraft(found.path, found.value, words, url, _("Content"), above)


def _page(request: HttpRequest) -> int:
    page = request.GET.get("page", "")
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 3 else 1


def _query(request: HttpRequest, page: int) -> str:
    values = request.GET.copy()
    values["page"] = str(page)
    return values.urlencode()
