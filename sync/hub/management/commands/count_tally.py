"""``count-tally``: the step of the tally key's holder. Needs no hub."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sync.files import write_new
from sync.hub.config import HubConfig
from sync.hub.counting import tally
from sync.hub.counting.files import read_mixed
from sync.hub.management.acting import load_key, told_as_words
from sync.protocol.polls.poll import Poll


class Command(BaseCommand):
    help = "Step 3 of 4, on the machine of the tally key's holder: open the shuffled envelopes and count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mixed", type=Path, required=True, metavar="FILE")
        parser.add_argument("--tally-key", type=Path, required=True, metavar="FILE")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            file = read_mixed(options["mixed"].read_bytes())
            key = load_key(options["tally_key"])
            count = tally.open_tally(file.mixed, poll=Poll.from_wire(file.wire), key=key)
            tally.check_tellable(count, smallest=HubConfig().smallest_tally)
            result = tally.write_result(
                count, ballots=file.ballots, doubles=file.doubles, late=file.late, wire=file.wire
            )
            write_new(options["out"], result)
        self.stdout.write(f"{count.total} ballots, {count.valid} valid, {count.invalid} invalid")
