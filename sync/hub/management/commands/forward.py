"""``forward``: send the parent what it does not have."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.utils import timezone

from sync.hub.forwarding.sending import Forwarded, HttpLine, Parent, forward_all
from sync.key_files import load_signing_key
from sync.protocol.errors import Refused, TryLater
from sync.protocol.keys import SigningKey

PAUSE_SECONDS = 60.0
EVERYTHING_AFTER = timedelta(hours=1)
"""So often every station is compared, heard of or not: the parent may have been restored."""


class Command(BaseCommand):
    help = "Send every stored batch to the parent that hub.toml names, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one pass over all stations")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = settings.HUB_FOLDER
        try:
            parent, key = Parent.load(folder.parent), load_signing_key(folder.ack_key)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        line = HttpLine(settings.HUB_CONFIG.parent)
        if options["once"]:
            try:
                done = forward_all(line, parent, key=key)
            except TryLater as error:
                raise CommandError(str(error)) from error
            self._tell(done)
            if done.troubles:
                raise CommandError("not everything is at the parent")
        else:
            self._forward_until_stopped(line, parent, key)

    def _forward_until_stopped(self, line: HttpLine, parent: Parent, key: SigningKey) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        last: datetime | None = None
        everything_at = timezone.now()
        while not stopped.is_set():
            begun = timezone.now()
            is_everything = begun >= everything_at
            try:
                self._tell(forward_all(line, parent, key=key, since=None if is_everything else last))
                last = begun
                if is_everything:
                    everything_at = begun + EVERYTHING_AFTER
            except (TryLater, OperationalError) as error:
                self.stderr.write(str(error))
                connection.close()
            stopped.wait(PAUSE_SECONDS)

    def _tell(self, done: Forwarded) -> None:
        if done.batches or done.troubles:
            self.stdout.write(f"forwarded: {done.batches} batches")
        for trouble in done.troubles:
            self.stderr.write(trouble)
