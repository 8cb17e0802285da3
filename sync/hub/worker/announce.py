"""Telling stations what has changed: by the command ``announce``, or by the worker where nothing else does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from tuf.api.exceptions import RepositoryError, StorageError

from sync.hub.announcements.selectors import digest_of
from sync.hub.ballot_log.services import BY_LOG, append_day, hear_published, is_due, rebuild
from sync.hub.content.problems import ContentProblems
from sync.hub.data_folder import HubFolder
from sync.hub.publishing.approved import publish_approved
from sync.hub.publishing.services import announce, published_files, published_note
from sync.hub.publishing.waiting import publish_waiting
from sync.hub.stations.hub_clock import demand_right_clock
from sync.hub.worker.apply import BY_WORKER
from sync.key_files import load_signing_key
from sync.protocol.emergency_notice import FILE_NAME as EMERGENCY_NOTICE
from sync.protocol.errors import Refused
from sync.protocol.keys import SigningKey

logger = logging.getLogger(__name__)


def tell_stations(folder: HubFolder, *, log_at_once: bool, now: datetime) -> bool:
    """Let the ballot log grow if its day has come, then bring everything that has changed to stations.

    Needs the hub's own keys only. ``log_at_once`` lets ballots enter the log whenever they are there: for showing only.
    False when there was nothing new. Raises Refused or OSError when a key cannot be read, ClockDoubted when nothing may
    be signed.
    """
    demand_right_clock(now)
    today = timezone.localdate(now)
    # Without a key nothing was published yet since hubs keep a log.
    if folder.log_key.exists() and is_due(today=today, at_once=log_at_once):
        key = load_signing_key(folder.log_key)
        _agree_with_published(folder, key, now=now)
        append_day(key=key, today=today, at_once=log_at_once, now=now)
    return announce(folder, now=now)


def _agree_with_published(folder: HubFolder, key: SigningKey, *, now: datetime) -> None:
    """What is published in this folder was signed here: a database that holds less of it was put back, unasked."""
    note = published_note(folder)
    if not hear_published(note, key=key.public):
        return
    try:
        rebuild(published_files(folder), key=key, by=BY_LOG, today=timezone.localdate(now), now=now)
    except (Refused, OSError):
        logger.warning("the ballot log lacks ballots and cannot be rebuilt from what is published", exc_info=True)


def when_due(
    folder: HubFolder, *, every: timedelta, log_at_once: bool, may_make_keys: bool
) -> Callable[[datetime], None]:
    """What to call with the time after each pass: announces at most once in ``every``. Trouble is only logged.

    What was approved or planned at the console is published at once, and an emergency notice waits for no round. What
    was planned and cannot be published is tried again after ``every``.
    """
    last: datetime | None = None
    failed: datetime | None = None
    warned = ""

    def announce_if_due(now: datetime) -> None:
        nonlocal last, failed, warned
        _publish_approved(folder, may_make_keys=may_make_keys, now=now)
        if failed is None or now >= failed + every:
            failed = None if _publish_waiting(folder, may_make_keys=may_make_keys, now=now) else now
        warning = digest_of(EMERGENCY_NOTICE)
        if last is not None and now < last + every and warning == warned:
            return
        last, warned = now, warning
        try:
            tell_stations(folder, log_at_once=log_at_once, now=now)
        except (Refused, OSError, RepositoryError, StorageError):  # what has arrived is opened all the same
            logger.warning("stations cannot be told anything now; the worker tries again", exc_info=True)

    return announce_if_due


def _publish_approved(folder: HubFolder, *, may_make_keys: bool, now: datetime) -> None:
    try:
        publish_approved(folder, may_make_keys=may_make_keys, by=BY_WORKER, today=timezone.localdate(now), now=now)
    except (Refused, OSError, RepositoryError, StorageError):
        logger.warning("what was approved cannot be published now; the worker tries again", exc_info=True)


def _publish_waiting(folder: HubFolder, *, may_make_keys: bool, now: datetime) -> bool:
    """False when it could not be done."""
    try:
        publish_waiting(folder, may_make_keys=may_make_keys, by=BY_WORKER, today=timezone.localdate(now), now=now)
    except (Refused, ContentProblems, OSError, RepositoryError, StorageError):
        logger.warning("shifts or codes cannot be published now; the worker tries again", exc_info=True)
        return False
    return True
