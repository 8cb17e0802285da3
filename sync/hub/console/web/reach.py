"""What an account sees of a list: the rows of its districts, or its stations. Most roles reach everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sync.hub.accounts.roles import Right, rights_of, scope_of
from sync.hub.console.pages.station_rows import StationRow
from sync.hub.console.queries import PollRow, poll_rows
from sync.hub.counting.selectors import is_published
from sync.hub.drafts.steps import DraftFault
from sync.hub.stations.models import Device
from sync.protocol.errors import Refused

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
    return [row for row in rows if scope.has_station(row.id)]


def polls_in_reach(request: HttpRequest) -> list[PollRow]:
    """The polls of the districts of who looks, and those of the whole city."""
    scope = scope_of(request.user)
    rows = poll_rows(timezone.localdate())
    return [row for row in rows if scope.has_any_of(row.published.definition.get("districts", ()))]


def may_see_result(request: HttpRequest, poll: str) -> bool:
    """Whether the result of this counted poll is for who looks."""
    return bool(rights_of(request.user) & BEFORE_PUBLICATION) or is_published(poll)


OF_A_HOUSE = ("dates",)
"""The kinds of content that whoever is bound to stations may write."""


def own_districts(request: HttpRequest) -> frozenset[str] | None:
    """The districts of the stations that who looks is bound to; None for who is bound to none."""
    stations = scope_of(request.user).stations
    if stations is None:
        return None
    return frozenset(Device.objects.filter(id__in=stations, revoked_at=None).values_list("district", flat=True))


def is_content_in_reach(own: frozenset[str] | None, path: str, value: Any) -> bool:
    """Whether this content is for who has these ``own`` districts: of a house the calendars that are for them alone."""
    if own is None:
        return True
    districts = value.get("districts") if isinstance(value, Mapping) else None
    return path.partition("/")[0] in OF_A_HOUSE and bool(districts) and own.issuperset(districts or ())


def demand_content_in_reach(request: HttpRequest, path: str, value: Any) -> None:
    """Raises PermissionDenied where it is not."""
    if not is_content_in_reach(own_districts(request), path, value):
        raise PermissionDenied


def check_content_in_reach(request: HttpRequest, path: str, value: Any) -> None:
    """Raises Refused for what would be out of reach once it is written."""
    if not is_content_in_reach(own_districts(request), path, value):
        raise Refused(DraftFault.OUT_OF_REACH)
