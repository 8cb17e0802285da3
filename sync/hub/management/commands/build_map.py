"""``build-map``: fetch the map tiles of the city for the stations, politely, and go on where it was left."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.content.map_building import MapSource
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.publishing.services import import_map


class Command(BaseCommand):
    help = (
        "Fetch map tiles from a source (XYZ) for a box and zooms, and publish them with the content. Ask the owner of "
        "the source first. What has come is kept: the same command goes on from there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", required=True, help="address with places for {z}, {x} and {y}")
        parser.add_argument("--attribution", required=True, help="whose map it is: always shown on it")
        parser.add_argument("--contact", required=True, help="mail or web address told to the source")
        parser.add_argument("--zooms", nargs=2, type=int, default=(11, 16), metavar=("LEAST", "MOST"))
        parser.add_argument(
            "--box", nargs=4, type=float, metavar=("WEST", "SOUTH", "EAST", "NORTH"), help="default: that of the city"
        )
        parser.add_argument("--per-second", type=float, default=2.0, help="tiles per second at most (default 2)")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        source = MapSource(options["source"], options["attribution"], options["contact"], options["per_second"])
        with told_as_words():
            publication, built = import_map(
                source,
                box=tuple(options["box"]) if options["box"] else None,
                zooms=tuple(options["zooms"]),
                folder=settings.HUB_FOLDER,
                may_make_keys=settings.HUB_CONFIG.counting_keys_here,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
                tell=self.stderr.write,
            )
        self.stdout.write(
            f"{built.kept} tiles ({built.size_bytes // 1_000_000} MB) published: content package {publication.version}"
        )
