"""Cards that teams at stations have declared void: their codes count no more, all stations are told, and what they were
used for stays."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction

from sync.hub.announcements import services as announcements
from sync.hub.polls.models import CodeMark, VoidedCard
from sync.hub.polls.selectors import newest_version, tally_of
from sync.protocol.polls.poll import Poll
from sync.protocol.void_codes import FILE_NAME, VoidCode, VoidCodesFile


def void_code(record_id: str, told: VoidCode, *, device: str, received_on: date) -> None:
    """From now on a ballot with this code does not count, unless one has come already: that stays, and is told. Once
    however often it comes. Nothing changes for a poll that is counted.
    """
    with transaction.atomic():
        code = CodeMark.objects.select_for_update().filter(poll=told.poll, mark=told.mark).first()
        was_used = code is not None and code.spent_for != ""
        card, is_new = VoidedCard.objects.get_or_create(
            record_id=record_id,
            defaults={"poll": told.poll, "device": device, "received_on": received_on, "was_used": was_used},
        )
        if is_new and code is not None and not card.was_used and tally_of(told.poll) is None:
            code.delete()
            announcements.change(FILE_NAME, partial(_with_void, told, received_on))


def _with_void(card: VoidCode, today: date, data: bytes) -> bytes:
    """What stations are told, with this card, and without those of polls that take no more ballots."""
    before = VoidCodesFile.from_bytes(data).marks if data else {}
    marks = {poll: before[poll] for poll in before if _takes_ballots(poll, today)}
    return VoidCodesFile({**marks, card.poll: {*marks.get(card.poll, ()), card.mark}}).to_bytes()


def _takes_ballots(poll_id: str, today: date) -> bool:
    published = newest_version(poll_id)
    return published is not None and today <= Poll.from_wire(published.definition).grace


def count_voided(poll_id: str) -> tuple[int, int]:
    """How many cards of a poll teams at stations have declared void, and how many of them had been used before."""
    cards = VoidedCard.objects.filter(poll=poll_id)
    return cards.count(), cards.filter(was_used=True).count()
