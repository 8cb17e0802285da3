"""``count-box``: give out the box of a closed poll, for two people who count on machines of their own."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.counting.files import write_box
from sync.files import write_new
from sync.hub.counting.services import give_box
from sync.hub.management.acting import demand_whole_box, told_as_words


class Command(BaseCommand):
    help = "Step 1 of 4, at the hub: write the box of a closed poll into a file, for the holder of the mix key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            demand_whole_box()
            given = give_box(options["poll"], smallest=settings.HUB_CONFIG.smallest_tally, today=timezone.localdate())
            write_new(options["out"], write_box(given))
        self.stdout.write(f"{len(given.box)} ballots, box {given.box.hash}")
