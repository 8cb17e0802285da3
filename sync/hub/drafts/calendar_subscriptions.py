"""Drafts of dates that follow the calendar of another program: subscribed at the console, asked for by the worker.

What is new in a calendar becomes a change of the draft and is handed in; it goes to stations when somebody has approved
it. Translations of what is still called the same stay. A calendar that does not come changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.content.calendar_import import calendar_in
from sync.hub.drafts.calendar_fetch import CalendarFault, FetchedCalendar, check_address, fetch_calendar, host_of
from sync.hub.drafts.content_kinds import kind_of_path
from sync.hub.drafts.content_services import WAY
from sync.hub.drafts.models import CalendarSubscription, ContentChange, ContentDraft, DraftState
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.centre_dates import MOMENT
from sync.protocol.encoding import canonical_json
from sync.protocol.errors import Refused
from sync.protocol.languages import DEFAULT_LANGUAGE

BY_CALENDAR = "calendar"
"""Who has changed a draft: what came from its calendar."""
EVERY = timedelta(hours=6)
ROLL_ON = timedelta(days=60)
"""A calendar in which nothing has changed is taken anew after so long: dates of more days have come into reach."""
TOLD_AFTER = timedelta(days=3)
"""A calendar that has not come for so long needs somebody."""

Problems = Callable[[ContentDraft], Collection[object]]
"""What keeps a draft from being published."""


def subscribe(path: str, text: str, *, own_hosts: Collection[str], by: str, now: datetime) -> None:
    """Let this draft of dates follow the calendar at an address; it is asked for soon.

    Raises Refused for an address that is not asked, ContentDraft.DoesNotExist.
    """
    address = check_address(text, own_hosts=own_hosts)
    if kind_of_path(path).word != "dates":
        raise Refused(CalendarFault.NO_ADDRESS)
    with transaction.atomic():
        draft = ContentDraft.objects.select_for_update().get(path=path)
        CalendarSubscription.objects.filter(draft=draft).delete()
        CalendarSubscription.objects.create(draft=draft, address=address, due_at=now)
        audit.append(AuditEvent.CALENDAR_SUBSCRIBED, by, at=now, path=path, host=host_of(address))


def unsubscribe(path: str, *, by: str, now: datetime) -> None:
    """Let it follow no calendar. Its dates stay as they are."""
    with transaction.atomic():
        gone, _tables = CalendarSubscription.objects.filter(draft=path).delete()
        if gone:
            audit.append(AuditEvent.CALENDAR_UNSUBSCRIBED, by, at=now, path=path)


def fetched_unapproved() -> list[ContentDraft]:
    """Drafts that stand as the worker has taken them from a calendar, and wait to be looked at."""
    newest = ContentChange.objects.filter(draft=OuterRef("pk")).order_by("-number")
    waiting = ContentDraft.objects.filter(
        subscription__isnull=False, state__in=(DraftState.DRAFT.value, DraftState.REVIEW.value)
    )
    return list(waiting.annotate(newest_by=Subquery(newest.values("by")[:1])).filter(newest_by=BY_CALENDAR))


def fetch_due_calendar(*, own_hosts: Collection[str], problems: Problems, now: datetime) -> bool:
    """Ask for the calendar that has waited longest, if one is due, and take what is new in it. True when one was due.

    One whose draft is about to be published waits for that.
    """
    waiting = CalendarSubscription.objects.filter(due_at__lte=now).select_related("draft")
    about_to_go = {"draft__state": DraftState.APPROVED.value, "draft__refusal": ""}
    found = waiting.exclude(**about_to_go).order_by("due_at", "pk").first()
    if found is None:
        return False
    CalendarSubscription.objects.filter(pk=found.pk).update(due_at=now + EVERY)  # whatever comes of it
    today = timezone.localdate(now)
    # What has not changed is asked for all the same when its further dates are due.
    is_new = found.taken_on is None or today - found.taken_on >= ROLL_ON
    marks = {} if is_new else {"etag": found.etag, "last_modified": found.last_modified}
    try:
        fetched = fetch_calendar(found.address, own_hosts=own_hosts, **marks)
        with transaction.atomic():
            _keep(found, fetched, problems=problems, today=today, now=now)
    except Refused as refused:
        _note_trouble(found, refused, now=now)
    except (ChangedMeanwhile, ContentDraft.DoesNotExist):
        pass  # somebody writes in it just now: the next time
    return True


def _keep(
    found: CalendarSubscription, fetched: FetchedCalendar, *, problems: Problems, today: date, now: datetime
) -> None:
    changes: dict[str, Any] = {"came_at": now, "failing_since": None, "trouble": ""}
    if fetched.data is not None:
        changes |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
        if not _is_as_taken(found, fetched.data, today):
            taken = _dates_in(fetched.data, found.draft_id, today)
            _take(found.draft_id, taken, problems=problems, now=now)
            changes |= {"taken": taken, "taken_on": today}
    # Who chose another address meanwhile begins anew.
    CalendarSubscription.objects.filter(pk=found.pk, address=found.address).update(**changes)


def _is_as_taken(found: CalendarSubscription, data: bytes, today: date) -> bool:
    """Whether it tells of the days to come what it told when it was taken: read as of that day."""
    if found.taken_on is None or today - found.taken_on >= ROLL_ON:
        return False
    again = _dates_in(data, found.draft_id, found.taken_on)
    return _to_come(again, today) == _to_come(found.taken or (), today)


def _dates_in(data: bytes, path: str, today: date) -> list[dict[str, Any]]:
    zone: tzinfo = timezone.get_default_timezone()
    name = kind_of_path(path).name_of(path)
    try:
        read = calendar_in(data, name=name, districts=(), today=today, zone=zone)
    except Refused as error:
        raise Refused(CalendarFault.NO_CALENDAR) from error
    return list(read["dates"])


def _to_come(dates: Sequence[Mapping[str, Any]], today: date) -> list[bytes]:
    start = datetime.combine(today, datetime.min.time()).strftime(MOMENT)
    kept = ({**one, "times": [span for span in one["times"] if span[1] >= start]} for one in dates)
    return sorted(canonical_json(one) for one in kept if one["times"])


def _take(path: str, dates: Sequence[Mapping[str, Any]], *, problems: Problems, now: datetime) -> None:
    """These dates stand in the draft in the place of those before; what is fit is handed in."""
    draft = ContentDraft.objects.get(path=path)
    before = draft.version
    value = {**draft.value, "dates": [_translated(one, draft.value) for one in dates]}
    try:
        WAY.save(path, value, seen=before, by=BY_CALENDAR, now=now)
    except Refused as error:
        raise Refused(CalendarFault.NOT_FIT) from error
    draft.refresh_from_db()
    if draft.version != before and not (wrong := problems(draft)):
        WAY.hand_in(path, seen=draft.version, problems=wrong, by=BY_CALENDAR, now=now)


def _translated(one: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A date with the translations that its texts had where they were the same in German."""
    dates = before.get("dates")
    told = [old for old in dates if isinstance(old, Mapping)] if isinstance(dates, list) else []
    made = dict(one)
    for member in ("title", "where"):
        for old in told:
            texts = old.get(member)
            if member in made and isinstance(texts, Mapping):
                german = made[member][DEFAULT_LANGUAGE]
                if texts.get(DEFAULT_LANGUAGE) == german:
                    made[member] = dict(texts)
                    break
    return made


def _note_trouble(found: CalendarSubscription, refused: Refused, *, now: datetime) -> None:
    reason = refused.reason or CalendarFault.NO_CALENDAR
    CalendarSubscription.objects.filter(pk=found.pk, address=found.address).update(
        trouble=reason.kept(refused.facts), failing_since=found.failing_since or now
    )
