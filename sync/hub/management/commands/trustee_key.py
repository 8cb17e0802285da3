"""``trustee-key``: make a counting key, on the machine of the person who will hold it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sync.hub.management.acting import told_as_words
from sync.hub.management.passwords import ask_new_password
from sync.hub.publishing.counting_keys import make_trustee_key


class Command(BaseCommand):
    help = "Make a counting key: the private half under a password, the public half to be handed to the hub."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="where to write the private half, e.g. mix.pem")
        parser.add_argument("--no-password", action="store_true", help="leave the private half unprotected")

    def handle(self, *_args: Any, **options: Any) -> None:
        password = None if options["no_password"] else ask_new_password("the new key")
        with told_as_words():
            public = make_trustee_key(options["out"], password=password)
        self.stdout.write(f"private half: {options['out']}   public half: {public}")
