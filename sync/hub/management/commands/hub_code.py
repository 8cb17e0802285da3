"""``hub-code``: a code with which another hub becomes a hub below this one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.forwarding.services import make_hub_code
from sync.hub.management.acting import COMMAND_LINE
from sync.hub.management.arguments import one_line
from sync.hub.stations.models import MOST_NAME
from sync.protocol.encoding import group_code


class Command(BaseCommand):
    help = "Make a code with which one other hub may forward its batches to this one. Told once, on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, type=one_line(MOST_NAME), help="what people call the other hub")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write(group_code(make_hub_code(name=options["name"], by=COMMAND_LINE, now=timezone.now())))
