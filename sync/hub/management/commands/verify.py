"""``verify``: prove a backup as it lies there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.backups.services import newest_in, verify
from sync.hub.management.acting import COMMAND_LINE, told_as_words


class Command(BaseCommand):
    help = "Prove a backup of this hub by reading all of it; of a folder of backups, the newest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, metavar="DIR")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            backup = verify(newest_in(options["place"]), by=COMMAND_LINE, now=timezone.now())
        proof = backup.proof
        self.stdout.write(f"whole: {backup.place} ({proof.batches} batches, {proof.records} records)")
