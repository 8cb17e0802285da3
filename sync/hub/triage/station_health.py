"""The rule of a station's state: which one word says how it is.

The database judges, whether stations are counted or listed: the two cannot disagree, and cost little of thousands.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    F,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from sync.hub.stations.models import Device
from sync.hub.triage.contact_schedule import ContactPlan, overdue_before
from sync.hub.triage.health import MOST_CLOCK_SECONDS, Health
from sync.hub.triage.models import ContactCalendar

STATES = tuple(Health)
"""By their place: 0 for the most pressing."""


def judged(stations: QuerySet[Device], *, published: str, now: datetime, zone: tzinfo) -> QuerySet[Any]:
    """These stations with their ``state``, the place in ``STATES`` of the most pressing thing to say about each, and
    with ``heard_at``, the moment of the last contact, or of the enrolment before the first.

    ``published`` names the newest content, empty for none.
    """
    told = stations.annotate(
        heard_at=Coalesce("seen__last_contact", "enrolled_at"), troubles=Cast("seen__troubles", TextField())
    )
    late = Q(heard_at__lt=_overdue_before(now=now, zone=zone))
    failed = Q(seen__last_success=None) | Q(seen__last_error_at__gt=F("seen__last_success"))
    seconds = "seen__clock_difference_seconds"
    rules = [
        (~Q(revoked_at=None), Health.REVOKED),
        (Q(seen__last_contact=None) & late, Health.NEVER),
        (Q(seen__last_contact=None), Health.NEW),
        (late, Health.OVERDUE),
        (~Q(seen__last_error_at=None) & failed, Health.ERROR),
        (Q(**{f"{seconds}__gt": MOST_CLOCK_SECONDS}) | Q(**{f"{seconds}__lt": -MOST_CLOCK_SECONDS}), Health.CLOCK),
        (Q(troubles__contains='"power-low"'), Health.POWER),
        (Q(troubles__contains='"no-sound"'), Health.SILENT),
        (Q(seen__waiting_ballots__gt=0) | Q(seen__waiting_reports__gt=0), Health.WAITING),
        *([(~Q(seen__content=published), Health.OLD_CONTENT)] if published else []),
    ]
    place = Case(
        *(When(condition, then=Value(STATES.index(health))) for condition, health in rules),
        default=Value(STATES.index(Health.IN_SYNC)),
        output_field=PositiveSmallIntegerField(),
    )
    return told.annotate(state=place)


def _overdue_before(*, now: datetime, zone: tzinfo) -> Case:
    """Of each station by its plan. Of plans there are few, however many stations have one."""
    parts = ("kind", "weekdays", "every_days")
    plans = ContactCalendar.objects.order_by().values(*parts).distinct()
    return Case(
        *(
            When(
                **{f"calendar__{name}": value for name, value in row.items()},
                then=_moment(overdue_before(ContactCalendar(**row).plan, now=now, zone=zone)),
            )
            for row in plans
        ),
        default=_moment(overdue_before(ContactPlan(), now=now, zone=zone)),
    )


def _moment(moment: datetime) -> Value:
    return Value(moment, output_field=DateTimeField())
