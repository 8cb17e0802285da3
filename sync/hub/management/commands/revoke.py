"""``revoke``: withdraw trust in a station."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE
from sync.hub.management.arguments import one_line
from sync.hub.stations.models import Device
from sync.hub.stations.services import revoke
from sync.hub.triage.services import MOST_NOTE


class Command(BaseCommand):
    help = "Withdraw trust in a station, for good. What it sends afterwards is set aside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("device", help="the station's id, as the console shows it")
        parser.add_argument("--note", required=True, type=one_line(MOST_NOTE), help="why; it stands in the audit log")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            is_new = revoke(options["device"], note=options["note"], by=COMMAND_LINE, now=timezone.now())
        except Device.DoesNotExist as error:
            raise CommandError("there is no station of this id") from error
        self.stdout.write("revoked" if is_new else "was revoked before")
