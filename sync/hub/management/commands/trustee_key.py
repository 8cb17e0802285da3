"""``trustee-key``: make a counting key, on the machine of the person who will hold it."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sync.hub.management.acting import told_as_words
from sync.hub.publishing.counting_keys import make_trustee_key

SHORTEST_PASSWORD = 12


class Command(BaseCommand):
    help = "Make a counting key: the private half under a password, the public half to be handed to the hub."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="where to write the private half, e.g. mix.pem")
        parser.add_argument("--no-password", action="store_true", help="leave the private half unprotected")

    def handle(self, *_args: Any, **options: Any) -> None:
        password = None if options["no_password"] else _ask_password()
        with told_as_words():
            public = make_trustee_key(options["out"], password=password)
        self.stdout.write(f"private half: {options['out']}   public half: {public}")


def _ask_password() -> bytes:
    password = getpass.getpass("Password for the new key: ")
    if len(password) < SHORTEST_PASSWORD:
        raise CommandError(f"the password needs at least {SHORTEST_PASSWORD} characters")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("the two passwords differ")
    return password.encode()
