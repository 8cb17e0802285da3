"""``make-account``: an account for the console."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.accounts.roles import SCOPED, Role
from sync.hub.accounts.services import make_account
from sync.hub.management.acting import COMMAND_LINE
from sync.hub.management.arguments import login_name
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = "Make an account for the console. Its one-time password is told once, on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", type=login_name, help="the login name")
        parser.add_argument("--role", choices=[role.value for role in Role], default=Role.AUDITOR.value)
        parser.add_argument(
            "--reach", nargs="*", default=(), metavar="CODE",
            help="districts of a district council, or stations (their numbers) of a house",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            role, reach = Role(options["role"]), options["reach"]
            if role in SCOPED and not reach:
                raise CommandError(f"say with --reach how far a {role} reaches: without it, it sees nothing")
            password = make_account(options["name"], role, by=COMMAND_LINE, now=timezone.now(), reach=reach)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(password)
        self.stderr.write("At the first sign-in another password has to be chosen.")
