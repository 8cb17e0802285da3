"""What an account sees of a list: the rows of its districts, or its stations. Most roles reach everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sync.hub.accounts.roles import Right, rights_of, scope_of
from sync.hub.console.pages.station_rows import StationRow
from sync.hub.console.queries import PollRow, poll_rows
from sync.hub.counting.selectors import is_published

BEFORE_PUBLICATION = frozenset({Right.COUNT_POLLS, Right.PUBLISH_RESULTS, Right.SEE_HUB})
"""Who has any of these sees a result that is not published yet."""

_Row = TypeVar("_Row", bound=Model)


def in_reach(request: HttpRequest, rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """Of rows that belong to a ``district`` those that who looks may see."""
    districts = scope_of(request.user).districts
    return rows if districts is None else rows.filter(district__in=districts)


def stations_in_reach(request: HttpRequest, rows: Iterable[StationRow]) -> list[StationRow]:
    """Of stations those that who looks may see."""
    scope = scope_of(request.user)
    return [row for row in rows if scope.has_station(row.device.id)]


def polls_in_reach(request: HttpRequest) -> list[PollRow]:
    """The polls of the districts of who looks, and those of the whole city."""
    scope = scope_of(request.user)
    rows = poll_rows(timezone.localdate())
    return [row for row in rows if scope.has_any_of(row.published.definition.get("districts", ()))]


def may_see_result(request: HttpRequest, poll: str) -> bool:
    """Whether the result of this counted poll is for who looks."""
    return bool(rights_of(request.user) & BEFORE_PUBLICATION) or is_published(poll)
