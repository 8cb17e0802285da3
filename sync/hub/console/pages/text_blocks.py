"""The pages of text blocks: the list, and writing one; and which of them an answer begins with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right
from sync.hub.console.forms import VersionedForm, check_readable
from sync.hub.console.pages.entry_work import keep_change
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.text_blocks import services
from sync.hub.text_blocks.models import MOST_TEXT, MOST_TITLE, TextBlock


class TextBlockForm(VersionedForm):
    """A text and what the office calls it."""

    title = forms.CharField(
        label=gettext_lazy("What you call it"), max_length=MOST_TITLE, validators=[check_readable],
        help_text=gettext_lazy("For example: Beyond our reach"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=MOST_TEXT, validators=[check_readable],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Public, once it is an answer. No names, please."),
    )  # fmt: skip


def block_choice(request: HttpRequest) -> dict[str, Any]:
    """For a page on which something is answered: all blocks, and the ``block`` its answer begins with; None: none."""
    asked = request.GET.get("block", "")
    blocks = list(TextBlock.objects.all())
    return {"blocks": blocks, "block": next((one for one in blocks if str(one.pk) == asked), None)}


@having(Right.ANSWER_CONTRIBUTIONS)
def text_blocks(request: HttpRequest) -> HttpResponse:
    """All there are, and a form for a new one."""
    form = TextBlockForm(posted(request))

    def keep() -> None:
        given, by = form.cleaned_data, request.user.get_username()
        services.write_block(given["title"], given["text"], by=by, now=timezone.now())

    done, _changed = keep_change(request, form, keep, version=0)
    if done:
        messages.success(request, _("Kept."))
        return redirect("console:text-blocks")
    return render(request, "console/text_blocks.html", {"blocks": TextBlock.objects.all(), "form": form})


@having(Right.ANSWER_CONTRIBUTIONS)
def text_block(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: other words, or taken away."""
    found = get_object_or_404(TextBlock, pk=number)
    start = {"title": found.title, "text": found.text, "seen": found.version}
    form = TextBlockForm(posted(request), initial=start)

    def keep() -> None:
        given: dict[str, Any] = form.cleaned_data
        who: dict[str, Any] = {"by": request.user.get_username(), "now": timezone.now()}
        if request.POST.get("deed") == "take-away":
            services.take_block_away(number, seen=form.version, **who)
        else:
            services.change_block(number, given["title"], given["text"], seen=form.version, **who)

    done, changed = keep_change(request, form, keep, version=found.version)
    if done:
        messages.success(request, _("Kept."))
        return redirect("console:text-blocks")
    context = {"found": found, "form": form, "changed": changed}
    return render(request, "console/text_block.html", context, status=409 if changed else 200)
