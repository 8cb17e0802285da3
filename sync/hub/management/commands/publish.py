"""``publish``: sign the content source as the new content package."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.content.source import load_source
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import publish


class Command(BaseCommand):
    help = "Check the content source and publish it as the new content package."

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            publication = publish(
                load_source(settings.HUB_FOLDER.content),
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"published: content package {publication.version}, {len(publication.files)} files")
