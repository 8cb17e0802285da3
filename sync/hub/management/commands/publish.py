"""``publish``: sign the content source as the new content package."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.content.translations import translation_notes
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import publish


class Command(BaseCommand):
    help = "Check the content source and publish it as the new content package."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        with told_as_words():
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
