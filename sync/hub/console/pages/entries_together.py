"""The pages on which many entries are decided about with one note, and on which one is given to somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.accounts.roles import Right, rights_of
from sync.hub.console.forms import VersionedForm, check_readable
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.reach import in_reach
from sync.hub.console.wording.names import choices_of
from sync.hub.console.wording.terms import number_words
from sync.hub.entries.models import CitizenEntry, ReviewState
from sync.hub.entries.reviewing import assign
from sync.hub.entries.room import EntryRoom
from sync.hub.entries.search import NOBODY
from sync.hub.entries.together import MOST, DecidedTogether, ShownEntry, assign_together, review_together, say_together

Choices = list[tuple[str, str]]


def who_works(right: Right) -> Choices:
    """The accounts that can be given an entry, and nobody."""
    users = User.objects.filter(is_active=True).prefetch_related("groups").order_by("username")
    names = [user.username for user in users if right in rights_of(user)]
    return [(NOBODY, _("nobody")), *((name, name) for name in names)]


@dataclass(frozen=True)
class EntryPages:
    """What the pages of one kind of entries differ in."""

    room: EntryRoom
    right: Right
    list_url: str
    """The name of the list's address."""
    one_url: str
    title: str
    states: Choices
    """In which of its states many can be brought at once."""
    words_of: Callable[[CitizenEntry], Mapping[str, Any]]


class TogetherForm(forms.Form):
    """What becomes of all that are chosen, and the note."""

    deed = forms.ChoiceField()
    note = forms.CharField(
        max_length=500, required=False, validators=[check_readable], widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, pages: EntryPages, **named: Any) -> None:
        super().__init__(*arguments, **named)
        reviews = [(f"review:{value}", words) for value, words in choices_of(ReviewState)]
        states = [(f"state:{value}", words) for value, words in pages.states]
        people = [(f"assign:{value}", words) for value, words in who_works(pages.right)]
        groups = ((_("Review"), reviews), (_("How far it is"), states), (_("Worked on by"), people))
        deed = self.fields["deed"]
        deed.label, deed.choices = _("What becomes of them?"), [("", _("Please choose")), *groups]  # type: ignore[attr-defined]
        self.fields["note"].label = _("One note for all")
        self.fields["note"].help_text = _(
            "Of “How far it is” everybody reads it who has the number. Of the others it stays in the office."
        )


class AssignForm(VersionedForm):
    """Who works on one."""

    to = forms.ChoiceField()

    def __init__(self, *arguments: Any, right: Right, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["to"].label, self.fields["to"].choices = _("Who works on it?"), who_works(right)  # type: ignore[attr-defined]


def decide_together(request: HttpRequest, pages: EntryPages, rows: QuerySet[Any]) -> HttpResponse:
    """Exactly those that were shown and stayed chosen are decided about. ``rows``: those that are looked for."""
    form = TogetherForm(posted(request), pages=pages)
    if request.method == "POST" and form.is_valid():
        chosen = list(_chosen(request.POST.getlist("entry"), within=rows.model.objects.all(), request=request))
        if chosen:
            _tell(request, pages, _decide(request, pages, chosen, form.cleaned_data))
            return redirect(pages.list_url)
        form.add_error(None, _("Nothing is chosen."))
    entries = list(rows.exclude(state=pages.room.withdrawn).filter(is_erased=False)[:MOST])
    context = {
        "title": pages.title,
        "list_url": pages.list_url,
        "one_url": pages.one_url,
        "entries": [{**pages.words_of(entry), "entry": entry} for entry in entries],
        "form": form,
    }
    return render(request, "console/entries_together.html", context)


def _chosen(sent: Iterable[str], *, within: QuerySet[Any], request: HttpRequest) -> Iterable[ShownEntry]:
    """Those whose record, versions and reach are in order; anything else was not shown by us."""
    named = [one.split(".") for one in list(sent)[:MOST]]
    reach = in_reach(request, within)
    there = set(reach.filter(record_id__in=[one[0] for one in named]).values_list("record_id", flat=True))
    for one in named:
        if len(one) == 3 and one[0] in there and all(part.isdecimal() and len(part) < 9 for part in one[1:]):
            yield ShownEntry(one[0], int(one[1]), int(one[2]))


def _decide(
    request: HttpRequest, pages: EntryPages, chosen: list[ShownEntry], given: Mapping[str, str]
) -> DecidedTogether:
    kind, _colon, value = given["deed"].partition(":")
    who: dict[str, Any] = {"by": request.user.get_username(), "now": timezone.now()}
    if kind == "review":
        return review_together(pages.room, chosen, ReviewState(value), note=given["note"], **who)
    if kind == "state":
        return say_together(pages.room, chosen, value, note=given["note"], **who)
    return assign_together(pages.room, chosen, "" if value == NOBODY else value, **who)


def _tell(request: HttpRequest, pages: EntryPages, became: DecidedTogether) -> None:
    if done := len(became.done):
        words = ngettext("%(n)s entry was decided about.", "%(n)s entries were decided about.", done)
        messages.success(request, words % {"n": done})
    if became.late:
        numbers = pages.room.rows._default_manager.filter(record_id__in=became.late)
        named = ", ".join(
            f"{number_words(row.number)} ({became.late[row.record_id] or '–'})" for row in numbers.order_by("number")
        )
        words = ngettext(
            "About %(n)s entry somebody else was faster, and nothing was overwritten: %(named)s",
            "About %(n)s entries somebody else was faster, and nothing was overwritten: %(named)s",
            len(became.late),
        )
        messages.error(request, words % {"n": len(became.late), "named": named})
    if refused := len(became.refused):
        words = ngettext("%(n)s entry is not there any more.", "%(n)s entries are not there any more.", refused)
        messages.error(request, words % {"n": refused})


def give_to_somebody(request: HttpRequest, pages: EntryPages, within: QuerySet[Any], record_id: str) -> HttpResponse:
    """Who of the office works on one."""
    found = get_object_or_404(within, record_id=record_id)
    start = {"to": found.assigned_to or NOBODY, "seen": found.review_version}
    form = AssignForm(posted(request), initial=start, right=pages.right)

    def keep() -> None:
        to = form.cleaned_data["to"]
        by, now = request.user.get_username(), timezone.now()
        assign(pages.room, record_id, "" if to == NOBODY else to, by=by, now=now, seen=form.version)

    done, changed = keep_change(request, form, keep, version=found.review_version)
    if done:
        messages.success(request, _("Kept."))
        return redirect(pages.one_url, record_id)
    context = {"entry": found, "form": form, "changed": changed, "title": pages.title}
    context |= {"list_url": pages.list_url, "one_url": pages.one_url}
    return render(request, "console/entry_assign.html", context, status=409 if changed else 200)
