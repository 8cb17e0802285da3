"""Pages of what was set aside, and of incidents: list, raw view, and the decision with its note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right, may
from sync.hub.console import queries
from sync.hub.console.forms import NoteForm
from sync.hub.console.pages.raw_view import batch_header, hex_lines
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import asked, kept_query, page_of, with_names
from sync.hub.console.web.permissions import for_readers, having
from sync.hub.console.wording.incidents import INCIDENTS
from sync.hub.console.wording.reasons import reason_words, refusal_words
from sync.hub.intake.batch_reader import records_of, sealed_record
from sync.hub.intake.models import Batch, BatchState, Incident, IncidentKind, RecordState, SealedRecord
from sync.hub.intake.selectors import newest_chains, records_called
from sync.hub.intake.services import MOST_ASIDE
from sync.hub.stations.selectors import stations_called
from sync.hub.triage import selectors as triage
from sync.hub.triage import services
from sync.hub.triage.models import Subject, TriageVerdict
from sync.hub.triage.signs import batch_sign, record_sign
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.records import Stream, stream_of

_SHOWN_AT_ONCE = 200
_OF_MACHINES = (IncidentKind.TWO_MACHINES, IncidentKind.PUT_BACK, IncidentKind.OLD_KEY, IncidentKind.FORK)
"""Where there may be a second machine."""

Deed = Callable[..., None]


@for_readers
def aside(request: HttpRequest) -> HttpResponse:
    """Everything that was set aside, or what of it is looked for: what waits for a decision, by reason, and what waits
    by itself."""
    text, of_station, of_record = asked(request, "text"), Q(), Q()
    if text:
        stations = stations_called(text).values("id")
        of_station, of_record = Q(device__in=stations), Q(batch__device__in=stations)
    page = page_of(request, triage.records_to_decide().filter(of_record))
    records = list(page)
    names = queries.names_of_devices(record.batch.device for record in records)
    groups = [
        {
            "reason": words,
            "records": [{"record": row, "station": names.get(row.batch.device)} for row in rows],
        }
        for words, rows in groupby(records, key=lambda record: reason_words(record.reason))
    ]
    stuck = list(triage.records_stuck().filter(of_record)[:_SHOWN_AT_ONCE])
    waiting = triage.batches_to_decide().filter(of_station)
    batches, count = with_names(waiting[:_SHOWN_AT_ONCE]), waiting.count()
    context = {
        "text": text,
        "page": page,
        "kept": kept_query(request),
        "records_waiting": page.paginator.count,
        "batches_waiting": count,
        "is_cut": count > _SHOWN_AT_ONCE,
        "shown": _SHOWN_AT_ONCE,
        "stations": _several(batches),
        "groups": groups,
        "batches": batches,
        "stuck": [{"record": row, "reason": reason_words(row.reason)} for row in stuck],
        "rejected": triage.records_rejected().filter(of_record)[:_SHOWN_AT_ONCE],
    }
    return render(request, "console/aside.html", context)


def _several(batches: Iterable[dict[str, Any]]) -> list[dict[str, object]]:
    """Stations of which more than one batch waits."""
    counts = Counter((entry["batch"].device, entry["station"]) for entry in batches)
    return [{"device": device, "name": name} for (device, name), count in counts.items() if count > 1]


@having(Right.SEE_HUB, to_change=Right.RUN_HUB)
def record(request: HttpRequest, row_id: int) -> HttpResponse:
    """One record as it came, closed; and what is to become of it."""
    found = get_object_or_404(SealedRecord.objects.select_related("batch").defer("batch__body"), id=row_id)
    deeds: dict[str, Deed] = {"release": services.release_record, "reject": services.reject_record}
    asked = _Asked(request, Subject.RECORD, row_id, deeds)
    if request.method == "POST":
        answer = _decide(asked, "console:aside")
        if answer:
            return answer
        found.refresh_from_db(fields=("state", "tries", "reason"))
    device, closed = found.batch.device, sealed_record(found)
    sealed = closed.sealed if closed else b""
    context = {
        "record": found,
        "sign": record_sign(found.state, asked.verdict),
        "batch": found.batch,
        "came": found.batch.received_at if stream_of(found.kind) is Stream.REPORTS else None,
        "station": queries.names_of_devices([device]).get(device, device),
        "reason": reason_words(found.reason),
        "lines": hex_lines(sealed),
        "size": len(sealed),
        **asked.context(is_open=found.state == RecordState.QUARANTINED),
    }
    return render(request, "console/record.html", context, status=asked.status)


@having(Right.SEE_HUB, to_change=Right.RUN_HUB)
def batch(request: HttpRequest, batch_hash: str) -> HttpResponse:
    """One batch as it came: its signed header in words, its bytes, and what is to become of it."""
    found = get_object_or_404(Batch, hash=batch_hash)
    deeds: dict[str, Deed] = (
        {"settle": services.note_loss}
        if found.state == BatchState.LOST
        else {"release": services.release_batch, "reject": services.reject_batch}
    )
    asked = _Asked(request, Subject.BATCH, batch_hash, deeds)
    if request.method == "POST":
        answer = _decide(asked, "console:batch", batch_hash)
        if answer:
            return answer
    is_open = found.state in {BatchState.ASIDE, BatchState.LOST} and asked.verdict in {None, TriageVerdict.REJECTED}
    incidents, header = Incident.objects.filter(hash=batch_hash), batch_header(found.line)
    context = {
        "batch": found,
        "sign": batch_sign(found.state, asked.verdict),
        "station": queries.names_of_devices([found.device]).get(found.device, found.device),
        "reason": reason_words(found.reason),
        "header": header,
        "clock_unsure": ("clock", "unsure") in header,
        "lines": hex_lines(bytes(found.body)),
        "size": len(found.body),
        "incidents": incidents,
        "records": _with_signs(records_called(x.id for x in records_of(found))[:100]),
        **asked.context(is_open=is_open),
    }
    return render(request, "console/batch.html", context, status=asked.status)


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


@having(Right.SEE_HUB, to_change=Right.RUN_HUB)
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident with both sides, and settling it."""
    found = get_object_or_404(Incident, id=incident_id)
    deeds: dict[str, Deed] = {"settle": services.settle_incident}
    asked = _Asked(request, Subject.INCIDENT, incident_id, deeds)
    if request.method == "POST":
        answer = _decide(asked, "console:incidents")
        if answer:
            return answer
    beside = Batch.objects.filter(device=found.device, inc=found.inc, seq=found.seq)
    sides = beside.order_by("-id").defer("body", "line", "ack")
    doubles = SealedRecord.objects.filter(batch__hash=found.hash, doubled=True)
    pairs = records_called(doubles.values_list("record_id", flat=True))
    context = {
        "incident": found,
        "most_aside": MOST_ASIDE,
        "damage": triage.damage_of(found.hash),
        "story": _(INCIDENTS[found.kind].story),
        "station": queries.names_of_devices([found.device]).get(found.device, found.device),
        "sides": with_names(sides.order_by("received_at")),
        "pairs": _with_signs(pairs),
        "chains": newest_chains(found.device) if found.kind in _OF_MACHINES else (),
        **asked.context(is_open=triage.open_incidents().filter(pk=found.pk).exists()),
    }
    if found.kind == IncidentKind.AFTER_REVOCATION and not asked.decisions:
        context["decisions"] = triage.decisions_about(Subject.BATCH, found.hash)  # it settles the incident, too
        context["decision"] = bool(context["decisions"])
    return render(request, "console/incident.html", context, status=asked.status)


def _with_signs(records: Iterable[SealedRecord]) -> list[dict[str, object]]:
    listed = list(records)
    verdicts = triage.newest_verdicts(Subject.RECORD, (row.pk for row in listed))
    return [{"record": row, "sign": record_sign(row.state, verdicts.get(str(row.pk)))} for row in listed]


class _Asked:
    """What a person is asked to decide about one thing: what was decided before, and the form with its buttons."""

    def __init__(self, request: HttpRequest, subject: Subject, key: object, deeds: dict[str, Deed]) -> None:
        self.request = request
        self.key = key
        self.deeds = deeds
        self.changed: ChangedMeanwhile | None = None
        self._subject = subject
        self.decisions = triage.decisions_about(subject, key)
        self.form = NoteForm(posted(request), initial={"seen": len(self.decisions)})

    @property
    def verdict(self) -> str | None:
        """What was decided last; None before anything was."""
        return self.decisions[0].verdict if self.decisions else None

    @property
    def status(self) -> int:
        """Of the answer: 409 where somebody else was faster."""
        return 409 if self.changed else 200

    def tell_change(self, changed: ChangedMeanwhile) -> None:
        """Show what the other decided, and let this person decide again knowing it, where that is still possible."""
        self.changed = changed
        self.decisions = triage.decisions_about(self._subject, self.key)
        self.form.show_version(len(self.decisions))

    def context(self, *, is_open: bool) -> dict[str, object]:
        """For the template. ``is_open``: there is still something to decide."""
        may_decide = is_open and may(self.request.user, Right.RUN_HUB)
        note = self.form.cleaned_data.get("note", "") if self.changed else ""
        return {
            "decisions": self.decisions,
            "decision": self.decisions[0] if self.decisions else None,
            "may_decide": may_decide,
            "form": self.form,
            "changed": self.changed,
            "wrote": "" if may_decide else note,
        }


def _decide(asked: _Asked, target: str, *arguments: Any) -> HttpResponse | None:
    """Do what the pressed button says. None: the page is shown again, with what is wrong."""
    request, form = asked.request, asked.form
    deed = asked.deeds.get(request.POST.get("verdict", ""))
    if not form.is_valid():
        return None
    if deed is None:  # sent by the Enter key, or from a page on which other buttons stood
        form.add_error(None, _("Please press one of the buttons below."))
        return None
    by, now = request.user.get_username(), timezone.now()
    try:
        deed(asked.key, note=form.cleaned_data["note"], seen=form.version, by=by, now=now)
    except ChangedMeanwhile as changed:
        asked.tell_change(changed)
        return None
    except Refused as error:
        form.add_error(None, refusal_words(error))
        return None
    messages.success(request, _("Your decision is kept, with your note."))
    return redirect(target, *arguments)
