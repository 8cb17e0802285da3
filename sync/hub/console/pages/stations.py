"""Pages of the stations: list, detail, enrolling, revoking, and when each is expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.hub.accounts.roles import Right, scope_of
from sync.hub.attachments.views import piece_store
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.selectors import newest_about
from sync.hub.console import queries
from sync.hub.console.forms import EnrolForm, NoteForm, PlanForm
from sync.hub.console.pages.station_rows import day_bars, judged_stations, published_content, station_looks
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import asked, kept_query, page_of, with_names
from sync.hub.console.web.permissions import for_administrators, having, only_pressed
from sync.hub.console.web.reach import judged_in_reach
from sync.hub.console.wording.names import choices_of
from sync.hub.console.wording.reasons import reason_words
from sync.hub.console.wording.terms import clock_words, gap_words, numbers_words, plan_words
from sync.hub.enclosures.selectors import waiting_for_attachments
from sync.hub.intake.models import ChainHead
from sync.hub.qr_codes import qr_svg
from sync.hub.stations import services
from sync.hub.stations.models import Device
from sync.hub.stations.selectors import last_rekeyed_at, open_codes
from sync.hub.triage.health import MOST_CLOCK_SECONDS, Health
from sync.hub.triage.selectors import batches_to_decide, damages_of, plan_of, plan_version
from sync.hub.triage.services import plan_contact, read_note
from sync.hub.triage.station_health import STATES
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.encoding import group_code, parse_json

ORDERS = {
    "": gettext_lazy("those that need a look first"),
    "name": gettext_lazy("by name"),
    "heard": gettext_lazy("those not heard of for longest first"),
}


@dataclass(frozen=True)
class StationQuery:
    """Which stations are looked for, and in which order. What is empty, or makes no sense, is no condition."""

    text: str
    """A part of the name, or the beginning of the number."""
    health: str
    district: str
    order: str

    @classmethod
    def of(cls, request: HttpRequest) -> StationQuery:
        """What the address of a page asks for."""
        return cls(*(asked(request, name) for name in ("text", "health", "district", "order")))

    def found_in(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of these judged stations that fit, in the order that is asked for."""
        if self.health in set(Health):
            rows = rows.filter(state=STATES.index(Health(self.health)))
        if self.district:
            rows = rows.filter(district=self.district)
        if text := self.text.casefold():  # SQLite compares letters beyond ASCII as they are
            named = rows.values_list("id", "name")
            rows = rows.filter(id__in=[one for one, name in named if text in name.casefold() or one.startswith(text)])
        orders = {
            "name": (Lower("name"), "name", "id"),
            "heard": (F("revoked_at").asc(nulls_first=True), "heard_at", "name", "id"),
        }
        return rows.order_by(*orders.get(self.order, ("state", "name", "id")))


@having(Right.SEE_STATIONS)
def stations(request: HttpRequest) -> HttpResponse:
    """Stations and how they are: all, or those that are looked for."""
    query, now = StationQuery.of(request), timezone.now()
    rows = judged_in_reach(request, judged_stations(now))
    page = page_of(request, query.found_in(rows))
    looks = station_looks(page)
    numbers = dict(rows.order_by().values_list("state").annotate(number=Count("id")))
    bars = day_bars([row.device for row in looks], today=timezone.localdate())
    districts = queries.district_names()
    lines = [
        {
            "row": row,
            "bar": bars[row.device.id],
            "gaps": gap_words(row.gaps),
            "error": reason_words(row.device.seen.last_error),
            "district": districts.get(row.device.district, row.device.district),
        }
        for row in looks
    ]
    context = {
        "page": page,
        "lines": lines,
        "query": query,
        "kept": kept_query(request),
        "states": choices_of(Health),
        "counts": [(STATES[state], number) for state, number in sorted(numbers.items())],
        "districts": sorted(districts.items(), key=lambda item: item[1]),
        "orders": ORDERS,
    }
    return render(request, "console/stations.html", context)


@having(Right.SEE_STATIONS)
def station(request: HttpRequest, device: str) -> HttpResponse:
    """One station: its contacts, its chains, its last batches."""
    looks = station_looks(judged_stations(timezone.now()).filter(id=device))
    if not looks or not scope_of(request.user).has_station(device):
        raise Http404
    row = looks[0]
    found, seen = row.device, row.device.seen
    batches = queries.batch_list().filter(device=device)
    aside = batches_to_decide().filter(device=device).values_list("seq", flat=True)
    context = {
        "row": row,
        "seen": seen,
        "bar": day_bars([found], today=timezone.localdate())[found.id],
        "clock": clock_words(seen.clock_difference_seconds),
        "clock_is_wrong": abs(seen.clock_difference_seconds or 0) > MOST_CLOCK_SECONDS,
        "plan": plan_words(row.plan),
        "on_their_way": waiting_for_attachments(found.id, is_here=piece_store().has),
        "damages": damages_of(found.id),
        "rekeyed_at": last_rekeyed_at(found),
        "revocation": _revocation(found),
        "chains": _chains(found, row.gaps),
        "aside": numbers_words(list(aside)),
        "error": reason_words(seen.last_error),
        "published": published_content(),
        "district": queries.district_names().get(found.district, found.district),
        "batches": with_names(batches[:20]),
    }
    return render(request, "console/station.html", context)


def _revocation(device: Device) -> dict[str, str] | None:
    """Who revoked it, and why; None where nobody has."""
    entry = newest_about(AuditEvent.STATION_REVOKED, device=device.id) if device.revoked_at else None
    return {"by": entry.by, "note": str(parse_json(entry.facts)["note"])} if entry else None


def _chains(device: Device, gaps: object) -> list[dict[str, object]]:
    missing = {gap.inc: gap for gap in gaps}  # type: ignore[attr-defined]
    heads = ChainHead.objects.filter(device=device.id).order_by("stream", "-id")
    known = [{"inc": head.inc, "stream": head.stream, "seq": head.seq} for head in heads]
    unseen = [{"inc": inc, "stream": "", "seq": 0} for inc in missing if inc not in {head.inc for head in heads}]
    return [
        {**chain, "gap": gap_words([missing[str(chain["inc"])]]) if chain["inc"] in missing else ""}
        for chain in [*known, *unseen]
    ]


@for_administrators
def expect(request: HttpRequest, device: str) -> HttpResponse:
    """When this station is expected to report."""
    found = get_object_or_404(Device, id=device)
    plan, version = plan_of(device), plan_version(device)
    start = {"kind": plan.kind.value, "weekdays": sorted(plan.weekdays), "every_days": plan.every_days, "seen": version}
    form = PlanForm(posted(request), initial=start)
    changed = None
    if request.method == "POST" and form.is_valid():
        by, now = request.user.get_username(), timezone.now()
        try:
            plan_contact(device, form.plan(), seen=form.version, by=by, now=now)
        except ChangedMeanwhile as meanwhile:
            changed = meanwhile
            form.show_version(version)
        else:
            messages.success(request, _("Kept: when %(name)s is expected.") % {"name": found.name})
            return redirect("console:station", device)
    context = {"device": found, "form": form, "changed": changed, "plan": plan_words(plan)}
    return render(request, "console/expect.html", context, status=409 if changed else 200)


@for_administrators
def enrol(request: HttpRequest) -> HttpResponse:
    """Make a code for a new station. It is in this answer and nowhere else."""
    form = EnrolForm(posted(request))
    context: dict[str, object] = {"form": form, "address": request.build_absolute_uri("/")}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        code = group_code(services.make_code(**values, by=request.user.get_username(), now=timezone.now()))
        context |= {"code": code, "qr": qr_svg(code, label=_("The same code as a QR code")), "name": values["name"]}
    now = timezone.now()
    context["codes"] = [{"code": code, "is_over": code.expires_at <= now} for code in open_codes()]
    return render(request, "console/enrol.html", context)


@only_pressed("console:enrol")
@for_administrators
def withdraw(request: HttpRequest, locator: str) -> HttpResponse:
    """Make a code useless that no station has used."""
    if services.withdraw_code(locator, by=request.user.get_username(), now=timezone.now()):
        messages.success(request, _("The code was withdrawn. No station can be enrolled with it any more."))
    else:
        messages.error(request, _("This code was used or withdrawn before."))
    return redirect("console:enrol")


@for_administrators
def rekey(request: HttpRequest, device: str) -> HttpResponse:
    """Say what follows, and only then wish for a new key."""
    found = get_object_or_404(Device, id=device)
    if request.method == "POST":
        if services.wish_rekey(device, by=request.user.get_username(), now=timezone.now()):
            messages.success(request, _("%(name)s makes itself a new key at its next contact.") % {"name": found.name})
        else:
            messages.error(
                request, _("Nothing was changed: a new key was wished for before, or the station was revoked.")
            )
        return redirect("console:station", device)
    return render(request, "console/rekey.html", {"device": found, "changed_at": last_rekeyed_at(found)})


@for_administrators
def revoke(request: HttpRequest, device: str) -> HttpResponse:
    """Say what follows, ask why, and only then withdraw trust."""
    found = get_object_or_404(Device.objects.select_related("seen"), id=device)
    form = NoteForm(posted(request))
    changed, wrote = None, ""
    if request.method == "POST" and form.is_valid():
        note = read_note(form.cleaned_data["note"])
        if services.revoke(device, note=note, by=request.user.get_username(), now=timezone.now()):
            messages.success(request, _("%(name)s was revoked.") % {"name": found.name})
            return redirect("console:station", device)
        changed, wrote = ChangedMeanwhile(newest_about(AuditEvent.STATION_REVOKED, device=device)), note
        found.refresh_from_db()
    context = {"device": found, "form": form, "changed": changed, "wrote": wrote}
    return render(request, "console/revoke.html", context, status=409 if changed else 200)
