"""``make-account``: an account for the console."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.accounts.roles import Role
from sync.hub.accounts.services import make_account
from sync.hub.management.acting import COMMAND_LINE
from sync.hub.management.arguments import login_name
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = "Make an account for the console. Its one-time password is told once, on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", type=login_name, help="the login name")
        parser.add_argument("--role", choices=[role.value for role in Role], default=Role.AUDITOR.value)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            password = make_account(options["name"], Role(options["role"]), by=COMMAND_LINE, now=timezone.now())
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(password)
        self.stderr.write("At the first sign-in another password has to be chosen.")
