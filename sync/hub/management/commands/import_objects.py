"""``import-objects``: numbers on lamps, benches and the like, from the city's own file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import import_list
from sync.protocol.place_lists import OBJECTS


class Command(BaseCommand):
    help = "Read numbered objects from the city's file (CSV, JSON or GeoJSON), and publish them with the content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            publication, entries = import_list(
                options["file"],
                OBJECTS,
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"imported {entries} objects and published: content package {publication.version}")
