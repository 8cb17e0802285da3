"""``retain``: let go of old raw batches of reports."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.arguments import days
from sync.hub.worker.forget_ballots import clear_journal
from sync.hub.worker.retention import LONGEST, SHORTEST, drop_report_batches


class Command(BaseCommand):
    help = "Erase the raw bytes of report batches older than this that are applied and in a proven backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        possible = days(SHORTEST.days, LONGEST.days)
        parser.add_argument("--days", type=possible, required=True, help=f"from {SHORTEST.days} to {LONGEST.days}")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            count = drop_report_batches(kept=timedelta(days=options["days"]), by=COMMAND_LINE, now=timezone.now())
        clear_journal()
        self.stdout.write(f"batches let go of: {count}")
