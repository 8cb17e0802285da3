"""The pages of ballots on paper: forms to print, stacks, and typing one by two people who do not see each other's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.foreign_media import MOST_INPUT_BYTES, MediaFault, MediaUnfit
from sync.hub.accounts.roles import Right
from sync.hub.console.paper_forms import SheetForm, StackForm
from sync.hub.console.web.permissions import having
from sync.hub.console.web.uploads import taking_files
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.paper import services
from sync.hub.paper.faults import InvalidForm
from sync.hub.paper.form_page import make_form
from sync.hub.paper.models import PaperStack
from sync.hub.paper.proposals import MOST_SHEETS, Proposal, propose_form
from sync.hub.polls.selectors import newest_version
from sync.protocol.errors import Refused
from sync.protocol.languages import LANGUAGE_CODES, LANGUAGES
from sync.protocol.polls.poll import Poll


@having(Right.SEE_POLLS, to_change=Right.COUNT_POLLS)
def paper(request: HttpRequest, poll: str) -> HttpResponse:
    """Forms to print in every language, the stacks of a poll, and a new one."""
    asked = _poll(poll)
    form, fault = StackForm(request.POST or None, initial={"language": "de"}), ""
    try:
        services.poll_on_paper(poll, today=timezone.localdate())
        if request.method == "POST" and form.is_valid():
            stack = services.begin_stack(
                poll, form.provenance, by=_who(request), now=timezone.now(), today=timezone.localdate()
            )
            return redirect("console:paper-stack", poll, stack.pk)
    except Refused as refused:
        fault = refusal_words(refused)
    stacks = [_row(stack) for stack in PaperStack.objects.filter(poll=poll).order_by("-id")]
    context = {"poll": asked, "title": asked.title["de"], "form": form, "fault": fault, "stacks": stacks}
    status = 409 if fault and request.method == "POST" else 200
    return render(request, "console/paper.html", {**context, "languages": LANGUAGES}, status=status)


@having(Right.SEE_POLLS)
def paper_form(request: HttpRequest, poll: str, language: str) -> HttpResponse:
    """The form in one language, to be printed; ``?large`` in large letters."""
    if language not in LANGUAGE_CODES:
        raise Http404
    try:
        page = make_form(_poll(poll), language=language, large="large" in request.GET)
    except Refused as refused:
        raise Http404 from refused
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@having(Right.SEE_POLLS, to_change=Right.COUNT_POLLS)
@taking_files(MOST_SHEETS)
def paper_stack(request: HttpRequest, poll: str, number: int) -> HttpResponse:
    """Type the next form, have it read from a picture, or mend one; where two have typed all, what differs, and the
    way into the box."""
    asked, stack = _poll(poll), get_object_or_404(PaperStack, pk=number, poll=poll)
    mine = stack.typings.filter(by=_who(request)).first()
    typed: list[Any] = mine.forms if mine else []
    place = _place(request, typed)
    before, proposal, fault = typed[place - 1] if place else None, None, ""
    is_picture = request.POST.get("deed") == "read"
    form = SheetForm(None if is_picture else request.POST or None, poll=asked, before=before)
    if request.method == "POST":
        try:
            if is_picture:
                proposal = _read(request, stack)
                form = SheetForm(poll=asked, proposal=proposal)
            elif _do(request, stack, form, place):
                return redirect("console:paper-stack", poll, number)
        except Refused as refused:
            fault = refusal_words(refused)
        except MediaUnfit as unfit:
            fault = _("The picture cannot be read: %(why)s") % {"why": name_of(MediaFault, unfit.fault)}
    context = {
        "poll": asked,
        "title": asked.title["de"],
        "stack": _row(stack),
        "form": form,
        "fault": fault,
        "proposal": proposal,
        "may_be_read": stack.read_by in {"", _who(request)},
        "place": place or len(typed) + 1,
        "is_mending": bool(place),
        "typed": [(at, _words(asked, one)) for at, one in enumerate(typed, start=1)],
        "different": services.differences(stack),
    }
    return render(request, "console/paper_stack.html", context, status=409 if fault else 200)


def _read(request: HttpRequest, stack: PaperStack) -> Proposal:
    """What the pictures say. Raises Refused, MediaUnfit."""
    pictures = [picture.read(MOST_INPUT_BYTES + 1) for picture in request.FILES.getlist("file")]
    return propose_form(stack.pk, pictures, by=_who(request))


def _do(request: HttpRequest, stack: PaperStack, form: SheetForm, place: int) -> bool:
    """What the pressed button asks for; False where the form has to be looked at again. Raises Refused."""
    match request.POST.get("deed"):
        case "finish":
            done = services.finish_stack(stack.pk, by=_who(request), now=timezone.now(), today=timezone.localdate())
            said = ngettext("%(n)s ballot is in the box.", "%(n)s ballots are in the box.", done.counted)
            messages.success(request, said % {"n": done.counted})
        case "take-back":
            services.take_back(stack.pk, by=_who(request))
            messages.success(request, _("The form that was typed last is taken away."))
        case _:
            if not form.is_valid():
                return False
            services.type_form(stack.pk, form.sheet, by=_who(request), number=place or None)
    return True


def _place(request: HttpRequest, typed: list[Any]) -> int:
    """Which form is to be mended; 0 for the next one."""
    asked = request.GET.get("form", "")
    place = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    return place if place <= len(typed) else 0


def _row(stack: PaperStack) -> dict[str, Any]:
    typings = [(typing.by, len(typing.forms)) for typing in stack.typings.all()]
    invalid = [(name_of(InvalidForm, reason), number) for reason, number in sorted(stack.invalid.items())]
    return {"row": stack, "typings": typings, "invalid": invalid, "who": ", ".join(stack.checked_by)}


def _words(poll: Poll, form: services.Form) -> str:
    """What was typed, for whoever typed it."""
    if "invalid" in form:
        return name_of(InvalidForm, form["invalid"])
    answer, titles = form["answer"], {one.id: one.title["de"] for one in poll.options}
    if isinstance(answer, dict):
        return "; ".join(f"{titles[name]}: {value}" for name, value in answer.items()) or "—"
    return "; ".join(titles.get(name, name) for name in ([answer] if isinstance(answer, str) else answer)) or "—"


def _poll(poll_id: str) -> Poll:
    published = newest_version(poll_id)
    if published is None:
        raise Http404
    return Poll.from_wire(published.definition)


def _who(request: HttpRequest) -> str:
    return str(request.user.get_username())
