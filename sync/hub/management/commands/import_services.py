"""``import-services``: what can be reported, from the receiver's services.json."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import import_services


class Command(BaseCommand):
    help = "Read the receiver's list of categories (services.json of GeoReport v2), and publish it with the content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            publication, services = import_services(
                options["file"],
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"imported {services} categories and published: content package {publication.version}")
