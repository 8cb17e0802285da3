"""``courier``: take in what a USB stick brings, and lay answers and content on it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.intake.blobs import PieceStore
from sync.hub.intake.courier import meet_stick
from sync.hub.intake.voice import current_voice
from sync.hub.publishing.selectors import pinned_root_hash
from sync.stick import Stick, StickTrouble


class Command(BaseCommand):
    help = "Take in what a USB stick brings from stations, and lay acknowledgements and content on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stick", type=Path, help="the folder the stick is mounted at")

    def handle(self, *_args: Any, **options: Any) -> None:
        repository = settings.HUB_FOLDER.repository
        try:
            delivery = meet_stick(
                Stick(options["stick"]),
                voice=current_voice(),
                repository=repository,
                pieces=PieceStore(settings.HUB_FOLDER.blobs),
                root_sha256=pinned_root_hash(repository),
                now=timezone.now(),
            )
        except StickTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"New batches: {delivery.new}. Seen again: {delivery.seen_again}.")
        for name in delivery.enrolled:
            self.stdout.write(f"Enrolled: {name}. Carry the stick back to it.")
        for path, words in delivery.not_taken:
            self.stdout.write(f"Not taken: {path}: {words}.")
        if delivery.trouble:
            raise CommandError(str(delivery.trouble))
        self.stdout.write("The stick can be carried back.")
