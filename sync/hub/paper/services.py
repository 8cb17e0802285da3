"""Stacks of filled-in forms: typed by two people who do not see each other's, compared, and put into the box.

A form becomes a ballot like any other: sealed with the counting keys of its poll, it has a tracker, enters the ballot
log and is counted and recounted with the rest. Nothing here can open one again. How many came on paper is told by the
channel ``paper``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.paper.faults import InvalidForm, PaperFault
from sync.hub.paper.marks import check_on_paper
from sync.hub.paper.models import PaperStack, PaperTyping
from sync.hub.polls.lay_down import lay_down
from sync.hub.polls.selectors import newest_version
from sync.hub.polls.services import PAPER, put_in_box
from sync.protocol.envelope import read_answer, seal_inner
from sync.protocol.errors import Refused
from sync.protocol.polls.background import Secrecy
from sync.protocol.polls.kinds import Answer
from sync.protocol.polls.poll import Poll
from sync.protocol.records import BallotEnvelope

Form = Mapping[str, Any]
"""``{"answer": ...}`` or ``{"invalid": reason}``."""


@dataclass(frozen=True)
class Provenance:
    """Where and when a stack was filled in, and in which language it is printed."""

    place: str
    district: str
    day: date
    language: str


def poll_on_paper(poll_id: str, *, today: date) -> Poll:
    """The poll as it is answered now. Raises Refused where it takes no ballots on paper, or none any more."""
    published = newest_version(poll_id)
    if published is None:
        raise Refused(PaperFault.UNKNOWN, poll=poll_id)
    poll = Poll.from_wire(published.definition)
    check_on_paper(poll)
    if poll.secrecy is Secrecy.ON_THE_SPOT:  # its station counts what was cast there, and no more
        raise Refused(PaperFault.AT_STATION, poll=poll_id)
    if poll.void or not poll.takes_ballots(today):
        raise Refused(PaperFault.LATE, poll=poll_id)
    return poll


def begin_stack(poll_id: str, of: Provenance, *, by: str, now: datetime, today: date) -> PaperStack:
    """A new stack. Raises Refused, as above, and for a day on which nobody could answer."""
    poll = poll_on_paper(poll_id, today=today)
    if not poll.opens <= of.day <= min(today, poll.closes):
        raise Refused(PaperFault.IN_FUTURE)
    return PaperStack.objects.create(
        poll=poll_id,
        place=" ".join(of.place.split()),
        district=of.district,
        day=of.day,
        language=of.language,
        made_by=by,
        made_at=now,
    )


def form_of(answer: Answer) -> Form:
    """A form that counts."""
    return {"answer": answer}


def invalid_form(reason: InvalidForm) -> Form:
    """A form that does not count."""
    return {"invalid": reason.value}


def type_form(stack_id: int, form: Form, *, by: str, number: int | None = None) -> None:
    """The next form, or with ``number`` (from 1) one that was typed before. Raises Refused, PaperStack.DoesNotExist."""
    with transaction.atomic():
        stack = _open_stack(stack_id)
        others = stack.typings.exclude(by=by)
        if others.count() >= 2:
            raise Refused(PaperFault.TWO_HAVE, who=", ".join(others.values_list("by", flat=True)))
        typing, _ = PaperTyping.objects.get_or_create(stack=stack, by=by)
        if number is None:
            typing.forms = [*typing.forms, dict(form)]
        elif not 0 < number <= len(typing.forms):
            raise Refused(PaperFault.NO_FORM, number=number)
        else:
            typing.forms = [*typing.forms[: number - 1], dict(form), *typing.forms[number:]]
        typing.save()


def take_back(stack_id: int, *, by: str) -> None:
    """The form that was typed last was none: take it away. Raises Refused."""
    with transaction.atomic():
        typing = _open_stack(stack_id).typings.filter(by=by).first()
        if typing is None or not typing.forms:
            raise Refused(PaperFault.EMPTY)
        typing.forms = typing.forms[:-1]
        typing.save()


def differences(stack: PaperStack) -> list[int] | None:
    """The places (from 1) of forms that the two have typed differently; None before two have typed any."""
    typed = [typing.forms for typing in stack.typings.all() if typing.forms]
    if len(typed) < 2:
        return None
    pairs = enumerate(zip_longest(*typed), start=1)
    return [place for place, (one, other) in pairs if one != other]


def finish_stack(stack_id: int, *, by: str, now: datetime, today: date) -> PaperStack:
    """Both agree: each form that counts goes into the box, sealed, and what was typed is forgotten. Raises Refused."""
    with transaction.atomic():
        stack = _open_stack(stack_id)
        poll = poll_on_paper(stack.poll, today=today)
        different = differences(stack)
        if different is None:
            raise Refused(PaperFault.NOT_TWICE)
        if different:
            raise Refused(PaperFault.DIFFERENT, number=len(different))
        typings = [typing for typing in stack.typings.all() if typing.forms]
        forms = typings[0].forms
        answers = [read_answer(poll, form["answer"]) for form in forms if "answer" in form]
        for inner in sorted(seal_inner(poll, answer) for answer in answers):  # no order but that of the seals
            put_in_box(BallotEnvelope(poll.id, inner), received_on=today, district=stack.district, channel=PAPER)
        stack.counted = len(answers)
        stack.invalid = dict(Counter(form["invalid"] for form in forms if "invalid" in form))
        stack.checked_by, stack.checked_at = [typing.by for typing in typings], now
        stack.save()
        stack.typings.all().delete()
        audit.append(
            AuditEvent.PAPER_BOXED,
            by,
            at=now,
            poll=poll.id,
            place=stack.place,
            ballots=len(answers),
            invalid=len(forms) - len(answers),
            who=", ".join(stack.checked_by),
        )
    lay_down()
    return stack


def _open_stack(stack_id: int) -> PaperStack:
    stack = PaperStack.objects.select_for_update().get(pk=stack_id)
    if stack.checked_at is not None:
        raise Refused(PaperFault.DONE)
    return stack
