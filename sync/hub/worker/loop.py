"""The worker's life: list, apply, rest, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

from django.db import OperationalError, connection
from django.utils import timezone

from sync.hub.contributions.telling import tell_new_contributions
from sync.hub.monitoring.heartbeat import Pulse
from sync.hub.polls.lay_down import end_box_round, is_box_day
from sync.hub.reach.services import tell_months
from sync.hub.reports.telling import tell_new_reports
from sync.hub.surveys.models import GivenAnswer
from sync.hub.worker.apply import BY_WORKER, Applied, admit_ballots, admit_held, apply_waiting
from sync.hub.worker.broken_promises import tell_broken_promises
from sync.hub.worker.forget_ballots import clear_journal, forget_ballot_batches
from sync.hub.worker.keyring import Keyring
from sync.hub.worker.list_records import list_records
from sync.hub.worker.recounting import recount_evenings
from sync.hub.worker.retention import keep_time

logger = logging.getLogger(__name__)


def work_once(
    keyring: Keyring, *, batches_kept: timedelta, box_at_once: bool, alive: Callable[[], None] = lambda: None
) -> Applied:
    """List and apply all that can be now, then forget what may be forgotten. ``alive`` is called at each turn.

    Ballots enter the box once a day, at the first call of a day, so that nothing tells those of one day from each
    other; with ``box_at_once`` whenever they are there: for showing only.
    """
    is_due = is_box_day(timezone.localdate())
    may_box = is_due or box_at_once
    if may_box:
        admit_ballots()
    total = Applied()
    admit_held(keyring)
    is_busy = True
    while is_busy:
        alive()
        listed, done = list_records(now=timezone.now()), apply_waiting(keyring, now=timezone.now(), may_box=may_box)
        total += done
        is_busy = listed > 0 or done != Applied()
    if is_due:
        end_box_round(timezone.localdate(), has_changed=total.applied > 0, also=(GivenAnswer,))
        keep_time(by=BY_WORKER, now=timezone.now())
        tell_months(today=timezone.localdate(), now=timezone.now())
    if is_due or total.applied:
        recount_evenings(keyring, now=timezone.now())
    tell_new_reports(now=timezone.now())
    tell_new_contributions(now=timezone.now())
    tell_broken_promises(now=timezone.now())
    forgotten = forget_ballot_batches(kept=batches_kept, now=timezone.now())
    if total.applied or forgotten:
        clear_journal()
    return total


def work_until_stopped(
    keyring: Keyring,
    *,
    batches_kept: timedelta,
    box_at_once: bool,
    pause_seconds: float,
    then: Callable[[datetime], object],
) -> None:
    """Work until SIGTERM or SIGINT, finishing the pass at hand. Trouble with the database is waited out.

    ``then`` is called with the time after each pass.
    """
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    pulse = Pulse(timezone.now)
    while not stopped.is_set():
        try:
            work_once(keyring, batches_kept=batches_kept, box_at_once=box_at_once, alive=pulse)
            then(timezone.now())
        except OperationalError:
            logger.warning("the database is not available now; the worker tries again", exc_info=True)
            connection.close()
        stopped.wait(pause_seconds)
