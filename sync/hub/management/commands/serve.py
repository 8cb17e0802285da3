"""``serve``: answer stations and browsers, until stopped.

What it does stands in ``sync.hub.server``, and starts without Django.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sync.hub.server import HELP, add_arguments


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser, settings.HUB_CONFIG)

    def handle(self, *_args: Any, **_options: Any) -> NoReturn:
        raise CommandError("start it as: ./mitmach hub serve")
