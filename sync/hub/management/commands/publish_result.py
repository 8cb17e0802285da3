"""``publish-result``: write what everybody may see of a counted poll into a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sync.files import write_new
from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.counting.published import files_of
from sync.hub.counting.services import publication
from sync.hub.management.acting import told_as_words
from sync.key_files import load_signing_key
from sync.protocol.ballot_log import origin_of
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = (
        "Write the published files of a counted poll into a new folder: result, sums, choices where at least five "
        "people share each, participation, the word of the ballot log, and for a budget the form of Pabulib. "
        "`./mitmach recount FOLDER` counts them again, on any machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        with told_as_words():
            origin = origin_of(load_signing_key(settings.HUB_FOLDER.log_key).public)
            checkpoint = ballot_log.newest_checkpoint(origin)
            if checkpoint is None:
                raise Refused("nothing was signed about the ballot log yet")
            told = publication(
                options["poll"],
                checkpoint=checkpoint.note,
                logged=ballot_log.hashes_of_poll(options["poll"], size=checkpoint.size),
                smallest=settings.HUB_CONFIG.smallest_tally,
            )
            files = files_of(told)
            folder.mkdir(parents=True)
            for name, data in files.items():
                write_new(folder / name, data, mode=0o644)
        self.stdout.write(f"{len(files)} files in {folder}")
