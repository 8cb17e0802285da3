"""What the kiosk writes into its log: named events from one list, never a free sentence, never anything personal.

An event may carry one name of the program's own: a reason or the class of an error. What happens in visits is counted
by the day and not told one by one: beside the order in which ballots lie on a disk, a moment would say whose each is.
Visits themselves are not logged at all (``sync.station.visit_book`` counts them).
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sync.protocol.encoding import parse_json

LOG_NAME = "kiosk.log"
MAX_LOG_BYTES = 1_000_000
KEPT_LOGS = 3
COUNTED_NAME = "counted.json"


class KioskEvent(Enum):
    """All that can be logged: id and sentence."""

    STARTED = "the kiosk has started"
    STOPPED = "the kiosk has stopped"
    NOT_STORED = "a record could not be stored; the person was told so"
    NOT_PRINTED = "a receipt could not be printed"
    CONTENT_CHANGED = "another content package is in use"
    CONTENT_UNREADABLE = "the content package cannot be read"
    OUT_OF_ORDER = "the station is out of order"
    IN_ORDER = "the station is in order again"
    NO_SOUND = "there is no sound device"
    SOUND = "there is a sound device again"
    TURNED_OFF = "the battery is nearly empty, and the machine is asked to turn off"
    STAFF_CAME = "attendants have typed their PIN"
    WRONG_PIN = "a wrong PIN was typed"
    FAILED = "something unexpected happened"


COUNTED = frozenset({KioskEvent.NOT_STORED, KioskEvent.NOT_PRINTED})
"""What only happens in visits: told once a day, with how often it happened."""


def local_day() -> date:
    """The day by this machine's clock and zone."""
    return datetime.now().astimezone().date()


class EventLog:
    """Writes events to one rotating file."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_LOG_BYTES, today: Callable[[], date] = local_day) -> None:
        """Where the folder cannot be written, events go to standard error: the station serves all the same."""
        self._counts_file = folder / COUNTED_NAME
        self._today = today
        self._handler = _handler_for(folder, max_bytes)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z"))

    def note(self, event: KioskEvent, detail: Enum | BaseException | None = None) -> None:
        """Write one event, with the name of a reason or of an error's class; never with an error's own words."""
        name = detail.name if isinstance(detail, Enum) else type(detail).__name__ if detail else ""
        about = f" ({name})" if name else ""
        if event in COUNTED:
            self._count(event.name + about)
        else:
            self._write(f"{event.name} {event.value}{about}")

    def _count(self, happened: str) -> None:
        today = self._today().isoformat()
        day, counts = self._counted()
        if day != today:
            for name, count in sorted(counts.items()):
                event, _, about = name.partition(" ")
                self._write(f"{event} {KioskEvent[event].value} {about}".rstrip() + f" ({count} on {day})")
            counts = Counter()
        counts[happened] += 1
        with suppress(OSError):  # a figure less; the station serves all the same
            fresh = self._counts_file.with_suffix(".new")
            fresh.write_text(json.dumps([today, counts], sort_keys=True), encoding="utf-8")
            os.utime(fresh, (0, 0))  # when the last one was, nobody needs to know
            fresh.replace(self._counts_file)

    def _counted(self) -> tuple[str, Counter[str]]:
        with suppress(OSError, ValueError, TypeError, AttributeError):
            day, counts = parse_json(self._counts_file.read_text(encoding="utf-8"))
            known = {event.name for event in COUNTED}
            return str(day), Counter(
                {name: int(count) for name, count in counts.items() if name.split(" ")[0] in known}
            )
        return "", Counter()

    def _write(self, sentence: str) -> None:
        self._handler.handle(logging.LogRecord("kiosk", logging.INFO, "", 0, sentence, None, None))

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):  # what the disk did not take before, it does not take now
            self._handler.close()


class _File(RotatingFileHandler):
    """A disk that takes nothing keeps nobody from voting, and fills no other log with how it failed."""

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802  as logging calls it
        """Nothing more can be done."""


def _handler_for(folder: Path, max_bytes: int) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _File(folder / LOG_NAME, maxBytes=max_bytes, backupCount=KEPT_LOGS, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()
