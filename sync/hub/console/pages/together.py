"""The page on which all batches of one station are decided about at once, with one note."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.console.forms import NoteForm
from sync.hub.console.web.kept_text import posted
from sync.hub.console.web.paging import with_names
from sync.hub.console.web.permissions import for_administrators
from sync.hub.stations.models import Device
from sync.hub.triage import services
from sync.hub.triage.selectors import batches_to_decide
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused

MOST = 500
"""So many batches are shown, and decided about, at once."""
_DEEDS = {"release": services.release_batch, "reject": services.reject_batch}


@for_administrators
def together(request: HttpRequest, device: str) -> HttpResponse:
    """Exactly the batches that were shown are decided about: what came, or was decided, meanwhile is left alone."""
    station = get_object_or_404(Device, id=device)
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        deed = _DEEDS.get(request.POST.get("verdict", ""))
        if deed:
            _decide_all(request, deed, form.cleaned_data["note"], device=device)
            return redirect("console:aside")
        form.add_error(None, _("Please press one of the buttons below."))
    waiting = with_names(batches_to_decide().filter(device=device).order_by("id")[:MOST])
    context = {"station": station.name, "batches": waiting, "form": form}
    return render(request, "console/together.html", context)


def _decide_all(request: HttpRequest, deed: services.BatchDeed, note: str, *, device: str) -> None:
    shown = {named for named in request.POST.getlist("batch")[:MOST] if named.isalnum()}
    waiting = batches_to_decide().filter(device=device, hash__in=shown).order_by("id")
    done = late = unreadable = 0
    for batch in waiting.values_list("hash", flat=True):
        try:
            deed(batch, note=note, by=request.user.get_username(), now=timezone.now())
            done += 1
        except ChangedMeanwhile:
            late += 1
        except Refused:
            unreadable += 1
    late += len(shown) - done - late - unreadable
    if done:
        words = ngettext("%(n)s batch was decided about.", "%(n)s batches were decided about.", done)
        messages.success(request, words % {"n": done})
    if late:
        words = ngettext(
            "About %(n)s batch somebody else was faster: that decision stands.",
            "About %(n)s batches somebody else was faster: those decisions stand.",
            late,
        )
        messages.error(request, words % {"n": late})
    if unreadable:
        words = ngettext(
            "%(n)s batch cannot be let in, since its records cannot be read.",
            "%(n)s batches cannot be let in, since their records cannot be read.",
            unreadable,
        )
        messages.error(request, words % {"n": unreadable})
