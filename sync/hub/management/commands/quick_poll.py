"""``quick-poll``: ask one question at all stations, from now on, by one person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.files import write_new
from sync.hub.content.quick_poll import DAYS, quick_poll
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.services import is_poll_id
from sync.protocol.encoding import canonical_json
from sync.protocol.polls.background import Secrecy


class Command(BaseCommand):
    help = (
        "Write a quick poll into the content source and publish it: German alone, informing, without codes, open from "
        "today. The hub makes and holds both counting keys, which stations and the result say. Without --answer it is "
        "answered with yes, no or an abstention. With --evening stations open it for one evening, with keys that two "
        "people make there, and count it themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="its id: small letters, digits and hyphens")
        parser.add_argument("--question", required=True)
        parser.add_argument("--answer", action="append", default=[], metavar="TEXT", help="one of them; several times")
        parser.add_argument("--days", type=int, default=DAYS, help="how many it is open (default: %(default)s)")

        parser.add_argument("--evening", action="store_true", help="counted the same evening, at the station")

    def handle(self, *_args: Any, **options: Any) -> None:
        poll_id: str = options["poll"]
        if not is_poll_id(poll_id):
            raise CommandError(f"{poll_id!r} is no id of a poll: small letters, digits and single hyphens")
        today = timezone.localdate()
        poll = quick_poll(
            poll_id,
            options["question"],
            options["answer"],
            today=today,
            days=options["days"],
            secrecy=Secrecy.ON_THE_SPOT if options["evening"] else Secrecy.SIMPLE,
        )
        if problems := problems_in(poll, districts=()):
            raise CommandError("\n".join(map(str, problems)))
        place = settings.HUB_FOLDER.content / "polls" / f"{poll_id}.json"
        try:
            write_new(place, canonical_json(poll), mode=0o644)
        except FileExistsError:
            raise CommandError(f"there is a poll {poll_id} already: {place}") from None
        try:
            call_command("publish", stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            place.unlink()
            keys = settings.HUB_FOLDER.trustee_keys / poll_id
            stays = f"\nIts counting keys stay in {keys}; the next poll of this id takes them." if keys.exists() else ""
            raise CommandError(f"{error}\nThe poll {poll_id} was taken out of the content again.{stays}") from error
