"""``worker``: opens sealed records and applies them."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.attachments.store import PieceStore
from sync.hub.enclosures.erasing import erase_contacts, erase_enclosures
from sync.hub.enclosures.known_pictures import PictureTelling
from sync.hub.monitoring.heartbeat import Pulse
from sync.hub.worker.announce import when_due
from sync.hub.worker.calendars import follow_calendars
from sync.hub.worker.enclosing import open_enclosures
from sync.hub.worker.handing_over import when_configured
from sync.hub.worker.keyring import Keyring, key_folder
from sync.hub.worker.log_check import LogWatch
from sync.hub.worker.loop import work_once, work_until_stopped
from sync.processes import hold, name_holder
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = "Open sealed records and apply them, until stopped. Needs the keys in keys/worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
        parser.add_argument(
            "--announce",
            action="store_true",
            help="also do what the commands announce and publish --approved do, when it is time",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        config = settings.HUB_CONFIG
        try:
            keyring = Keyring.load(settings.HUB_FOLDER.root)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        if not keyring.kids:
            raise CommandError("there is no opening key in keys/worker; nothing could ever be opened")
        kept = timedelta(days=config.ballot_batches_kept_days)
        keys = key_folder(settings.HUB_FOLDER.root)
        if not options["once"] and hold(keys) is None:
            raise CommandError(f"a worker is at work here already: {name_holder(keys)}")
        if options["once"]:
            done = work_once(keyring, batches_kept=kept, box_at_once=config.for_showing_only)
            LogWatch()(timezone.now())
            self.stdout.write(f"applied: {done.applied}, failed tries: {done.failed}")
        else:
            pause = timedelta(minutes=0 if config.for_showing_only else config.announce_every_minutes)
            announce = (
                when_due(
                    settings.HUB_FOLDER,
                    every=pause,
                    log_at_once=config.for_showing_only,
                    may_make_keys=config.counting_keys_here,
                )
                if options["announce"]
                else lambda _now: None
            )
            store = PieceStore(settings.HUB_FOLDER.blobs)
            hand_over = when_configured(settings.HUB_FOLDER, alive=Pulse(timezone.now))

            pictures, log_watch = PictureTelling(), LogWatch()

            def tend_enclosures(now: datetime) -> None:
                pictures.tell(now=now, came=open_enclosures(keyring, store, now=now))
                erase_contacts(kept=timedelta(days=config.contacts_kept_days), now=now)
                erase_enclosures(kept=timedelta(days=config.enclosures_kept_days), now=now)

            def then(now: datetime) -> None:
                tend_enclosures(now)
                hand_over(now)
                announce(now)
                follow_calendars(settings.HUB_FOLDER, own_hosts=config.calendar_hosts, now=now)
                log_watch(now)

            work_until_stopped(
                keyring,
                batches_kept=kept,
                box_at_once=config.for_showing_only,
                pause_seconds=config.worker_pause_seconds,
                then=then,
            )
