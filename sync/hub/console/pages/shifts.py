"""The pages of shifts of attendants: those ahead, planning one, withdrawing one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console import queries
from sync.hub.console.shift_form import FIELD_OF, ShiftForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.permissions import having
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.content.problems import ContentProblems
from sync.hub.publishing.models import ShiftPlan
from sync.hub.publishing.shift_plans import plan, shifts_ahead, shifts_in_source, withdraw_shift
from sync.protocol.encoding import group_code
from sync.protocol.errors import Refused
from sync.protocol.shifts import STICK_FILE, Shift


@having(Right.SEE_SHIFTS, to_change=Right.PLAN_SHIFTS)
def shifts(request: HttpRequest) -> HttpResponse:
    """Every shift that is not over, and planning one. Its PINs are in this answer and nowhere else."""
    form, now, districts = ShiftForm(posted(request)), timezone.now(), queries.district_names()
    if request.method == "POST" and form.is_valid():
        try:
            new = plan(**form.planned(), districts=districts, by=request.user.get_username(), now=now)
        except Refused as refused:
            form.add_error(FIELD_OF.get(refused.reason), refusal_words(refused))
        except ContentProblems as problems:
            form.add_error(None, str(problems))
        else:
            context = {
                **_told(new.shift, districts),
                "pins": [(name, group_code(pin, between=" ")) for name, pin in new.pins.items()],
                "stick_key": new.stick_key,
                "stick_file": STICK_FILE,
            }
            return render(request, "console/shift_pins.html", context)
    ahead = shifts_ahead(now)
    rows = [
        {**_told(Shift.from_wire(row.shift), districts), "row": row, "is_published": is_published}
        for row, is_published in ahead
    ]
    planned = {row.id for row, _is_published in ahead}
    rows += [_told(shift, districts) for shift in _as_files(now) if shift.id not in planned]
    rows.sort(key=lambda one: one["shift"].ends)
    return render(request, "console/shifts.html", {"form": form, "rows": rows})


@having(Right.PLAN_SHIFTS)
def withdraw(request: HttpRequest, shift: str) -> HttpResponse:
    """Say what follows, and only then withdraw a shift."""
    now = timezone.now()
    if "\0" in shift:
        raise Http404
    row = get_object_or_404(ShiftPlan, id=shift, ends__gt=now)
    if request.method == "POST":
        if withdraw_shift(shift, by=request.user.get_username(), now=now):
            messages.success(request, _("The shift was withdrawn. Stations learn it with the next publication."))
        else:
            messages.error(request, _("This shift was withdrawn before."))
        return redirect("console:shifts")
    told = _told(Shift.from_wire(row.shift), queries.district_names())
    return render(request, "console/withdraw_shift.html", {**told, "row": row})


def _as_files(now: datetime) -> list[Shift]:
    """Those not over that lie as files in the source."""
    on_the_wall = timezone.make_naive(now)
    return [shift for shift in shifts_in_source(settings.HUB_FOLDER.content) if shift.ends > on_the_wall]


def _told(shift: Shift, districts: Any) -> dict[str, Any]:
    return {"shift": shift, "district": districts.get(shift.district, shift.district)}
