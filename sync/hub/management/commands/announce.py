"""``announce``: let the ballot log grow, and tell stations what has changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import told_as_words
from sync.hub.worker.announce import tell_stations


class Command(BaseCommand):
    help = (
        "Let the ballots of the day enter the ballot log, and bring what the hub tells its stations into the content. "
        "Needs only the hub's own keys. For a timer."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        with told_as_words():
            now, at_once = timezone.now(), settings.HUB_CONFIG.for_showing_only
            is_new = tell_stations(settings.HUB_FOLDER, log_at_once=at_once, now=now)
        self.stdout.write("announced" if is_new else "nothing new to announce")
