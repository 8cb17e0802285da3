"""``count-mix``: the step of the mix key's holder. Needs no hub."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sync.files import write_new
from sync.hub.counting import tally
from sync.hub.counting.files import MixedFile, read_box, write_mixed
from sync.hub.management.acting import load_key, told_as_words
from sync.protocol.polls.poll import Poll


class Command(BaseCommand):
    help = "Step 2 of 4, on the machine of the mix key's holder: take off the first layer of a box, and shuffle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--box", type=Path, required=True, metavar="FILE")
        parser.add_argument("--mix-key", type=Path, required=True, metavar="FILE")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        with told_as_words():
            given = read_box(options["box"].read_bytes())
            key = load_key(options["mix_key"])
            mixed = tally.open_mix(given.box, poll=Poll.from_wire(given.wire), key=key)
            write_new(
                options["out"], write_mixed(MixedFile(given.wire, given.box.ballots, mixed, given.doubles, given.late))
            )
        self.stdout.write(f"{len(mixed.for_tally)} envelopes shuffled, box {given.box.hash}")
