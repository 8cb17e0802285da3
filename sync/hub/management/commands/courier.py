"""``courier``: take in what a USB stick brings, and lay answers and content on it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.attachments.store import PieceStore
from sync.hub.courier.desk import Desk, meet_stick
from sync.hub.intake.signer import current_voice
from sync.hub.management.acting import COMMAND_LINE
from sync.hub.publishing.selectors import pinned_root_hash
from sync.hub.stations.hub_clock import ClockDoubted, demand_right_clock
from sync.hub.training import EXCHANGES_NOTHING
from sync.stick import Stick, StickTrouble


class Command(BaseCommand):
    help = "Take in what a USB stick brings from stations, and lay acknowledgements and content on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stick", type=Path, help="the folder the stick is mounted at")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.HUB_CONFIG.for_training:
            raise CommandError(EXCHANGES_NOTHING)
        repository = settings.HUB_FOLDER.repository
        try:
            demand_right_clock(timezone.now())
            desk = Desk(
                voice=current_voice(),
                repository=repository,
                pieces=PieceStore(settings.HUB_FOLDER.blobs),
                root_sha256=pinned_root_hash(repository),
            )
            delivery = meet_stick(Stick(options["stick"]), desk, by=COMMAND_LINE, now=timezone.now())
        except (StickTrouble, ClockDoubted) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"New batches: {len(delivery.new)}. Seen again: {len(delivery.seen_again)}.")
        for name in delivery.enrolled:
            self.stdout.write(f"Enrolled: {name}. Carry the stick back to it.")
        for gap in delivery.missing():
            self.stdout.write(f"Missing: batches {gap.first} to {gap.last} of {gap.device}/{gap.inc}.")
        for left in delivery.not_taken:
            self.stdout.write(f"Not taken: {left.shown_name}: {left.reason.english}.")
        if delivery.half_written:
            self.stdout.write(f"Half written and passed over: {delivery.half_written} files.")
        if delivery.trouble:
            raise CommandError(str(delivery.trouble))
        self.stdout.write("The stick can be carried back.")
