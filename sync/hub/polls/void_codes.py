"""Cards that teams at stations have declared void: their codes count no more, and what they were used for stays."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sync.hub.polls.models import CodeMark, VoidedCard
from sync.hub.polls.selectors import tally_of
from sync.protocol.void_codes import VoidCode


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


def count_voided(poll_id: str) -> tuple[int, int]:
    """How many cards of a poll teams at stations have declared void, and how many of them had been used before."""
    cards = VoidedCard.objects.filter(poll=poll_id)
    return cards.count(), cards.filter(was_used=True).count()
