"""``recovery-key``: whom the backups of this hub are sealed to."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sync.hub.backups.recovery import make_recovery_key, public_keys, read_public, write_public_keys
from sync.hub.management.acting import told_as_words


class Command(BaseCommand):
    help = (
        "Seal backups to another recovery key from now on: to a new one, which is told once, or to those of people who "
        "made their own (age-keygen). Earlier backups are opened by the keys they were sealed to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", action="append", metavar="age1...", help="the public half of somebody's key; may be said again"
        )
        parser.add_argument("--show", action="store_true", help="only say whom they are sealed to now")

    def handle(self, *_args: Any, **options: Any) -> None:
        place = settings.HUB_FOLDER.recovery_keys
        with told_as_words():
            if not options["show"]:
                secret, public = make_recovery_key()
                write_public_keys(place, [read_public(key) for key in options["to"]] if options["to"] else [public])
                if not options["to"]:
                    self.stdout.write(f"Recovery key: {secret}   (told only now; keep it away from this machine)")
            for key in public_keys(place):
                self.stdout.write(f"backups are sealed to {key}")
