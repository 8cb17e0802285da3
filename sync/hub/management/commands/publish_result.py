"""``publish-result``: tell everybody the result of a counted poll, and write its published files into a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.counting.faults import CountingFault
from sync.files import write_new
from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.counting.ceremony import publish_result
from sync.hub.counting.published import files_of
from sync.hub.counting.selectors import is_published
from sync.hub.counting.services import publication
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.key_files import load_signing_key
from sync.protocol.ballot_log import origin_of
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = (
        "Publish the result of a counted poll: stations tell it from now on. With --out, its published files are "
        "written into a new folder, now or again: result, sums, choices where at least five "
        "people share each, participation, the word of the ballot log, and for a budget the form of Pabulib. "
        "`./mitmach recount FOLDER` counts them again, on any machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        parser.add_argument("--out", type=Path, metavar="FOLDER")

    def handle(self, *_args: Any, **options: Any) -> None:
        poll, folder = options["poll"], options["out"]
        with told_as_words():
            if not is_published(poll):
                publish_result(poll, by=COMMAND_LINE, now=timezone.now())
            elif not folder:
                raise Refused(CountingFault.PUBLISHED, poll=poll)
            files = _files(poll) if folder else {}
            if folder:
                folder.mkdir(parents=True)
            for name, data in files.items():
                write_new(folder / name, data, mode=0o644)
        self.stdout.write(f"the result of the poll {poll} is published")
        if folder:
            self.stdout.write(f"{len(files)} files in {folder}")


def _files(poll: str) -> dict[str, bytes]:
    """Raises Refused before every counted ballot is in the ballot log."""
    origin = origin_of(load_signing_key(settings.HUB_FOLDER.log_key).public)
    checkpoint = ballot_log.newest_checkpoint(origin)
    if checkpoint is None:
        raise Refused("nothing was signed about the ballot log yet")
    logged = ballot_log.hashes_of_poll(poll, size=checkpoint.size)
    smallest = settings.HUB_CONFIG.smallest_tally
    return files_of(publication(poll, checkpoint=checkpoint.note, logged=logged, smallest=smallest))
