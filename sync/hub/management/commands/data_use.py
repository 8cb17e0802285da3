"""``data-use``: count from the event log what was done with reports in a year, and tell it at all stations."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.data_use.services import publish_data_use
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import announce
from sync.protocol.data_use import FEWEST


class Command(BaseCommand):
    help = (
        "Count from the event log how often reports were read, exported, handed over and erased in a year, and let all "
        f"stations show it. Numbers from 1 to {FEWEST - 1} are told as few."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="without it, the year before this one")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            now = timezone.now()
            year = options["year"] or timezone.localdate(now).year - 1
            use = publish_data_use(year, by=COMMAND_LINE, now=now)
            announce(settings.HUB_FOLDER, now=now)
        for kind, number in use.times.items():
            self.stdout.write(f"{kind.value}: {'few' if number is None else number}")
