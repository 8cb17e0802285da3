"""``backup``: a proven copy of the whole hub."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.backups.services import back_up
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.passwords import ask_new_password


class Command(BaseCommand):
    help = (
        "Copy the whole hub, while it works, into a new file in DIR, sealed to the recovery keys, and prove the copy "
        "by reading it. DIR belongs on another machine: what is proven there, stations may forget."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("into", type=Path, metavar="DIR")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--without-keys", action="store_true", help="the private keys are kept elsewhere")
        which.add_argument(
            "--counting-keys",
            action="store_true",
            help="also the counting keys that this hub holds, under a password that is asked for",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        into: Path = options["into"]
        if not into.is_dir():
            raise CommandError(
                f"there is no folder {into}: see that the disk of the other machine is mounted, then make the folder"
            )
        if into.stat().st_dev == settings.HUB_FOLDER.root.stat().st_dev:
            self.stderr.write(f"{into} lies on the same disk as the hub: a backup belongs on another machine.")
        password = ask_new_password("the counting keys") if options["counting_keys"] else None
        with told_as_words():
            backup = back_up(
                settings.HUB_FOLDER,
                into,
                with_keys=not options["without_keys"],
                counting_password=password,
                by=COMMAND_LINE,
                now=timezone.now(),
            )
        self.stdout.write(f"backed up and proven: {backup.place} ({backup.proof.batches} batches)")
        if backup.left_out:
            self.stdout.write(
                f"Not in it are the counting keys of {', '.join(sorted(backup.left_out))}, which lie here without a "
                "password. If this machine is lost, their ballots cannot be counted: say --counting-keys, or give the "
                "keys to two people (key-password)."
            )
