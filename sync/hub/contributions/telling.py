"""Telling stations what of contributions is released, and how far each is, readable with its number alone.

Of how far they are only what has changed is made anew, once a day all of it: what is too old by then goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet

from sync.hub.announcements import selectors as announced
from sync.hub.announcements import services as announcements
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import newest_ids, supports_of_merged
from sync.hub.entries.enclosed import reasons_of_blackening, with_blackened
from sync.hub.entries.models import ReviewState
from sync.hub.entries.search import that_are_the_same_as
from sync.protocol.contributions import (
    LAST_STATES,
    RELEASED_FILE,
    STATES_FILE,
    ContributionKind,
    ContributionState,
    Released,
    write_released,
)
from sync.protocol.report_status import Standing, StandingsFile

TOLD_DAYS = 800
"""So long stations tell of a contribution; one that is not decided is told of however old it is."""
MOST_RELEASED = 2000
"""So many are shown at stations, the newest."""
_STATES, _SUPPORTS = "contribution-states", "contribution-supports"
_READ_AT_ONCE = 500


def tell_contributions(record_ids: Iterable[str] | None = None, *, now: datetime) -> None:
    """Tell all stations what is released, and how these stand to whoever has their numbers, with those that are the
    same as them. None: all there are, which costs accordingly."""
    ids = None if record_ids is None else _with_merged(record_ids)
    announcements.change(STATES_FILE, partial(_with_contributions, ids, _told_now(now)))
    announcements.tell(RELEASED_FILE, write_released(_released(_told_now(now))))


def tell_new_contributions(*, now: datetime) -> None:
    """Tell all stations of what has come since this was called last, and no more of what is too old by now. Before the
    first there is nothing to tell."""
    told, supported = announced.told_so_far(_STATES), announced.told_so_far(_SUPPORTS)
    (newest, newest_support), since = newest_ids(), _told_since(now)
    if told is None and not newest:
        return
    if told and supported and (told.number, told.since, supported.number) == (newest, since, newest_support):
        return
    with transaction.atomic():
        is_due = told is None or supported is None or told.since != since
        tell_contributions(None if is_due else _new_since(told.number, supported.number), now=now)  # type: ignore[union-attr]
        announcements.note_told(_STATES, number=newest, since=since)
        announcements.note_told(_SUPPORTS, number=newest_support, since=since)


def _told_since(now: datetime) -> datetime:
    return (now - timedelta(days=TOLD_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)


def _told_now(now: datetime) -> QuerySet[CitizenContribution]:
    return CitizenContribution.objects.filter(Q(received_at__gte=_told_since(now)) | ~Q(state__in=LAST_STATES))


def _new_since(number: int, support: int) -> set[str]:
    """Those that came after this one, and those that somebody stands behind since this support: they may be brought
    before the council by that."""
    came = CitizenContribution.objects.filter(id__gt=number).values_list("record_id", flat=True)
    supported = CitizenContribution.objects.filter(supported__id__gt=support).values_list("record_id", "merged_into")
    return {*came, *(one for named in supported for one in named if one)}


def _with_merged(record_ids: Iterable[str]) -> list[str]:
    """What is said to one is said to all that are the same as it."""
    named = list(dict.fromkeys(record_ids))
    found = dict.fromkeys(named)
    for start in range(0, len(named), _READ_AT_ONCE):
        same = CitizenContribution.objects.filter(that_are_the_same_as(named[start : start + _READ_AT_ONCE]))
        found |= dict.fromkeys(same.values_list("record_id", flat=True))
    return list(found)


def _with_contributions(ids: Sequence[str] | None, told: QuerySet[CitizenContribution], before: bytes) -> bytes:
    if ids is None or not before:
        return StandingsFile.of(_standings(told)).to_bytes()
    standings: dict[str, Standing | None] = dict.fromkeys(ids)
    for start in range(0, len(ids), _READ_AT_ONCE):
        standings |= dict(_standings(told.filter(record_id__in=ids[start : start + _READ_AT_ONCE])))
    return StandingsFile.from_bytes(before).changed(standings).to_bytes()


def _standings(rows: QuerySet[CitizenContribution]) -> Iterator[tuple[str, Standing]]:
    blackened = reasons_of_blackening(rows)
    for row in rows.iterator():
        yield row.record_id, with_blackened(row.standing, blackened.get(row.record_id, ""))


def _released(told: QuerySet[CitizenContribution]) -> list[Released]:
    """The newest that everybody may read. No more is read than that."""
    approved = told.filter(review=ReviewState.APPROVED, merged_into="").order_by("-received_at", "-id")
    with_what_was_said = approved.prefetch_related("enclosed__enclosures")
    shown = (row for row in with_what_was_said.iterator(_READ_AT_ONCE) if row.is_released)
    more = supports_of_merged()
    return [_as_released(row, more.get(row.record_id, 0)) for row in islice(shown, MOST_RELEASED)]


def _as_released(row: CitizenContribution, of_merged: int) -> Released:
    return Released(
        name=row.name,
        kind=ContributionKind(row.kind),
        text=row.text_to_pass_on,
        language=row.language,
        district=row.district,
        state=ContributionState(row.state),
        since=row.since,
        topic=row.topic,
        receiver=row.receiver,
        project=row.project,
        answer=row.public_note,
        supports=row.supports + of_merged,
    )
