"""``enrol-code``: a code that makes one station known."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.console.queries import district_names
from sync.hub.management.acting import COMMAND_LINE
from sync.hub.management.arguments import one_line
from sync.hub.stations.models import MOST_NAME
from sync.hub.stations.services import CODE_LIFETIME, make_code
from sync.protocol.encoding import group_code


class Command(BaseCommand):
    help = "Make a code with which one station is enrolled. Told once, on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, type=one_line(MOST_NAME), help="what people call the station")
        codes = sorted(district_names())
        about = f"the code of the district it stands in ({', '.join(codes) or 'as the content names it'})"
        parser.add_argument("--district", required=True, choices=codes, metavar="CODE", help=about)

    def handle(self, *_args: Any, **options: Any) -> None:
        code = make_code(name=options["name"], district=options["district"], by=COMMAND_LINE, now=timezone.now())
        self.stdout.write(group_code(code))
        hours = int(CODE_LIFETIME.total_seconds() // 3600)
        self.stderr.write(f"Good for one station, for {hours} hours.")
