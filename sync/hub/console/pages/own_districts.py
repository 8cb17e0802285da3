"""The districts of who looks, on the first page: what is asked there, what came of it, and what people said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import scope_of
from sync.hub.console.queries import PollRow, district_names
from sync.hub.console.web.reach import polls_in_reach
from sync.hub.contributions.models import CitizenContribution
from sync.protocol.contributions import LAST_STATES


@dataclass(frozen=True)
class OwnDistrict:
    """One district of an account that has some."""

    code: str
    """Empty for what is asked in the whole city."""
    name: str
    open_entries: int
    """Ideas, questions and offers that nobody has finished."""
    polls: Sequence[PollRow]
    """Those that ask this district and not the whole city."""


def own_districts_told(request: HttpRequest) -> list[OwnDistrict]:
    """Each district of who looks; none for who reaches everywhere."""
    own = scope_of(request.user).districts
    if own is None:
        return []
    entries = CitizenContribution.objects.filter(district__in=own).exclude(state__in=LAST_STATES)
    waiting = dict(entries.values_list("district").annotate(Count("id")))
    names, polls = district_names(), polls_in_reach(request)
    told = [
        OwnDistrict(code, names.get(code, code), waiting.get(code, 0), [row for row in polls if code in _asked(row)])
        for code in sorted(own, key=lambda code: names.get(code, code))
    ]
    everywhere = [row for row in polls if not _asked(row)]
    return [*told, OwnDistrict("", _("The whole city"), 0, everywhere)] if everywhere else told


def _asked(row: PollRow) -> Sequence[str]:
    return tuple(row.published.definition.get("districts", ()))
