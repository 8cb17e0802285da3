"""When the worker tells stations what has changed, where nothing else does (see the command ``announce``)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sync.errors import Refused
from sync.hub.folder import HubFolder
from sync.hub.publishing.services import announce

logger = logging.getLogger(__name__)


def when_due(folder: HubFolder, *, every: timedelta) -> Callable[[datetime], None]:
    """What to call with the time after each pass: announces at most once in ``every``. Trouble is only logged."""
    last: datetime | None = None

    def announce_if_due(now: datetime) -> None:
        nonlocal last
        if last is not None and now < last + every:
            return
        last = now
        try:
            announce(folder, now=now)
        except (Refused, OSError):  # what has arrived is opened all the same
            logger.warning("stations cannot be told anything now; the worker tries again", exc_info=True)

    return announce_if_due
