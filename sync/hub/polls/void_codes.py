"""Cards that teams at stations have declared void: their codes count no more, all stations are told, and what they were
used for stays."""

from __future__ import annotations

from collections.abc import Collection
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
            tell_void(told.poll, [told.mark], today=received_on)


def tell_void(poll_id: str, marks: Collection[str], *, today: date) -> None:
    """Tell all stations that the cards of these marks, none of them used, are void. Within the caller's transaction."""
    announcements.change(FILE_NAME, partial(_with_void, poll_id, marks, today))


def _with_void(poll_id: str, marks: Collection[str], today: date, data: bytes) -> bytes:
    """What stations are told, with these cards, and without those of polls that take no more ballots."""
    before = VoidCodesFile.from_bytes(data).marks if data else {}
    kept = {poll: before[poll] for poll in before if _takes_ballots(poll, today)}
    return VoidCodesFile({**kept, poll_id: {*kept.get(poll_id, ()), *marks}}).to_bytes()


def _takes_ballots(poll_id: str, today: date) -> bool:
    published = newest_version(poll_id)
    return published is not None and today <= Poll.from_wire(published.definition).grace


def count_voided(poll_id: str) -> tuple[int, int]:
    """How many cards of a poll teams at stations have declared void, and how many of them had been used before."""
    cards = VoidedCard.objects.filter(poll=poll_id)
    return cards.count(), cards.filter(was_used=True).count()
