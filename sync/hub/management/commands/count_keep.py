"""``count-keep``: take a result into the hub."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.counting.services import keep_result
from sync.hub.management.acting import COMMAND_LINE, told_as_words


class Command(BaseCommand):
    help = "Step 4 of 4, at the hub: count the figures of a result again, and keep it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        parser.add_argument("--result", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            tally = keep_result(
                options["poll"],
                options["result"].read_bytes(),
                smallest=settings.HUB_CONFIG.smallest_tally,
                results=settings.HUB_FOLDER.results,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"{tally.total} ballots, {tally.valid} valid, {tally.invalid} invalid")
