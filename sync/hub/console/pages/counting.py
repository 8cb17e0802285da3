"""The pages of a count: which step is done and by whom, the files between two people, the recount, the publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.counting.faults import CountingFault
from sync.hub.accounts.roles import Right
from sync.hub.console.poll_results import RULE_WORDS, result_of
from sync.hub.console.queries import PollRow
from sync.hub.console.web.permissions import having
from sync.hub.console.web.reach import may_see_result, polls_in_reach
from sync.hub.console.web.uploads import taking_a_file
from sync.hub.console.wording.audit_log import actor_words
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.counting import ceremony, evenings, services
from sync.hub.counting.ceremony import Counter
from sync.hub.counting.models import CountingDeed, CountingStep
from sync.hub.counting.selectors import deeds_of
from sync.hub.intake.selectors import count_together
from sync.hub.stations.models import Device
from sync.protocol.errors import Refused
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.poll import Poll


@having(Right.SEE_POLLS, to_change=Right.COUNT_POLLS)
@taking_a_file
def count(request: HttpRequest, poll: str) -> HttpResponseBase:
    """The four steps of the count, each with what is to be done next."""
    row = _row(request, poll)
    if row is None:
        return render(request, "console/missing.html", status=404)
    fault = ""
    if request.method == "POST":
        try:
            answer = _do(request, poll)
        except Refused as refused:
            fault = refusal_words(refused)
        else:
            return answer or redirect("console:count", poll)
    is_told = may_see_result(request, poll)
    context = {**_context(row), "fault": fault, "is_told": is_told}
    if evening := evenings.comparison_of(poll):
        context |= {"evening": evening, "station": Device.objects.filter(id=evening.device).first()}
        return render(request, "console/count_evening.html", context, status=409 if fault else 200)
    if row.tally and is_told and "recount" in request.GET:
        context |= {"recounted": True, "differences": services.recount_kept(poll)}
    return render(request, "console/count.html", context, status=409 if fault else 200)


def _do(request: HttpRequest, poll: str) -> HttpResponseBase | None:
    """What the pressed button asks for: a file, or nothing but what is told. Raises Refused."""
    who = _counter(request)
    taken: dict[str, tuple[Callable[..., Iterator[bytes]], str]] = {
        "take-box": (ceremony.take_box, f"{poll}-box.json"),
        "take-mixed": (ceremony.take_mixed, f"{poll}-mixed.json"),
    }
    deed = request.POST.get("deed", "")
    if deed in taken:
        take, name = taken[deed]
        if deed == "take-box" and (waiting := count_together()):
            raise Refused(CountingFault.WAITING, ballots=waiting)
        file = _laid_down(take(poll, who=who))
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/json")
    if deed == "take-evening":
        evenings.take_result(poll, smallest=who.smallest, results=who.results, by=who.by, now=who.now)
        messages.success(request, _("The poll is counted: the hub has added up every figure again."))
        return None
    brought = request.FILES.get("file")
    if deed not in {"bring-mixed", "bring-result"} or brought is None:
        messages.error(request, _("Please choose the file first."))
        return None
    if deed == "bring-mixed":
        ceremony.bring_mixed(poll, brought.read(), who=who)
        messages.success(request, _("The mixed envelopes are here. Now a second person takes them away."))
    else:
        ceremony.bring_result(poll, brought.read(), who=who)
        messages.success(request, _("The poll is counted: the hub has added up every figure again."))
    return None


def _laid_down(pieces: Iterator[bytes]) -> IO[bytes]:
    """A file of these without a name, to be read from its beginning. Raises Refused and OSError."""
    with ExitStack() as opened:
        file = opened.enter_context(tempfile.TemporaryFile())
        file.writelines(pieces)
        file.seek(0)
        opened.pop_all()
        return file


@having(Right.SEE_POLLS, to_change=Right.PUBLISH_RESULTS)
def publish(request: HttpRequest, poll: str) -> HttpResponse:
    """The result as it is told, and telling it: an act of its own."""
    row = _row(request, poll)
    if row is None or not row.tally or not may_see_result(request, poll):
        return render(request, "console/missing.html", status=404)
    if request.method == "POST":
        try:
            ceremony.publish_result(poll, by=request.user.get_username(), now=timezone.now())
            messages.success(request, _("The result is published. Stations tell it once they have been connected."))
        except Refused as refused:
            messages.error(request, refusal_words(refused))
        return redirect("console:publish-result", poll)
    return render(request, "console/publish_result.html", _context(row))


def _row(request: HttpRequest, poll: str) -> PollRow | None:
    return next((row for row in polls_in_reach(request) if row.published.poll == poll), None)


def _counter(request: HttpRequest) -> Counter:
    now = timezone.now()
    return Counter(
        by=request.user.get_username(),
        today=timezone.localdate(now),
        now=now,
        smallest=settings.HUB_CONFIG.smallest_tally,
        results=settings.HUB_FOLDER.results,
    )


def _context(row: PollRow) -> dict[str, object]:
    poll, deeds = Poll.from_wire(row.published.definition), deeds_of(row.published.poll)
    newest: dict[str, CountingDeed] = {deed.step: deed for deed in deeds}
    done = {step.name.lower(): _told(newest.get(step)) for step in CountingStep}
    return {
        "row": row,
        "poll": poll,
        "possible_from": poll.grace + timedelta(days=1),
        "is_possible": row.is_complete and row.tally is None and not poll.void,
        "keys_at_hub": poll.secrecy is Secrecy.SIMPLE,
        "smallest": settings.HUB_CONFIG.smallest_tally,
        "rule": _(RULE_WORDS[poll.rule]) if poll.rule in RULE_WORDS else "",
        "lot": poll.lot,
        "done": done,
        "is_published": CountingStep.RESULT_PUBLISHED in newest,
        "history": [{**(_told(deed) or {}), "words": name_of(CountingStep, deed.step)} for deed in reversed(deeds)],
        "result": result_of(poll, row.tally) if row.tally else None,
    }


def _told(deed: CountingDeed | None) -> dict[str, object] | None:
    return {"by": actor_words(deed.by), "at": deed.at} if deed else None
