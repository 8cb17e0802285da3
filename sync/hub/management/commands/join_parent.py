"""``join-parent``: become a hub below the one named in ``hub.toml``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sync.hub.forwarding.sending import HttpLine, join_parent
from sync.hub.management.acting import told_as_words
from sync.key_files import load_signing_key
from sync.protocol.errors import SyncError


class Command(BaseCommand):
    help = "Become a hub below the parent that hub.toml names, with a code from there (command hub-code)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        folder, url = settings.HUB_FOLDER, settings.HUB_CONFIG.parent
        if not url:
            raise CommandError("hub.toml names no parent")
        with told_as_words():
            if folder.parent.exists():
                raise CommandError("this hub has joined a parent already")
            try:
                parent = join_parent(HttpLine(url), code=options["code"], key=load_signing_key(folder.ack_key))
            except SyncError as error:
                raise CommandError(str(error)) from error
            parent.save(folder.parent)
        self.stdout.write(f"joined {url}")
