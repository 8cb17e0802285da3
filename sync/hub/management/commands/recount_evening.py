"""``recount-evening``: count again what a station has counted of a poll for one evening."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sync.counting.faults import CountingFault
from sync.hub.counting.evenings import comparison_of, recount_with_keys
from sync.hub.management.acting import demand_whole_box, load_key, told_as_words
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = (
        "Compare the result that a station has sent with the ballots that are here. With both key files, brought from "
        "the folder evening of the station, the ballots are opened and counted; the PINs are asked for. Changes "
        "nothing; ends with an error where anything is not the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        parser.add_argument("--mix-key", type=Path, metavar="FILE")
        parser.add_argument("--tally-key", type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        poll, mix, tally = options["poll"], options["mix_key"], options["tally_key"]
        if bool(mix) is not bool(tally):
            raise CommandError("one key alone opens nothing: give both, or none")
        with told_as_words():
            demand_whole_box()
            found = comparison_of(poll)
            if found is None or not found.result:
                raise Refused(CountingFault.NO_EVENING_RESULT, poll=poll)
            if not found.fits:
                raise CommandError(
                    f"not the same: {found.missing} ballots of the result are not here, {found.strange} are here that "
                    f"it does not name; its figures {'add up' if found.is_same else 'do not add up'}"
                )
            if mix and not recount_with_keys(poll, mix=load_key(mix), tally=load_key(tally)):
                raise CommandError("not the same: the ballots that are here say something else")
        opened = "opened and counted" if mix else "counted from its answers"
        self.stdout.write(f"the same, byte by byte: {found.counted} ballots, {opened}")
