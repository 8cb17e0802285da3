"""Pages of what was set aside, and of incidents: list, raw view, and the decision with its note."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Role, role_of
from sync.hub.console import queries
from sync.hub.console.forms import NoteForm
from sync.hub.console.pages.raw_view import batch_header, hex_lines
from sync.hub.console.web.paging import page_of, with_names
from sync.hub.console.web.permissions import for_readers
from sync.hub.console.wording.incidents import INCIDENTS
from sync.hub.console.wording.reasons import reason_words, refusal_words
from sync.hub.intake.batch_reader import records_of, sealed_record
from sync.hub.intake.models import Batch, BatchState, Incident, RecordState, SealedRecord
from sync.hub.intake.services import MOST_ASIDE
from sync.hub.triage import selectors as triage
from sync.hub.triage import services
from sync.hub.triage.models import Subject
from sync.protocol.errors import Refused
from sync.protocol.records import Stream, stream_of

_SHOWN_AT_ONCE = 200

Deed = Callable[..., None]


@for_readers
def aside(request: HttpRequest) -> HttpResponse:
    """Everything that was set aside: what waits for a decision, by reason, and what waits by itself."""
    records = list(triage.records_to_decide()[:_SHOWN_AT_ONCE])
    names = queries.names_of_devices(record.batch.device for record in records)
    groups = [
        {
            "reason": words,
            "records": [{"record": row, "station": names.get(row.batch.device)} for row in rows],
        }
        for words, rows in groupby(records, key=lambda record: reason_words(record.reason))
    ]
    stuck = list(triage.records_stuck()[:_SHOWN_AT_ONCE])
    context = {
        "groups": groups,
        "batches": with_names(triage.batches_to_decide()[:_SHOWN_AT_ONCE]),
        "stuck": [{"record": row, "reason": reason_words(row.reason)} for row in stuck],
        "rejected": triage.records_rejected()[:_SHOWN_AT_ONCE],
    }
    return render(request, "console/aside.html", context)


@for_readers
def record(request: HttpRequest, row_id: int) -> HttpResponse:
    """One record as it came, closed; and what is to become of it."""
    found = get_object_or_404(SealedRecord.objects.select_related("batch").defer("batch__body"), id=row_id)
    deeds: dict[str, Deed] = {"release": services.release_record, "reject": services.reject_record}
    decision = triage.decision_about(Subject.RECORD, row_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        answer = _decide(request, form, deeds, row_id, "console:aside")
        if answer:
            return answer
    device, closed = found.batch.device, sealed_record(found)
    sealed = closed.sealed if closed else b""
    context = {
        "record": found,
        "batch": found.batch,
        "came": found.batch.received_at if stream_of(found.kind) is Stream.REPORTS else None,
        "station": queries.names_of_devices([device]).get(device, device),
        "reason": reason_words(found.reason),
        "lines": hex_lines(sealed),
        "size": len(sealed),
        "decision": decision,
        "may_decide": found.state == RecordState.QUARANTINED and role_of(request.user) is Role.ADMINISTRATOR,
        "form": form,
    }
    return render(request, "console/record.html", context)


@for_readers
def batch(request: HttpRequest, batch_hash: str) -> HttpResponse:
    """One batch as it came: its signed header in words, its bytes, and what is to become of it."""
    found = get_object_or_404(Batch, hash=batch_hash)
    deeds: dict[str, Deed] = (
        {"settle": services.note_loss}
        if found.state == BatchState.LOST
        else {"release": services.release_batch, "reject": services.reject_batch}
    )
    decision = triage.decision_about(Subject.BATCH, batch_hash)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        answer = _decide(request, form, deeds, batch_hash, "console:batch", batch_hash)
        if answer:
            return answer
    is_open = found.state in {BatchState.ASIDE, BatchState.LOST} and (
        decision is None or decision.verdict == "rejected"
    )
    incidents = Incident.objects.filter(hash=batch_hash)
    context = {
        "batch": found,
        "station": queries.names_of_devices([found.device]).get(found.device, found.device),
        "reason": reason_words(found.reason),
        "header": batch_header(found.line),
        "clock_unsure": ("clock", "unsure") in batch_header(found.line),
        "lines": hex_lines(bytes(found.body)),
        "size": len(found.body),
        "incidents": incidents,
        "records": SealedRecord.objects.filter(record_id__in=[record.id for record in records_of(found)])[:100],
        "decision": decision,
        "may_decide": is_open and role_of(request.user) is Role.ADMINISTRATOR,
        "form": form,
    }
    return render(request, "console/batch.html", context)


@for_readers
def incidents(request: HttpRequest) -> HttpResponse:
    """Everything that must not happen and did, the newest first, settled or not."""
    page = page_of(request, Incident.objects.order_by("-id"))
    names = queries.names_of_devices(row.device for row in page)
    settled = triage.settled_among(page)
    rows = [
        {"incident": row, "station": names.get(row.device, row.device), "is_settled": row.pk in settled} for row in page
    ]
    return render(request, "console/incidents.html", {"page": page, "rows": rows})


@for_readers
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident with both sides, and settling it."""
    found = get_object_or_404(Incident, id=incident_id)
    decision = triage.decision_about(Subject.INCIDENT, incident_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        deeds: dict[str, Deed] = {"settle": services.settle_incident}
        answer = _decide(request, form, deeds, incident_id, "console:incidents")
        if answer:
            return answer
    sides = Batch.objects.filter(device=found.device, inc=found.inc, seq=found.seq).defer("body", "line", "ack")
    records = SealedRecord.objects.filter(batch__hash=found.hash, doubled=True)
    pairs = SealedRecord.objects.filter(record_id__in=records.values("record_id")).order_by("record_id", "doubled")
    context = {
        "incident": found,
        "most_aside": MOST_ASIDE,
        "damage": triage.damage_of(found.hash),
        "story": _(INCIDENTS[found.kind].story),
        "station": queries.names_of_devices([found.device]).get(found.device, found.device),
        "sides": with_names(sides.order_by("received_at")),
        "pairs": pairs,
        "decision": decision,
        "may_decide": decision is None and role_of(request.user) is Role.ADMINISTRATOR,
        "form": form,
    }
    return render(request, "console/incident.html", context)


def _decide(
    request: HttpRequest, form: NoteForm, deeds: dict[str, Deed], key: object, target: str, *arguments: Any
) -> HttpResponse | None:
    """Do what the pressed button says. None: the page is shown again, with what is wrong."""
    if role_of(request.user) is not Role.ADMINISTRATOR:
        return render(request, "console/refused.html", {"has_role": True}, status=403)
    deed = deeds.get(request.POST.get("verdict", ""))
    if deed is None or not form.is_valid():
        return None
    try:
        deed(key, note=form.cleaned_data["note"], by=request.user.get_username(), now=timezone.now())
    except Refused as error:
        form.add_error(None, refusal_words(error))
        return None
    messages.success(request, _("Your decision is kept, with your note."))
    return redirect(target, *arguments)
