"""Writing text blocks, and taking them away. Each is an audit event."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.text_blocks.models import TextBlock
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from sync.protocol.reasons import Reason


class TextBlockFault(Reason):
    """Why a text block is not kept."""

    TAKEN = "taken", "there is a text block of this name already"


def write_block(title: str, text: str, *, by: str, now: datetime) -> TextBlock:
    """A new one. Raises Refused for a title that is taken."""
    with transaction.atomic():
        values = {"text": text.strip(), "by": by, "at": now}
        block, is_new = TextBlock.objects.get_or_create(title=" ".join(title.split()), defaults=values)
        if not is_new:
            raise Refused(TextBlockFault.TAKEN)
        audit.append(AuditEvent.TEXT_BLOCK_WRITTEN, by, at=now, title=block.title)
    return block


def change_block(number: int, title: str, text: str, *, seen: int, by: str, now: datetime) -> None:
    """Other words. Raises ChangedMeanwhile, Refused for a title that is taken, TextBlock.DoesNotExist."""
    with transaction.atomic():
        block = _locked(number, seen)
        title = " ".join(title.split())
        if TextBlock.objects.filter(title=title).exclude(pk=number).exists():
            raise Refused(TextBlockFault.TAKEN)
        block.title, block.text, block.by, block.at, block.version = title, text.strip(), by, now, block.version + 1
        block.save()
        audit.append(AuditEvent.TEXT_BLOCK_WRITTEN, by, at=now, title=block.title)


def take_block_away(number: int, *, seen: int, by: str, now: datetime) -> None:
    """It is offered no more. Raises ChangedMeanwhile, TextBlock.DoesNotExist."""
    with transaction.atomic():
        block = _locked(number, seen)
        audit.append(AuditEvent.TEXT_BLOCK_TAKEN_AWAY, by, at=now, title=block.title)
        block.delete()


def _locked(number: int, seen: int) -> TextBlock:
    block = TextBlock.objects.select_for_update().get(pk=number)
    if block.version != seen:
        raise ChangedMeanwhile(block)
    return block
