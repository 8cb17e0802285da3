"""What an account sees of a list: the rows of its districts, or its stations. Most roles reach everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from sync.hub.accounts.roles import Right, may, rights_of, scope_of
from sync.hub.choices.services import HouseDates, city_choices
from sync.hub.console.pages.station_rows import StationRow
from sync.hub.console.queries import PollRow, content_shown, poll_rows
from sync.hub.counting.selectors import is_published
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT, ContentKind
from sync.hub.drafts.models import ContentDraft
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


def judged_in_reach(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of stations that the database lists those that who looks may see."""
    stations = scope_of(request.user).stations
    return rows if stations is None else rows.filter(id__in=stations)


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


@dataclass(frozen=True)
class OwnPlace:
    """Where the stations are that an account is bound to: their districts, and their names."""

    districts: frozenset[str]
    stations: frozenset[str]
    """Without names that other stations have, too: content goes to a station by its name."""

    def has(self, path: str, value: Any) -> bool:
        """Whether this content may be written: a calendar for these stations, or for these districts alone."""
        return _are_of(self.districts, path, value, "districts") or self.has_alone(path, value)

    def has_alone(self, path: str, value: Any) -> bool:
        """Whether no other station shows this."""
        return _are_of(self.stations, path, value, "stations")


def own_place(request: HttpRequest) -> OwnPlace | None:
    """Of who is bound to stations; None for who is bound to none."""
    ids = scope_of(request.user).stations
    if ids is None:
        return None
    own, others = Device.objects.filter(id__in=ids, revoked_at=None), Device.objects.exclude(id__in=ids)
    names = frozenset(own.values_list("name", flat=True))
    shared = frozenset(others.filter(name__in=names, revoked_at=None).values_list("name", flat=True))
    return OwnPlace(frozenset(own.values_list("district", flat=True)), names - shared)


def is_content_in_reach(own: OwnPlace | None, path: str, value: Any) -> bool:
    """Whether this content is for who has this ``own`` place: of a house the calendars that are for it."""
    return own is None or own.has(path, value)


def demand_content_in_reach(request: HttpRequest, path: str, value: Any) -> None:
    """Raises PermissionDenied where it is not."""
    if not is_content_in_reach(own_place(request), path, value):
        raise PermissionDenied


def known_kind(word: str) -> ContentKind:
    """The kind of content an address names. Raises Http404."""
    try:
        return KINDS_OF_CONTENT[word]
    except KeyError as error:
        raise Http404 from error


def found_content(request: HttpRequest, kind: str, name: str) -> ContentDraft:
    """The draft an address names. Raises Http404 where there is none, PermissionDenied where it is not for who asks."""
    path = known_kind(kind).path_of(name)
    if (found := ContentDraft.objects.filter(path=path).first()) is None:
        demand_content_in_reach(request, path, content_shown(path))
        raise Http404
    demand_content_in_reach(request, path, found.value)
    return found


def check_content_in_reach(request: HttpRequest, path: str, value: Any) -> None:
    """Raises Refused for what would be out of reach once it is written."""
    if not is_content_in_reach(own_place(request), path, value):
        raise Refused(DraftFault.OUT_OF_REACH)


def may_approve_content(request: HttpRequest, path: str, value: Any, *, shown: Any) -> bool:
    """Whether who asks may let this go to stations, in the place of what is ``shown`` there now (None: nothing).

    Besides those who approve everything, a house may, where the city leaves it to the house, and no station but its own
    shows the one or the other.
    """
    if may(request.user, Right.APPROVE_DRAFTS):
        return True
    own = own_place(request)
    if own is None or not may(request.user, Right.WRITE_CONTENT) or city_choices().house_dates is not HouseDates.HOUSE:
        return False
    return own.has_alone(path, value) and (shown is None or own.has_alone(path, shown))


def _are_of(own: frozenset[str], path: str, value: Any, member: str) -> bool:
    """Whether it is of the kinds a house writes, and every place that this member names is one's own."""
    if path.partition("/")[0] not in OF_A_HOUSE or not isinstance(value, Mapping):
        return False
    named: list[str] = value.get(member) or []
    return bool(named) and own.issuperset(named)
