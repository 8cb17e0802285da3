"""The page on which the city chooses for its whole hub."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.choices import services
from sync.hub.console.forms import VersionedForm
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.choices import CHOICE_NAMES, VALUES, choice_name, value_words


class ChoicesForm(VersionedForm):
    """Everything there is to choose."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for choice in CHOICE_NAMES:
            words = [(str(value), value_words(choice, value)) for value in VALUES[choice]]
            label = choice_name(choice)
            self.fields[choice] = forms.ChoiceField(label=label, choices=words, widget=forms.RadioSelect)

    def chosen(self) -> dict[str, str]:
        """Name to value. Call on a valid form."""
        return {choice: self.cleaned_data[choice] for choice in CHOICE_NAMES}


@having(Right.SEE_HUB, to_change=Right.RUN_HUB)
def choices(request: HttpRequest) -> HttpResponse:
    """What holds now, and for administrators a form to change it."""
    newest, now_chosen = services.newest_choice(), asdict(services.city_choices())
    version = newest.number if newest else 0
    form = ChoicesForm(posted(request), initial={**now_chosen, "seen": version})

    def keep() -> None:
        by = request.user.get_username()
        services.choose(form.chosen(), seen=form.version, by=by, now=timezone.now())

    done, changed = keep_change(request, form, keep, version=version)
    if done:
        messages.success(request, _("Kept."))
        return redirect("console:choices")
    rows = [(choice_name(choice), value_words(choice, value)) for choice, value in now_chosen.items()]
    context = {"form": form, "rows": rows, "newest": newest, "changed": changed}
    return render(request, "console/choices.html", context, status=409 if changed else 200)
