"""Pages of the audit log: filtered list, whole export, and proof that nobody changed it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from sync.hub.accounts.roles import Right
from sync.hub.audit.checks import ask_for_check, log_state
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.models import AuditEntry
from sync.hub.audit.selectors import newest_entries
from sync.hub.console.log_names import ids_called, named_in
from sync.hub.console.web.downloads import as_csv, download
from sync.hub.console.web.paging import BY_AGE, asked, kept_query, page_of
from sync.hub.console.web.permissions import for_readers, having, only_pressed
from sync.hub.console.wording.audit_log import actor_words, event_name, log_sentence
from sync.hub.stations.selectors import all_stations
from sync.hub.text_search import holds
from sync.protocol.encoding import parse_json, to_timestamp

_COLUMNS = ("number", "at", "event", "by", "facts", "previous", "hash")


@for_readers
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first, and how far the log is known to be whole."""
    page = page_of(request, _filtered(request))
    names = dict(all_stations().values_list("id", "name"))
    told = [(entry, parse_json(entry.facts)) for entry in page]
    things = named_in((facts for _entry, facts in told), reader=request.user)
    context = {
        "page": page,
        "entries": [
            {
                "entry": entry,
                "sentence": log_sentence(entry.event, facts, things.shown),
                "who": actor_words(entry.by),
            }
            for entry, facts in told
        ],
        "events": [(event.value, event_name(event)) for event in AuditEvent],
        "stations": _options(names, request.GET.get("station", "")),
        "event": request.GET.get("event", ""),
        "text": asked(request, "text"),
        "order": asked(request, "order"),
        "orders": BY_AGE,
        "kept": kept_query(request),
        "state": log_state(),
    }
    return render(request, "console/log.html", context)


@only_pressed("console:log")
@having(Right.SEE_HUB)
def check_log(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  as Django calls it
    """Let the worker check the whole log: whoever may read it may ask for that."""
    ask_for_check(timezone.now())
    return redirect("console:log")


def _options(names: Mapping[str, str], chosen: str) -> str:
    """Of thousands of stations too many for the loop of a template, and for Django's own escaping."""
    rows = [
        f'<option value="{html.escape(device)}"{" selected" if device == chosen else ""}>{html.escape(name)}</option>'
        for device, name in names.items()
    ]
    return mark_safe("".join(rows))  # noqa: S308  each part is escaped


@for_readers
def export_log(request: HttpRequest, form: str) -> HttpResponseBase:
    """The chosen entries as a file, sent as it is read: its size does not matter."""
    entries = _filtered(request).order_by("number")
    lines = as_csv(_COLUMNS, map(_values, entries.iterator())) if form == "csv" else _as_json(entries)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    return download(lines, kind=kind, name=f"audit-log.{form}")


def _filtered(request: HttpRequest) -> QuerySet[AuditEntry]:
    entries = newest_entries()
    if event := request.GET.get("event"):
        entries = entries.filter(event=event)
    if (station := request.GET.get("station", "")) and station.isalnum():
        # Facts are canonical JSON: this is the member as it stands there.
        entries = entries.filter(facts__contains=f'"device":"{station}"')
    if text := asked(request, "text"):
        named = holds("by", text) | holds("facts", text)
        for one in ids_called(text):
            named |= Q(facts__contains=f'"{one}"')
        entries = entries.filter(named)
    return entries.order_by("number") if asked(request, "order") == "oldest" else entries


def _as_json(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    before = "[\n"
    for entry in entries.iterator():
        yield before + json.dumps(_values(entry), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _values(entry: AuditEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _COLUMNS}
    return {**values, "at": to_timestamp(entry.at)}
