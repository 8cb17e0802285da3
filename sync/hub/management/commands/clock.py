"""``clock``: what a person says about the hub's own clock."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.management.arguments import one_line
from sync.hub.stations import hub_clock
from sync.hub.triage.services import MOST_NOTE, set_aside_late_ballots
from sync.hub.worker.list_records import list_records


class Command(BaseCommand):
    help = (
        "The hub's own clock. A hub whose clock has jumped against its own database signs nothing. `right` says that "
        "the clock is right all the same, after a long pause for example. `was-wrong` takes back what the hub has "
        "signed for later moments than now: stations go back to the right time, and ballots that such a clock judged "
        "late are set aside for a person to decide."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        for step, words in (
            ("right", "the clock is right now"),
            ("was-wrong", "it is right now, and was wrong before"),
        ):
            note = steps.add_parser(step, help=words)
            note.add_argument("--note", required=True, type=one_line(MOST_NOTE), help="why; it is in the audit log")

    def handle(self, *_args: Any, **options: Any) -> None:
        now, note = timezone.now(), options["note"]
        with told_as_words():
            if options["step"] == "right":
                hub_clock.trust_clock(note=note, by=COMMAND_LINE, now=now)
                self.stdout.write("the hub signs again")
                return
            hub_clock.take_back(note=note, by=COMMAND_LINE, now=now)
            while list_records(now=now):
                pass
            aside = set_aside_late_ballots(by=COMMAND_LINE, now=now)
            self.stdout.write(f"stations will hear it; ballots to be looked at again: {aside}")
