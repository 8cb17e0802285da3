"""What commands share that take a file with a list of somebody else's into the content and publish it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.models import Publication


class ImportCommand(BaseCommand):
    """Takes one file in. Which service does that each command says."""

    def take_in(self, file: Path, **publishing: Any) -> tuple[Publication, str]:
        """The publication, and what the file had, as a person counts it; empty for what nobody counts."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            publication, counted = self.take_in(
                options["file"],
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        told = " ".join(("imported", counted)).strip()
        self.stdout.write(f"{told} and published: content package {publication.version}")
