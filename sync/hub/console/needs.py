"""What needs a person, in plain sentences, the most pressing first. Says what to do; does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.console import queries
from sync.hub.console.queries import StationRow


@dataclass(frozen=True)
class Need:
    """One open problem: what it is, what to do, and where."""

    title: str
    advice: str
    url: str
    action: str


def open_needs(rows: Sequence[StationRow]) -> list[Need]:
    """Every open problem of the hub and its stations. Empty: nothing to do."""
    return [*_incidents(), *_quarantine(), *_stations(rows)]


def _incidents() -> list[Need]:
    count = queries.open_incidents().count()
    if not count:
        return []
    title = ngettext("%(count)d conflict between a station and this hub", "%(count)d conflicts with stations", count)
    advice = _("Both versions are kept. Look which station it is: it may have been copied or restored.")
    return [Need(title % {"count": count}, advice, reverse("console:batches"), _("See batches"))]


def _quarantine() -> list[Need]:
    count = queries.quarantined().count()
    if not count:
        return []
    title = ngettext("%(count)d record could not be used", "%(count)d records could not be used", count)
    advice = _("Nothing is lost. Each record is kept with the reason.")
    return [Need(title % {"count": count}, advice, reverse("console:batches"), _("See batches"))]


def _stations(rows: Sequence[StationRow]) -> list[Need]:
    advice = {
        "overdue": _("No contact for more than a day. Is it switched on, and does it have a network?"),
        "error": _("Its last contact failed."),
    }
    return [
        Need(
            _("The station %(name)s needs a look") % {"name": row.device.name},
            advice[row.words],
            reverse("console:station", args=[row.device.id]),
            _("Open station"),
        )
        for row in rows
        if row.words in advice
    ]
