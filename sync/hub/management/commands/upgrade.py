"""``upgrade``: give the database of an older version the tables of this one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sync.hub.database_version import NEWER, why_unfit
from sync.hub.management.acting import told_as_words


class Command(BaseCommand):
    help = (
        "After an update of the program: give the hub's database the tables of this version. The hub has to be "
        "stopped, and a backup made with the version before: there is no other way back."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        why = why_unfit(settings.HUB_FOLDER, settings.HUB_CONFIG)
        if why == NEWER:
            raise CommandError(why)
        if why is None:
            self.stdout.write("The database is of this version; there is nothing to do.")
            return
        with told_as_words():
            call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("The database is of this version now.")
