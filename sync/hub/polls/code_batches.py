"""Batches of participation codes: each for one place, handed out as printed cards, counted back, voided when lost.

Which codes belong to which batch stands nowhere in clear: otherwise a ballot would lead to the place its card was given
out at. The hub keeps that list sealed with a control code, which is printed once, on the sheet that stays in the
office. Whoever types it voids the batch; without it nobody can tell, not even from the database.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.polls.codes import ROWS_AT_ONCE, make_codes
from sync.hub.polls.models import BatchStep, CodeBatch, CodeBatchDeed, CodeEntry, CodeMark
from sync.hub.polls.selectors import tally_of
from sync.hub.polls.void_codes import tell_void
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.participation_codes import NotACode, ParticipationCode, new_code, read_typed
from sync.protocol.polls.poll import Poll
from sync.protocol.reasons import Reason

MOST_IN_A_BATCH = 2_000
MOST_PLACE = 80
"""Characters of the name of a place."""
_NONCE_BYTES = 12

Print = Callable[["CodeBatch", Sequence[ParticipationCode], str], bytes]
"""Makes the file of a batch out of its codes and its control code."""


class BatchFault(Reason):
    """Why a batch of codes is left as it is."""

    CONTROL = "control", "this is not the control code of the batch %(batch)s"
    VOID = "batch-void", "the batch %(batch)s is void already"
    TOO_MANY_BACK = "too-many-back", "only %(out)s cards of the batch %(batch)s are outside; %(back)s cannot come back"
    POLL_COUNTED = "codes-counted", "the poll %(poll)s is counted: its codes are of no more use"
    NUMBER = "batch-number", "1 to %(most)s codes make a batch"


@dataclass(frozen=True)
class Stock:
    """Where the cards of a batch are, by what people have counted."""

    made: int
    back: int
    is_handed_out: bool
    is_void: bool

    @property
    def outside(self) -> int:
        """Cards at the place, or given to people."""
        return self.made - self.back if self.is_handed_out else 0

    @property
    def in_office(self) -> int:
        """Cards nobody outside has."""
        return self.made - self.outside


def make_batch(
    poll: Poll, *, place: str, number: int, printed: Print, by: str, today: date, now: datetime, control: str = ""
) -> tuple[CodeBatch, bytes]:
    """Make a batch. Returns it with its file, which exists nowhere else. When the file cannot be made, nothing was.

    ``control`` is its control code, a new one if none is given. Raises Refused as ``make_codes``.
    """
    if not 1 <= number <= MOST_IN_A_BATCH:
        raise Refused(BatchFault.NUMBER, most=MOST_IN_A_BATCH)
    made: list[tuple[CodeBatch, bytes]] = []

    def hand_out(codes: Sequence[ParticipationCode]) -> None:
        secret = control or new_code().typed()
        batch = CodeBatch.objects.create(
            poll=poll.id, place=place, size=number, made_by=by, made_at=now, sealed=_seal(codes, poll.id, secret)
        )
        made.append((batch, printed(batch, codes, secret)))

    make_codes(poll, number=number, hand_out=hand_out, by=by, today=today, now=now)
    return made[0]


def hand_out_batch(number: int, *, seen: int, note: str, by: str, now: datetime) -> None:
    """The cards have gone to the place. Raises ChangedMeanwhile, Refused for a void one, CodeBatch.DoesNotExist."""
    with transaction.atomic():
        batch = _lock(number, seen)
        _add(batch, BatchStep.HANDED_OUT, batch.size, note=note, by=by, now=now)
        audit.append(AuditEvent.CODES_HANDED_OUT, by, at=now, batch=number, poll=batch.poll, place=batch.place)


def take_back(number: int, count: int, *, seen: int, note: str, by: str, now: datetime) -> None:
    """So many unused cards came back. Raises as ``hand_out_batch``, and Refused for more than are outside."""
    with transaction.atomic():
        batch = _lock(number, seen)
        out = stock_of(batch).outside
        if not 1 <= count <= out:
            raise Refused(BatchFault.TOO_MANY_BACK, batch=number, out=out, back=count)
        _add(batch, BatchStep.RETURNED, count, note=note, by=by, now=now)
        audit.append(AuditEvent.CODES_RETURNED, by, at=now, batch=number, poll=batch.poll, cards=count)


def void_batch(number: int, control: str, *, seen: int, note: str, by: str, now: datetime) -> int:
    """From now on no card of the batch is good for a vote; all stations are told. Returns how many were not used yet.

    Votes that were cast with its cards and have reached the hub stay. Raises as ``hand_out_batch``, and Refused for
    another control code or once the poll is counted.
    """
    with transaction.atomic():
        batch = _lock(number, seen)
        if tally_of(batch.poll) is not None:
            raise Refused(BatchFault.POLL_COUNTED, poll=batch.poll)
        marks, entries = _unseal(batch, control)
        unused: list[str] = []
        for start in range(0, len(marks), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            unspent = CodeMark.objects.filter(poll=batch.poll, mark__in=marks[part], spent_for="")
            unused += unspent.values_list("mark", flat=True)
            unspent.delete()
            CodeEntry.objects.filter(poll=batch.poll, entry__in=entries[part]).delete()
        if unused:
            tell_void(batch.poll, unused, today=timezone.localdate(now))
        _add(batch, BatchStep.VOID, len(unused), note=note, by=by, now=now)
        CodeBatch.objects.filter(pk=number).update(sealed=b"")
        audit.append(AuditEvent.CODES_VOIDED, by, at=now, batch=number, poll=batch.poll, cards=len(unused))
    return len(unused)


def stock_of(batch: CodeBatch) -> Stock:
    """Where its cards are."""
    deeds = list(batch.deeds.all())
    steps = {deed.step for deed in deeds}
    back = sum(deed.cards for deed in deeds if deed.step == BatchStep.RETURNED)
    return Stock(batch.size, back, BatchStep.HANDED_OUT in steps, BatchStep.VOID in steps)


def _lock(number: int, seen: int) -> CodeBatch:
    batch = CodeBatch.objects.select_for_update().get(pk=number)
    deeds = list(batch.deeds.all())
    if len(deeds) != seen:
        raise ChangedMeanwhile(deeds[-1] if deeds else None)
    if any(deed.step == BatchStep.VOID for deed in deeds):
        raise Refused(BatchFault.VOID, batch=number)
    return batch


def _add(batch: CodeBatch, step: BatchStep, cards: int, *, note: str, by: str, now: datetime) -> None:
    CodeBatchDeed.objects.create(batch=batch, step=step, cards=cards, note=note, by=by, at=now)


def _seal(codes: Sequence[ParticipationCode], poll_id: str, control: str) -> bytes:
    """Both kinds of hashes, each in its own order: even opened, the list pairs none."""
    marks, entries = sorted(code.mark(poll_id) for code in codes), sorted(code.entry(poll_id).hex() for code in codes)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    text = json.dumps({"marks": marks, "entries": entries}).encode()
    return nonce + AESGCM(_key(control)).encrypt(nonce, text, poll_id.encode())


def _unseal(batch: CodeBatch, control: str) -> tuple[list[str], list[str]]:
    sealed = bytes(batch.sealed)
    try:
        key = _key(read_typed(control).typed())
        text = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], batch.poll.encode())
    except (NotACode, InvalidTag) as error:
        raise Refused(BatchFault.CONTROL, batch=batch.pk) from error
    opened = parse_json(text)
    return opened["marks"], opened["entries"]


def _key(control: str) -> bytes:
    """80 random bits behind one hash: nobody tries them all."""
    return hashlib.sha256(f"ck1|batch|{control}".encode()).digest()
