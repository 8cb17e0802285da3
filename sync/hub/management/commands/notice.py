"""``notice``: warn at every station at once, or take the warning back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.drafts.content_kinds import surroundings_in
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.notices.services import issue_notice, withdraw_notice
from sync.hub.publishing.services import announce
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.encoding import parse_json_object


class Command(BaseCommand):
    help = (
        "Let a warning take over the greeting of stations until it ends. FILE is JSON: headline and text, each an "
        "object with one entry per language (de at least), until, a time like 2026-12-01T18:00:00Z, and, where not all "
        "stations shall show it, districts (codes) and stations (names). Connected stations have it within minutes, "
        "others by the next stick."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--withdraw", action="store_true", help="take the present one back")

    def handle(self, *_args: Any, **options: Any) -> None:
        file, withdraw = options["file"], options["withdraw"]
        if (file is None) is not withdraw:
            raise CommandError("give a FILE with the notice, or --withdraw")
        with told_as_words():
            now = timezone.now()
            if withdraw:
                done = withdraw_notice(by=COMMAND_LINE, now=now)
                words = "the notice is taken back" if done else "there was no notice"
            else:
                notice = EmergencyNotice.from_wire(parse_json_object(file.read_bytes()))
                districts = surroundings_in(settings.HUB_FOLDER.content).districts or ()
                issue_notice(notice, districts=districts, by=COMMAND_LINE, now=now)
                words = "the notice is issued"
            announce(settings.HUB_FOLDER, now=now)
        self.stdout.write(words)
