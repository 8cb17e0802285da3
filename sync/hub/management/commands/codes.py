"""``content codes``: make participation codes for a poll, as a list and as a sheet of cards to print."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.files import write_new
from sync.hub.content.source import load_source
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.polls.code_sheet import make_sheet
from sync.hub.polls.codes import make_codes
from sync.protocol.participation_codes import ParticipationCode
from sync.protocol.polls.poll import Poll

_LANGUAGES = ("de", "en")


class Command(BaseCommand):
    help = "Make participation codes for a poll. They are written once, to the files named here, and kept nowhere else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--poll", required=True, help="the poll's id in the content source")
        parser.add_argument("--count", type=int, required=True, metavar="N")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file, one code in each line")
        parser.add_argument("--sheet", type=Path, metavar="FILE", help="a new web page of cards to print and cut")
        parser.add_argument("--language", choices=_LANGUAGES, default="de", help="of the cards")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            poll = _poll_of_source(options["poll"])
            made = _Files(poll, out=options["out"], sheet=options["sheet"], language=options["language"])
            make_codes(
                poll,
                number=options["count"],
                hand_out=made.write,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"{options['count']} participation codes for the poll {poll.id}: {options['out']}")
        self.stdout.write(
            "What to do next: publish the content, so that stations know the codes; make a backup of the hub; print "
            "and cut the cards, mix them in a box; then delete the files. Who holds which card must be known to nobody."
        )


def _poll_of_source(poll_id: str) -> Poll:
    source = load_source(settings.HUB_FOLDER.content)
    if poll_id not in source.polls:
        raise CommandError(f"the content source has no poll {poll_id!r}")
    return Poll.from_wire(source.polls[poll_id])


class _Files:
    """The files the codes are written to: all of them, or none stays."""

    def __init__(self, poll: Poll, *, out: Path, sheet: Path | None, language: str) -> None:
        self._poll = poll
        self._out = out
        self._sheet = sheet
        self._language = language

    def write(self, codes: Sequence[ParticipationCode]) -> None:
        """Raises FileExistsError rather than overwrite a file: it may hold other codes."""
        write_new(self._out, "".join(f"{code.typed()}\n" for code in codes).encode())
        if self._sheet is None:
            return
        try:
            write_new(self._sheet, make_sheet(self._poll, codes, language=self._language).encode())
        except OSError:
            self._out.unlink()
            raise
