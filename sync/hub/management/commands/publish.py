"""``publish``: sign the content source as the new content package."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.content.translations import translation_notes
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.approved import publish_approved
from sync.hub.publishing.services import publish
from sync.hub.publishing.waiting import publish_waiting


class Command(BaseCommand):
    help = "Check the content source and publish it, with what was approved at the console, as the new content package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--approved",
            action="store_true",
            help="only if something approved, planned or made at the console waits. For a timer",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            done, refused = publish_approved(
                settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
            for name in done:
                self.stdout.write(f"published: {name}, as approved at the console")
            for name in refused:
                self.stderr.write(f"not published: {name}; the console says why")
            if options["approved"]:
                for name in publish_waiting(
                    settings.HUB_FOLDER,
                    may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                    by=COMMAND_LINE,
                    today=timezone.localdate(now),
                    now=now,
                ):
                    self.stdout.write(f"published: {name}, which waited")
                return
            source = load_source(settings.HUB_FOLDER.content)
            publication = publish(
                source,
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        for note in translation_notes(source.polls):
            self.stdout.write(note)
        self.stdout.write(f"published: content package {publication.version}, {len(publication.files)} files")
