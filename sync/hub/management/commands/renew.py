"""``renew``: sign anew that the newest content package is the newest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import renew


class Command(BaseCommand):
    help = "Sign anew that the newest content package is the newest; needs only the hub's own keys. For a timer."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with told_as_words():
            now = timezone.now()
            version = renew(settings.HUB_FOLDER, by=COMMAND_LINE, now=now)
        said = f"renewed: content package {version}" if version else "nothing to renew: no content was published yet"
        self.stdout.write(said)
