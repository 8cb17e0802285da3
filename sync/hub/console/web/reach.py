"""What an account sees of a list: the rows of its districts, or its stations. Most roles reach everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from sync.hub.accounts.roles import scope_of
from sync.hub.console.pages.station_rows import StationRow

_Row = TypeVar("_Row", bound=Model)


def in_reach(request: HttpRequest, rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """Of rows that belong to a ``district`` those that who looks may see."""
    districts = scope_of(request.user).districts
    return rows if districts is None else rows.filter(district__in=districts)


def stations_in_reach(request: HttpRequest, rows: Iterable[StationRow]) -> list[StationRow]:
    """Of stations those that who looks may see."""
    scope = scope_of(request.user)
    return [row for row in rows if scope.has_station(row.device.id)]
