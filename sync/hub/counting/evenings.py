"""Polls for one evening, as stations tell of them: what was opened where, and what was counted there that evening.

The station's word is kept, not believed: what was asked is held against what was published here, and a result becomes
that of the poll only after it was counted again against the ballots that have come.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from sync.counting.files import read_result
from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.counting.models import EveningCount
from sync.hub.polls.models import PublishedPoll
from sync.hub.polls.services import record_opening
from sync.protocol.errors import Refused
from sync.protocol.evening_polls import EveningPoll, check_evening, template_of
from sync.protocol.polls.poll import Poll
from sync.protocol.reasons import RecordReason

BY_WORKER = "worker"


def receive_evening(told: EveningPoll, *, device: str, received_at: datetime) -> None:
    """Keep what a station says of a poll for one evening, once however often it comes.

    Raises Refused for a poll that is not made of a template published here, one that another station has opened, and a
    result that is another one than before, or of another poll.
    """
    with transaction.atomic():
        poll = _check_opened(told)
        row, is_new = EveningCount.objects.get_or_create(
            poll=poll.id, defaults={"device": device, "opened_at": received_at}
        )
        if is_new:
            record_opening(told.wire, now=received_at)
            audit.append(AuditEvent.EVENING_OPENED, BY_WORKER, at=received_at, poll=poll.id, device=device)
        if row.device != device or PublishedPoll.objects.get(poll=poll.id).hash != poll.hash:
            raise Refused(RecordReason.NO_EVENING, detail="another")
        if told.result:
            _keep_result(row, poll, told.result, received_at)


def _check_opened(told: EveningPoll) -> Poll:
    """By the version of the template that the station had."""
    poll = Poll.from_wire(told.wire)
    fault = Refused(RecordReason.NO_EVENING, detail="template")
    for published in PublishedPoll.objects.filter(poll=template_of(poll.id)).order_by("-version"):
        try:
            return check_evening(told.wire, published.definition)
        except Refused as error:
            fault = error
    raise fault


def _keep_result(row: EveningCount, poll: Poll, result: str, received_at: datetime) -> None:
    if row.result:
        if row.result != result:
            raise Refused(RecordReason.NO_EVENING, detail="result")
        return
    if read_result(result.encode()).poll_hash != poll.hash:
        raise Refused(RecordReason.NO_EVENING, detail="result")
    row.result, row.result_at = result, received_at
    row.save(update_fields=("result", "result_at"))
    digest = hashlib.sha256(result.encode()).hexdigest()
    audit.append(AuditEvent.EVENING_COUNTED, BY_WORKER, at=received_at, poll=poll.id, device=row.device, result=digest)
