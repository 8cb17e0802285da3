"""What needs the one who looks: entries that were given to them and are not finished."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.console.pages.need import Need
from sync.hub.contributions.models import CitizenContribution
from sync.hub.entries.search import worked_on_by
from sync.hub.reports.models import DefectReport


def own_needs(request: HttpRequest) -> list[Need]:
    """One for reports, and one for ideas and questions."""
    name, needs = request.user.get_username(), []
    for rows, page, action in (
        (DefectReport.objects, "reports", _("Open the reports")),
        (CitizenContribution.objects, "contributions", _("Open the list")),
    ):
        mine = rows.filter(worked_on_by(name)).exclude(state__in=rows.model.last_states).count()
        if mine:
            title = ngettext("%(n)s entry waits for you", "%(n)s entries wait for you", mine) % {"n": mine}
            query = urlencode({"assigned": name, "order": "due"})
            advice = _("Somebody gave them to you.")
            needs.append(Need(title, advice, f"{reverse(f'console:{page}')}?{query}", action))
    return needs
