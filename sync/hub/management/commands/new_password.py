"""``new-password``: a one-time password for somebody who cannot sign in, and whom no administrator can help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.accounts.services import renew_password
from sync.hub.management.acting import COMMAND_LINE


class Command(BaseCommand):
    help = "Give an account a new one-time password, told once on standard output. Its second steps are taken away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the login name")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            password = renew_password(options["name"], by=COMMAND_LINE, now=timezone.now())
        except User.DoesNotExist as error:
            raise CommandError(f"there is no account of the name {options['name']}") from error
        self.stdout.write(password)
        self.stderr.write("At the next sign-in another password has to be chosen.")
