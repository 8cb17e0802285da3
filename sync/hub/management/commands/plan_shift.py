"""``plan-shift``: a shift of attendants, with a PIN for each of them."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.shifts import plan_and_publish
from sync.protocol.centre_dates import MOMENT
from sync.protocol.encoding import group_code
from sync.protocol.shifts import STICK_FILE
from sync.stick import Stick


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, MOMENT)  # noqa: DTZ007  the clock on the wall
    except ValueError:
        raise ArgumentTypeError("a moment like 2026-12-01T10:00 is expected") from None


class Command(BaseCommand):
    help = (
        "Plan a shift of attendants and publish it. The PIN of each person, for this shift alone, is told once, on "
        "standard output; it opens the attendants' page from two hours before to six hours after the shift."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--begins", type=_moment, required=True, help="such as 2026-12-01T10:00, on the wall")
        parser.add_argument("--ends", type=_moment, required=True)
        parser.add_argument("--place", required=True, help="such as 'Wochenmarkt Reutershagen'")
        parser.add_argument("--district", required=True, help="its code: whose polls are shown there")
        parser.add_argument("--person", action="append", required=True, help="a name as on the badge; once for each")
        parser.add_argument("--station", action="append", default=[], help="the name of a station; without it, any")
        parser.add_argument("--stick", type=Path, help="the folder of a stick: its file opens the page without a PIN")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            new, publication = plan_and_publish(
                begins=options["begins"],
                ends=options["ends"],
                place=options["place"],
                district=options["district"],
                people=options["person"],
                stations=options["station"],
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                now=timezone.now(),
            )
            if options["stick"]:
                stick = Stick(options["stick"])
                stick.write(STICK_FILE, f"{new.stick_key}\n".encode())
                stick.settle()
        for name, pin in new.pins.items():
            self.stdout.write(f"{name}: {group_code(pin, between=' ')}")
        self.stderr.write(f"planned and published: content package {publication.version}")
