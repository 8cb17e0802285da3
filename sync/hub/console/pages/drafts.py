"""The pages on which polls are written: begun, written in German, translated, looked at by somebody else, approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.hub.accounts.roles import Right, may
from sync.hub.console.draft_changes import change_rows_of
from sync.hub.console.draft_choices import DECIDES
from sync.hub.console.draft_forms import PollForm, TextsForm
from sync.hub.console.draft_steps import StepOutcome, approval_context, change_rows, do_deed, keep, right_for, step
from sync.hub.console.forms import NoteForm
from sync.hub.console.new_poll_form import NewPollForm
from sync.hub.console.queries import district_names
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having, only_pressed
from sync.hub.console.wording.content_parts import draft_title
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.poll_parts import kind_words, problem_words
from sync.hub.console.wording.reasons import reason_words, refusal_words
from sync.hub.console.wording.terms import language_words
from sync.hub.drafts import services
from sync.hub.drafts.content_kinds import surroundings_in
from sync.hub.drafts.models import DraftState, PollDraft
from sync.hub.drafts.whole_languages import languages_needed
from sync.hub.polls.selectors import newest_version
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES
from sync.protocol.polls.poll import Decides, texts_of

SIGNS = {
    DraftState.DRAFT: "off",
    DraftState.REVIEW: "waiting",
    DraftState.APPROVED: "waiting",
    DraftState.PUBLISHED: "good",
}


@dataclass(frozen=True)
class DraftRow:
    """A draft as pages show it. ``step`` is its state as a word of the program, ``state`` as people call it."""

    poll: str
    title: str
    step: str
    state: str
    sign: str
    version: int
    refusal: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LanguageRow:
    """How much of a poll is there in one language, in texts."""

    code: str
    name: str
    there: int
    all: int

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return self.there == self.all


def draft_rows() -> list[DraftRow]:
    """All drafts that are not just what stations show."""
    open_drafts = PollDraft.objects.exclude(state=DraftState.PUBLISHED).order_by("poll").prefetch_related("changes")
    return [_row(draft) for draft in open_drafts]


def may_take_up(request: HttpRequest, poll: str) -> bool:
    """Whether the one who looks may begin to change this published poll."""
    is_there = PollDraft.objects.filter(poll=poll).exclude(state=DraftState.PUBLISHED).exists()
    return may(request.user, Right.WRITE_DRAFTS) and not is_there


@having(Right.WRITE_DRAFTS)
def new(request: HttpRequest) -> HttpResponse:
    """A new poll: its short name and its kind."""
    form = NewPollForm(posted(request))
    if request.method == "POST" and form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        by, today = request.user.get_username(), timezone.localdate(now)
        try:
            services.begin(values["poll"], values["kind"], by=by, today=today, now=now, template=values["template"])
        except Refused as refused:
            form.add_error("poll", refusal_words(refused))
        else:
            return redirect("console:write-draft", values["poll"])
    return render(request, "console/new_poll.html", {"form": form})


@only_pressed("console:polls")
@having(Right.WRITE_DRAFTS)
def take_up(request: HttpRequest, poll: str) -> HttpResponse:
    """Begin to change a published poll."""
    if not PollDraft.objects.filter(poll=poll).exists():
        try:
            services.take_up(poll, by=request.user.get_username(), now=timezone.now())
        except Refused as refused:
            messages.error(request, refusal_words(refused))
            return redirect("console:polls")
    return redirect("console:draft", poll)


@having(Right.SEE_DRAFTS)
def draft(request: HttpRequest, poll: str) -> HttpResponse:
    """One draft: what people will read, what is missing, and its next step."""
    form, outcome = NoteForm(posted(request)), StepOutcome()
    if request.method == "POST" and not may(request.user, right_for(request.POST.get("deed", ""))):
        return render(request, "console/refused.html", {"has_role": True}, status=403)
    found = get_object_or_404(PollDraft, poll=poll)
    if request.method == "POST":
        before, wrong = partial(services.written_before, poll), partial(_problems, found.value)
        outcome = step(request, form, lambda: do_deed(request, form, services.WAY, poll, problems=wrong, before=before))
        if outcome.is_done:
            is_there = PollDraft.objects.filter(poll=poll).exists()
            return redirect("console:draft", poll) if is_there else redirect("console:polls")
    context = {**_context(request, get_object_or_404(PollDraft, poll=poll)), "form": form, "fault": outcome.fault}
    return render(request, "console/draft.html", {**context, "changed": outcome.changed}, status=outcome.status)


@having(Right.WRITE_DRAFTS)
def write(request: HttpRequest, poll: str) -> HttpResponse:
    """The poll in German: texts, days, districts, answers."""
    found = get_object_or_404(PollDraft, poll=poll)
    running = services.running_version(poll, today=timezone.localdate()) is not None
    form = PollForm(found.value, _schema(found), posted(request), is_running=running, pictures=_pictures())
    return _keep(request, found, form, language="", is_running=running)


@having(Right.WRITE_DRAFTS)
def translate(request: HttpRequest, poll: str, language: str) -> HttpResponse:
    """The texts of the poll in another language, the German ones beside them."""
    found = get_object_or_404(PollDraft, poll=poll)
    if language == DEFAULT_LANGUAGE or language not in LANGUAGE_CODES:
        return redirect("console:draft", poll)
    form = TextsForm(found.value, _schema(found), language, posted(request))
    return _keep(request, found, form, language=language_words(language))


def _keep(
    request: HttpRequest, found: PollDraft, form: PollForm | TextsForm, *, language: str, is_running: bool = False
) -> HttpResponse:
    by, now = request.user.get_username(), timezone.now()
    outcome = keep(
        request, form, found, lambda seen: services.WAY.save(found.poll, form.value(), seen=seen, by=by, now=now)
    )
    if outcome.is_done:
        return redirect("console:draft", found.poll)
    context: dict[str, Any] = {"draft": _row(found), "form": form, "language": language, "is_running": is_running}
    context["changed"] = outcome.changed
    return render(request, "console/write_draft.html", context, status=outcome.status)


def _schema(found: PollDraft) -> Mapping[str, Any]:
    from sync.hub.drafts.checks import schema_of

    return schema_of(found.value["kind"])


def _problems(value: Mapping[str, Any]) -> list[Any]:
    from sync.hub.drafts.checks import problems_in

    languages = languages_needed(settings.HUB_FOLDER.content)
    return problems_in(value, districts=district_names(), pictures=_pictures(), languages=languages)


def _pictures() -> Sequence[str]:
    """The files of pictures in the folder of the content."""
    return sorted(surroundings_in(settings.HUB_FOLDER.content).pictures or ())


def _row(draft: PollDraft) -> DraftRow:
    newest = draft.changes.all()[0]
    return DraftRow(
        poll=draft.poll,
        title=draft_title(draft.value, otherwise=draft.poll),
        step=draft.state,
        state=name_of(DraftState, draft.state),
        sign=SIGNS[DraftState(draft.state)],
        version=draft.version,
        refusal=reason_words(draft.refusal),
        by=newest.by,
        at=newest.at,
    )


def _context(request: HttpRequest, found: PollDraft) -> dict[str, Any]:
    changes = list(found.changes.all())
    own = request.user.get_username() in services.writers_of(found)
    is_running = services.running_version(found.poll, today=timezone.localdate()) is not None
    four_eyes = is_running or services.needs_four_eyes(found.value)
    return {
        **approval_context(found),
        "draft": _row(found),
        "differs": _differs(found),
        "is_published": newest_version(found.poll) is not None,
        "was_released": found.released is not None or newest_version(found.poll) is not None,
        "kind": kind_words(found.value["kind"]),
        "paper": _paper(found.value),
        "languages": _languages(found.value),
        "problems": [problem_words(problem) for problem in _problems(found.value)],
        "note": changes[0].note if found.state == DraftState.DRAFT else "",
        "four_eyes": four_eyes,
        "is_running": is_running,
        "can_roll_back": found.state == DraftState.PUBLISHED and services.written_before(found.poll) is not None,
        "may_approve": not (four_eyes and own),
        "changes": change_rows(found.value, changes),
    }


def _differs(found: PollDraft) -> list[tuple[str, str, str]]:
    """What stations would show otherwise than now; nothing of a poll that is new to them, or as they know it."""
    shown = newest_version(found.poll)
    if shown is None or found.state == DraftState.PUBLISHED:
        return []
    return change_rows_of(found.released or shown.definition, found.value)


def _paper(value: Mapping[str, Any]) -> dict[str, Any]:
    """The poll in German, as far as it is there."""
    names = district_names()
    return {
        "question": value["question"].get(DEFAULT_LANGUAGE, ""),
        "about": value["about"].get(DEFAULT_LANGUAGE, ""),
        "options": [
            {
                "title": option["title"].get(DEFAULT_LANGUAGE, ""),
                "about": option["about"].get(DEFAULT_LANGUAGE, ""),
                "cost": option.get("cost_euro"),
            }
            for option in value.get("options", ())
        ],
        "opens": _day(value.get("opens")),
        "closes": _day(value.get("closes")),
        "districts": [names.get(code, code) for code in value.get("districts", ())],
        "decides": DECIDES[Decides(value["decides"])],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _languages(value: Mapping[str, Any]) -> list[LanguageRow]:
    texts = [text for _place, text in texts_of(value)]
    return [
        LanguageRow(code, language_words(code), sum(bool(text.get(code)) for text in texts), len(texts))
        for code in LANGUAGE_CODES
    ]
