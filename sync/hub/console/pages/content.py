"""The pages of content that is no poll: what there is, one draft with its next step, writing, translating, files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right, may
from sync.hub.console.content_forms import ContentForm, ContentTextsForm, FormGround, completeness
from sync.hub.console.draft_steps import StepOutcome, approval_context, change_rows, do_deed, keep, right_for, step
from sync.hub.console.forms import NoteForm
from sync.hub.console.new_poll_form import short_name
from sync.hub.console.pages.calendars import followed_by
from sync.hub.console.pages.drafts import SIGNS, LanguageRow
from sync.hub.console.queries import content_shown, district_names, station_names
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having, only_pressed
from sync.hub.console.web.reach import (
    OF_A_HOUSE,
    OwnPlace,
    check_content_in_reach,
    demand_content_in_reach,
    found_content,
    is_content_in_reach,
    known_kind,
    may_approve_content,
    own_place,
)
from sync.hub.console.wording.content_parts import (
    content_problem_words,
    kind_of_content_words,
    row_title,
    title_of_content,
)
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import reason_words, refusal_words
from sync.hub.console.wording.terms import language_words
from sync.hub.drafts import content_services as services
from sync.hub.drafts.content_kinds import (
    ALL,
    KINDS_OF_CONTENT,
    ContentKind,
    kind_of_path,
    problems_of_content,
    surroundings_in,
)
from sync.hub.drafts.content_parts import as_key, value_at
from sync.hub.drafts.models import MOST_POLL_ID, ContentDraft, DraftState
from sync.hub.drafts.whole_languages import languages_needed
from sync.hub.publishing.earlier import value_before
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES


class NewContentForm(forms.Form):
    """Something new: its kind and its short name."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=MOST_POLL_ID,
        help_text=gettext_lazy("For addresses and files, for example: spielplatz-reutershagen. It cannot be changed."),
    )

    def __init__(self, *arguments: Any, kinds: Collection[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(word, kind_of_content_words(word)) for word in kinds if KINDS_OF_CONTENT[word].has_many]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """People write names with capitals and blanks: what is meant is clear."""
        return short_name(str(self.cleaned_data["name"]))


@dataclass(frozen=True)
class ContentRow:
    """One thing as a list shows it. ``state`` and ``sign`` are empty where nobody is writing in it."""

    kind: str
    name: str
    title: str
    state: str = ""
    sign: str = ""
    refusal: str = ""


@having(Right.SEE_CONTENT)
def content(request: HttpRequest) -> HttpResponse:
    """Everything there is, kind by kind."""
    drafts = {draft.path: draft for draft in ContentDraft.objects.all()}
    folder, own = settings.HUB_FOLDER.content, own_place(request)
    kinds: list[dict[str, Any]] = []
    once: list[ContentRow] = []
    for word, kind in KINDS_OF_CONTENT.items():
        written = [path for path in drafts if kind_of_path(path) is kind]
        paths = sorted({*kind.files_in(folder), *written, *(() if kind.has_many else (kind.file,))})
        rows = [_row(kind, path, drafts.get(path)) for path in paths if _is_in_reach(own, path, drafts)]
        if kind.has_many and (rows or own is None):
            kinds.append({"name": kind_of_content_words(word), "rows": rows})
        elif rows:
            once.extend(rows)
    if once:
        kinds.append({"name": _("There once for the whole city"), "rows": once})
    return render(request, "console/content.html", {"kinds": kinds})


@having(Right.WRITE_CONTENT)
def new(request: HttpRequest) -> HttpResponse:
    """Begin something new."""
    own = own_place(request)
    form = NewContentForm(posted(request), kinds=KINDS_OF_CONTENT if own is None else OF_A_HOUSE)
    if request.method == "POST" and form.is_valid():
        now, given = timezone.now(), form.cleaned_data
        try:
            services.begin(
                given["kind"],
                given["name"],
                folder=settings.HUB_FOLDER.content,
                by=request.user.get_username(),
                today=timezone.localdate(now),
                now=now,
                districts=sorted(own.districts) if own else (),
                stations=sorted(own.stations) if own else (),
            )
        except Refused as refused:
            form.add_error("name", refusal_words(refused))
        else:
            return redirect("console:write-content", given["kind"], given["name"])
    return render(request, "console/new_content.html", {"form": form})


@only_pressed("console:content")
@having(Right.WRITE_CONTENT)
def take_up(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Begin to change what stations show."""
    path = known_kind(kind).path_of(name)
    demand_content_in_reach(request, path, content_shown(path))
    folder, by, now = settings.HUB_FOLDER.content, request.user.get_username(), timezone.now()
    try:
        if known_kind(kind).has_many or (folder / path).exists():
            services.take_up(path, folder=folder, by=by, now=now)
        else:
            services.begin(kind, ALL, folder=folder, by=by, today=timezone.localdate(now), now=now)
    except Refused as refused:
        messages.error(request, refusal_words(refused))
        return redirect("console:content")
    return redirect("console:content-draft", kind, name)


@having(Right.SEE_CONTENT)
def draft(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One draft: what is missing, and its next step."""
    found, form, outcome = found_content(request, kind, name), NoteForm(posted(request)), StepOutcome()
    if request.method == "POST":
        outcome = step(request, form, partial(_do, request, form, found.path))
        if outcome.is_done:
            is_there = ContentDraft.objects.filter(path=found.path).exists()
            return redirect("console:content-draft", kind, name) if is_there else redirect("console:content")
        found.refresh_from_db()
    context = _context(found, kind, name) | {"form": form, "fault": outcome.fault, "changed": outcome.changed}
    context["may_approve"] = may_approve_content(request, found.path, found.value, shown=content_shown(found.path))
    return render(request, "console/content_draft.html", context, status=outcome.status)


def _do(request: HttpRequest, form: NoteForm, path: str) -> str:
    """What a button asks for, while nobody else changes the draft: it is for who asks before and after it."""
    with transaction.atomic():
        found = get_object_or_404(ContentDraft.objects.select_for_update(), path=path)
        _demand_deed(request, found)
        before, wrong = partial(value_before, settings.HUB_FOLDER, path), partial(_problems, found)
        told = do_deed(request, form, services.WAY, path, problems=wrong, before=before)
        left = ContentDraft.objects.filter(path=path).first()
        if told and left:
            check_content_in_reach(request, path, left.value)
            _demand_deed(request, left)
    return told


def _demand_deed(request: HttpRequest, found: ContentDraft) -> None:
    """Raises PermissionDenied for what somebody else has to do with this."""
    demand_content_in_reach(request, found.path, found.value)
    if right_for(request.POST.get("deed", ""), otherwise=Right.WRITE_CONTENT) is Right.APPROVE_DRAFTS:
        is_fine = may_approve_content(request, found.path, found.value, shown=content_shown(found.path))
    else:
        is_fine = may(request.user, Right.WRITE_CONTENT)
    if not is_fine:
        raise PermissionDenied


@having(Right.WRITE_CONTENT)
def write(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """The whole of it in German."""
    found = found_content(request, kind, name)
    form = ContentForm(found.value, known_kind(kind).schema(), posted(request), _ground(request))
    return _keep(request, found, form, kind, name, language="")


@having(Right.WRITE_CONTENT)
def translate(request: HttpRequest, kind: str, name: str, language: str) -> HttpResponse:
    """Its texts in another language, the German ones beside them."""
    found = found_content(request, kind, name)
    if language == DEFAULT_LANGUAGE or language not in LANGUAGE_CODES:
        return redirect("console:content-draft", kind, name)
    form = ContentTextsForm(found.value, known_kind(kind).schema(), language, posted(request))
    return _keep(request, found, form, kind, name, language=language_words(language))


def _keep(
    request: HttpRequest,
    found: ContentDraft,
    form: ContentForm | ContentTextsForm,
    kind: str,
    name: str,
    *,
    language: str,
) -> HttpResponse:

    def save(seen: int) -> None:
        value = form.value()
        check_content_in_reach(request, found.path, value)
        services.WAY.save(found.path, value, seen=seen, by=request.user.get_username(), now=timezone.now())

    outcome = keep(request, form, found, save)
    if outcome.is_done:
        return redirect("console:content-draft", kind, name)
    context: dict[str, Any] = {"kind": kind, "name": name, "title": title_of_content(found.value, kind, name)}
    context |= {"form": form, "language": language, "changed": outcome.changed}
    return render(request, "console/write_content.html", context, status=outcome.status)


def _ground(request: HttpRequest) -> FormGround:
    around, own = surroundings_in(settings.HUB_FOLDER.content), own_place(request)
    districts = {code: name for code, name in district_names().items() if own is None or code in own.districts}
    stations = None if own is None else sorted(own.stations)
    return FormGround(districts, sorted(around.pictograms or ()), sorted(around.pictures or ()), stations)


def _problems(found: ContentDraft) -> list[Any]:
    folder = settings.HUB_FOLDER.content
    return problems_of_content(found.path, found.value, folder=folder, languages=languages_needed(folder))


def _is_in_reach(own: OwnPlace | None, path: str, drafts: Mapping[str, ContentDraft]) -> bool:
    if own is None:
        return True
    return is_content_in_reach(own, path, drafts[path].value if path in drafts else content_shown(path))


def _row(kind: ContentKind, path: str, found: ContentDraft | None) -> ContentRow:
    name = kind.name_of(path)
    if found is None:
        return ContentRow(kind.word, name, title_of_content(content_shown(path), kind.word, name))
    state = name_of(DraftState, found.state)
    title = title_of_content(found.value, kind.word, name)
    return ContentRow(kind.word, name, title, state, SIGNS[DraftState(found.state)], found.refusal)


def _languages(value: Any, schema: Mapping[str, Any]) -> list[LanguageRow]:
    texts = list(completeness(value, schema))
    return [
        LanguageRow(code, language_words(code), sum(bool(text.get(code)) for text in texts), len(texts))
        for code in LANGUAGE_CODES
    ]


@dataclass(frozen=True)
class TargetRow:
    """For whom something is: the whole file, or a row in it, which has a ``title`` and the ``key`` of its place."""

    key: str
    title: str
    districts: Sequence[str]
    stations: Sequence[str]
    gone: Sequence[str]
    """Those of the stations that no station is called: it is shown at none of them."""


def _targets(found: ContentDraft, kind: ContentKind) -> Iterator[TargetRow]:
    names, there = district_names(), set(station_names())
    for place in kind.targets_in(found.value):
        of = value_at(found.value, place) or {}
        districts = [names.get(code, code) for code in of.get("districts") or ()]
        title = row_title(found.value, place) if place else ""
        stations = of.get("stations") or ()
        gone = [name for name in stations if name not in there]
        yield TargetRow(as_key(place), title, districts, stations, gone)


def _context(found: ContentDraft, kind: str, name: str) -> dict[str, Any]:
    changes = list(found.changes.all())
    return {
        **approval_context(found),
        "kind": kind,
        "name": name,
        "kind_name": kind_of_content_words(kind),
        "targets": list(_targets(found, known_kind(kind))),
        "title": title_of_content(found.value, kind, name),
        "step": found.state,
        "draft": {
            "state": name_of(DraftState, found.state),
            "sign": SIGNS[DraftState(found.state)],
            "refusal": found.refusal,
        },
        "version": found.version,
        "calendar": followed_by(found),
        "refusal": reason_words(found.refusal),
        "newest": changes[0],
        "note": changes[0].note if found.state == DraftState.DRAFT else "",
        "languages": _languages(found.value, known_kind(kind).schema()),
        "problems": [content_problem_words(problem) for problem in _problems(found)],
        "can_roll_back": found.state == DraftState.PUBLISHED
        and value_before(settings.HUB_FOLDER, found.path) is not None,
        "was_published": any(change.state == DraftState.PUBLISHED for change in changes),
        "changes": change_rows(found.value, changes),
    }
