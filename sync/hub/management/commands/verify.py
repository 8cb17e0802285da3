"""``verify``: prove a backup as it lies there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.backups.services import newest_in, verify, verify_unopened
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.passwords import ask_recovery_key


class Command(BaseCommand):
    help = (
        "Whether a backup still is the one that this hub has proven; of a folder of backups, the newest. With the "
        "recovery key all of it is read again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, metavar="DIR")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--read", action="store_true", help="read all of it; asks for the recovery key")
        which.add_argument(
            "--recovery-key", type=Path, metavar="FILE", help="read all of it, with the key in this file"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            place = newest_in(options["place"])
            if options["read"] or options["recovery_key"]:
                key = ask_recovery_key(options["recovery_key"])
                backup = verify(place, key, folder=settings.HUB_FOLDER, by=COMMAND_LINE, now=now)
                held = f"{backup.proof.batches} batches, {backup.proof.records} records"
            else:
                seen = verify_unopened(place, by=COMMAND_LINE, now=now)
                held = f"{seen.batches} batches; unchanged since it was proven"
        self.stdout.write(f"whole: {place} ({held})")
