"""The pages of participation codes: batches for places, printed once, handed out, counted back, declared void."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.accounts.roles import Right
from sync.hub.console.code_forms import BatchForm, HandOutForm, ReturnForm, VoidForm
from sync.hub.console.forms import VersionedForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import page_of
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import load_source
from sync.hub.drafts import services as drafts
from sync.hub.polls import code_batches as batches
from sync.hub.polls.code_cards import COLUMNS, ROWS, make_cards, make_samples
from sync.hub.polls.models import BatchStep, CodeBatch
from sync.hub.polls.selectors import count_codes, newest_versions
from sync.hub.polls.void_codes import count_voided
from sync.hub.training import marked_file_name
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.participation_codes import ParticipationCode, new_code
from sync.protocol.polls.poll import Poll


@having(Right.SEE_CODES, to_change=Right.HANDLE_CODES)
def codes(request: HttpRequest) -> HttpResponse:
    """Every batch with its stock, and making one. Its cards are in this answer and nowhere else."""
    polls = polls_with_codes()
    form = BatchForm(posted(request), polls=polls)
    if request.method == "POST" and form.is_valid():
        poll, values = polls[form.cleaned_data["poll"]], form.cleaned_data
        if request.POST.get("deed") == "samples":
            samples = [new_code() for _number in range(COLUMNS * ROWS)]
            return _pdf(make_samples(poll, samples, language=values["language"]), f"{poll.id}-samples.pdf")
        try:
            batch, cards = _make(request, poll, values)
        except Refused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            return _pdf(cards, f"{poll.id}-{batch.pk}.pdf")
    page = page_of(request, CodeBatch.objects.order_by("-pk").prefetch_related("deeds"))
    figures = [
        {"title": poll.title["de"], "figures": count_codes(poll.id), "voided": count_voided(poll.id)}
        for poll in polls.values()
    ]
    rows = [_row(batch, polls) for batch in page]
    context = {"form": form, "page": page, "rows": rows, "figures": figures, "has_polls": bool(polls)}
    return render(request, "console/codes.html", context)


@having(Right.SEE_CODES, to_change=Right.HANDLE_CODES)
def code_batch(request: HttpRequest, number: int) -> HttpResponse:
    """One batch: where its cards are, and what is done with them."""
    found = get_object_or_404(CodeBatch, pk=number)
    deed, changed, fault = request.POST.get("deed", ""), None, ""
    start = {"seen": found.deeds.count()}
    forms: dict[str, VersionedForm] = {
        name: kind(posted(request) if name == deed else None, initial=start, auto_id=f"{name}_%s")
        for name, kind in (("hand-out", HandOutForm), ("return", ReturnForm), ("void", VoidForm))
    }
    if deed in forms and forms[deed].is_valid():
        try:
            messages.success(request, _do(request, number, deed, forms[deed]))
        except ChangedMeanwhile as meanwhile:
            changed = meanwhile
            forms[deed].show_version(found.deeds.count())
        except Refused as refused:
            fault = refusal_words(refused)
        else:
            return redirect("console:code-batch", number)
    context = {
        **_row(found, polls_with_codes()),
        "changed": changed,
        "fault": fault,
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "history": [(one, name_of(BatchStep, one.step)) for one in reversed(found.deeds.all())],
    }
    return render(request, "console/code_batch.html", context, status=409 if changed else 200)


def polls_with_codes() -> dict[str, Poll]:
    """Polls that take codes and are not over: published, in the content source, or approved and not yet published."""
    wires: dict[str, Any] = {row.poll: row.definition for row in newest_versions()}
    with suppress(ContentProblems):  # told where content is published
        wires = {**load_source(settings.HUB_FOLDER.content).polls, **wires}
    wires = {**{draft.poll: draft.value for draft in drafts.WAY.approved()}, **wires}
    taking = (Poll.from_wire(wire) for _poll, wire in sorted(wires.items()) if wire.get("codes"))
    return {poll.id: poll for poll in taking if poll.closes >= timezone.localdate() and not poll.void}


def _make(request: HttpRequest, poll: Poll, values: dict[str, Any]) -> tuple[CodeBatch, bytes]:
    now = timezone.now()
    today = timezone.localdate(now)

    def printed(batch: CodeBatch, made: Sequence[ParticipationCode], control: str) -> bytes:
        return make_cards(
            poll, made, place=batch.place, batch=batch.pk, control=control, made=today, language=values["language"]
        )

    return batches.make_batch(
        poll,
        place=values["place"],
        number=values["number"],
        printed=printed,
        by=request.user.get_username(),
        today=today,
        now=now,
    )


def _do(request: HttpRequest, number: int, deed: str, form: VersionedForm) -> str:
    values = form.cleaned_data
    who: dict[str, Any] = {
        "seen": form.version, "note": values["note"], "by": request.user.get_username(), "now": timezone.now(),
    }  # fmt: skip
    deeds: dict[str, Callable[[], int | None]] = {
        "hand-out": lambda: batches.hand_out_batch(number, **who),
        "return": lambda: batches.take_back(number, values["cards"], **who),
        "void": lambda: batches.void_batch(number, values["code"], **who),
    }
    count = deeds[deed]()
    if deed != "void":
        return _("Kept.")
    words = ngettext(
        "The batch is void: %(count)s unused card is good for nothing from now on. Stations learn it with the next "
        "publication of content.",
        "The batch is void: %(count)s unused cards are good for nothing from now on. Stations learn it with the next "
        "publication of content.",
        count or 0,
    )
    return words % {"count": count}


def _row(batch: CodeBatch, polls: dict[str, Poll]) -> dict[str, Any]:
    poll = polls.get(batch.poll)
    return {"batch": batch, "stock": batches.stock_of(batch), "title": poll.title["de"] if poll else batch.poll}


def _pdf(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{marked_file_name(name)}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
