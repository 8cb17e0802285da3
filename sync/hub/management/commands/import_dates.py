"""``import-dates``: the dates and helper hours of a centre, from its calendar (iCal)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import import_dates


class Command(BaseCommand):
    help = (
        "Read the dates of the next months from a calendar (iCal), and publish them with the content, in place of "
        "those imported under this name before. Entries of the category Hilfe are times in which somebody helps."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="of the calendar: small letters, digits, hyphens")
        parser.add_argument("--district", action="append", default=[], help="whose stations show it; without it, all")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            publication = import_dates(
                options["file"],
                name=options["name"],
                districts=options["district"],
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                now=now,
            )
        self.stdout.write(f"imported and published: content package {publication.version}")
