"""``init``: make a new hub."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.backups.recovery import read_public
from sync.hub.bootstrap import found_hub
from sync.hub.client_address import TrustedProxies
from sync.hub.config import HubConfig
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.management.acting import told_as_words
from sync.hub.management.arguments import fixed_port, login_name

THIS_MACHINE = ("127.0.0.1", "::1")

COUNTING_KEYS_HERE = (
    "Counting keys: this hub makes and holds both keys of every poll itself. Whoever reaches this machine can read "
    "ballots; every page of its console says so. For demonstrations and small installations only."
)
COUNTING_KEYS_ELSEWHERE = (
    "Counting keys: this hub holds none and cannot read a ballot. For each poll two people make one key each on a "
    "machine of their own (trustee-key) and keep the private half under a password on a stick of their own. Only the "
    "public halves come here, as keys/trustees/POLL/mix.public.json and tally.public.json; then: publish."
)


class Command(BaseCommand):
    help = "Make a new hub in the data folder, with its keys, its first account and its first content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = HubConfig()
        parser.add_argument("--address", default=default.address, help="the network address to listen on")
        parser.add_argument("--port", type=fixed_port, default=default.port)
        parser.add_argument("--host", action="append", metavar="NAME", help="a name under which the hub is called")
        parser.add_argument("--https", action="store_true", help="a proxy before the hub speaks HTTPS")
        parser.add_argument(
            "--proxy",
            action="append",
            metavar="ADDRESS",
            help="the address or network of that proxy; without it, this machine's own (127.0.0.1 and ::1)",
        )
        parser.add_argument(
            "--database", default="", metavar="URL", help="an empty PostgreSQL database, as postgresql://user@host/name"
        )
        parser.add_argument("--showing", action="store_true", help="for showing only: the console says so everywhere")
        parser.add_argument(
            "--training",
            action="store_true",
            help="for courses: made-up life only, every page says so, and no station can talk with it (as --showing)",
        )
        counting = parser.add_mutually_exclusive_group()
        counting.add_argument(
            "--counting-keys-here",
            action="store_true",
            help="this hub makes and holds the counting keys of polls itself: for demonstrations and small "
            "installations; also meant by --showing",
        )
        counting.add_argument(
            "--trustees-elsewhere",
            action="store_true",
            help="the counting keys of polls are made by two people on machines of their own (command trustee-key): "
            "so it is without a word, too",
        )
        parser.add_argument(
            "--recovery-key",
            action="append",
            default=[],
            metavar="age1...",
            help="the public half of the key that is to open backups, made elsewhere (age-keygen); may be said again. "
            "Without it one is made, and told once",
        )
        parser.add_argument(
            "--admin", default="admin", type=login_name, metavar="NAME", help="the login name of the first account"
        )
        parser.add_argument("--content", type=Path, default=DEFAULT_CONTENT, help="the folder of the first content")
        parser.add_argument("--json", action="store_true", help="tell the first account as one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        is_shown = options["showing"] or options["training"]
        config = HubConfig(
            address=options["address"],
            port=options["port"],
            hosts=tuple(options["host"] or HubConfig().hosts),
            https=options["https"],
            public_address=f"https://{options['host'][0]}" if options["https"] and options["host"] else "",
            trusted_proxies=tuple(options["proxy"] or (THIS_MACHINE if options["https"] else ())),
            database=options["database"],
            for_showing_only=is_shown,
            for_training=options["training"],
            counting_keys_here=options["counting_keys_here"] or (is_shown and not options["trustees_elsewhere"]),
        )
        with told_as_words():
            TrustedProxies(config.trusted_proxies)
            account = found_hub(
                settings.HUB_FOLDER,
                config,
                content=options["content"],
                user=options["admin"],
                recovery=[read_public(key) for key in options["recovery_key"]],
                now=timezone.now(),
            )
        if options["json"]:
            self.stdout.write(json.dumps(dataclasses.asdict(account)))
        else:
            self.stdout.write(f"The hub is ready in {settings.HUB_FOLDER.root}.")
            self.stdout.write(f"Login: {account.user}   Password: {account.password}   (told only now)")
            if account.recovery_key:
                self.stdout.write(f"Recovery key: {account.recovery_key}   (told only now)")
                self.stdout.write(
                    "It opens the backups of this hub: write it down, and keep it away from this machine."
                )
            self.stdout.write(COUNTING_KEYS_HERE if config.counting_keys_here else COUNTING_KEYS_ELSEWHERE)
