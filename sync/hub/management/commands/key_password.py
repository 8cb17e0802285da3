"""``key-password``: put the key in a file under a password."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sync.hub.management.acting import told_as_words
from sync.hub.management.passwords import ask_new_password, ask_password
from sync.key_files import change_password, is_locked


class Command(BaseCommand):
    help = (
        "Put the private key in a file under a password, or under another one. Needs no hub. So the counting keys that "
        "a hub made for itself go to their two holders: each gives the key a password, then the file is moved away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", type=Path, metavar="FILE.pem")

    def handle(self, *_args: Any, **options: Any) -> None:
        place: Path = options["key"]
        with told_as_words():
            before = ask_password(str(place)) if is_locked(place) else None
            change_password(place, before, ask_new_password(str(place)))
        self.stdout.write(f"under a password now: {place}")
