"""``content check``: say everything that is wrong in a content source."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sync.hub.content.source import load_source
from sync.hub.content.translations import translation_notes
from sync.hub.management.acting import told_as_words


class Command(BaseCommand):
    help = "Check a content source, and say everything that is wrong in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="instead of the hub's own content")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            source = load_source(options["folder"] or settings.HUB_FOLDER.content)
        for note in translation_notes(source.polls):
            self.stdout.write(note)
        self.stdout.write(f"nothing is wrong: {len(source.polls)} polls, {len(source.targets())} files")
