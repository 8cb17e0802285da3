"""``restore``: make a hub out of a backup."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.backups.dump import one_transaction
from sync.hub.backups.services import newest_in, restore_database, restored_files
from sync.hub.config import load_hub_config, write_hub_config
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import use_database
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.passwords import ask_recovery_key
from sync.hub.publishing.services import renew


class Command(BaseCommand):
    help = "Make a hub out of a backup, in a new data folder. Stations send again what came after the backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, metavar="DIR", help="a backup, or a folder of them: then the newest")
        parser.add_argument("--database", metavar="URL", help="an empty PostgreSQL database, or the word: embedded")
        parser.add_argument(
            "--recovery-key", type=Path, metavar="FILE", help="the file that holds the key (asked for if not given)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = settings.HUB_FOLDER
        with told_as_words():
            place = newest_in(options["place"])
            with restored_files(place, ask_recovery_key(options["recovery_key"]), folder) as backup:
                _choose_database(folder, options["database"])
                with one_transaction():
                    restore_database(backup, folder, by=COMMAND_LINE, now=timezone.now())
                    if folder.ack_key.exists():
                        # Stations have seen newer signatures; what was restored must not look older than those.
                        renew(folder, by=COMMAND_LINE, now=timezone.now())
        self.stdout.write(f"restored from {backup.place} ({backup.proof.batches} batches)")
        if not folder.ack_key.exists():
            self.stdout.write(
                "The private keys were not in the backup: lay them into the keys folder before the start, "
                "then say renew."
            )


def _choose_database(folder: HubFolder, wanted: str | None) -> None:
    config = load_hub_config(folder.config)
    if wanted:
        config = dataclasses.replace(config, database="" if wanted == "embedded" else wanted)
    use_database(folder, config)  # an address that cannot be used is never kept
    if wanted:
        folder.config.unlink()
        write_hub_config(config, folder.config)
    if not config.database:
        folder.database.touch(mode=0o600)
