"""``announce``: tell stations what has changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import told_as_words
from sync.hub.publishing.services import announce


class Command(BaseCommand):
    help = "Bring what the hub tells its stations into the content; needs only the hub's own keys. For a timer."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with told_as_words():
            is_new = announce(settings.HUB_FOLDER, now=timezone.now())
        self.stdout.write("announced" if is_new else "nothing new to announce")
