"""``backup``: a proven copy of the whole hub."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.backups.services import back_up
from sync.hub.management.acting import COMMAND_LINE, told_as_words


class Command(BaseCommand):
    help = (
        "Copy the whole hub, while it works, into a new folder in DIR, and prove the copy by reading it. DIR belongs "
        "on another machine: what is proven there, stations may forget. The copy holds the hub's keys: keep it closed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("into", type=Path, metavar="DIR")
        parser.add_argument("--without-keys", action="store_true", help="the private keys are kept elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            backup = back_up(
                settings.HUB_FOLDER,
                options["into"],
                with_keys=not options["without_keys"],
                by=COMMAND_LINE,
                now=timezone.now(),
            )
        self.stdout.write(f"backed up and proven: {backup.place} ({backup.proof.batches} batches)")
