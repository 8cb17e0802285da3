"""``count``: count a closed poll with the keys of its two holders."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sync.hub.counting.services import count_poll
from sync.hub.management.acting import COMMAND_LINE, demand_whole_box, load_key, told_as_words


class Command(BaseCommand):
    help = (
        "Count a closed poll with both keys in one place; their passwords are asked for. Of a quick poll the hub holds "
        "both. Two people on two machines: count-box, -mix, -tally, -keep."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("poll", help="the poll's id")
        kept = "(default: the one this hub holds, if it does)"
        parser.add_argument("--mix-key", type=Path, metavar="FILE", help=kept)
        parser.add_argument("--tally-key", type=Path, metavar="FILE", help=kept)

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        with told_as_words():
            demand_whole_box()
            tally = count_poll(
                options["poll"],
                mix=load_key(options["mix_key"] or _held_key(options["poll"], "mix")),
                tally=load_key(options["tally_key"] or _held_key(options["poll"], "tally")),
                smallest=settings.HUB_CONFIG.smallest_tally,
                results=settings.HUB_FOLDER.results,
                by=COMMAND_LINE,
                today=timezone.localdate(now),
                now=now,
            )
        self.stdout.write(f"{tally.total} ballots, {tally.valid} valid, {tally.invalid} invalid")
        for line in told_figures(tally.figures):
            self.stdout.write(line)
        self.stdout.write(f"result file: {settings.HUB_FOLDER.results / tally.poll}.json")


def _held_key(poll_id: str, step: str) -> Path:
    place: Path = settings.HUB_FOLDER.trustee_keys / Path(poll_id).name / f"{step}.pem"
    if not place.exists():
        raise CommandError(f"this hub holds no {step} key of a poll {poll_id}: --{step}-key says where it is")
    return place


def told_figures(figures: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Figures of any kind of poll as lines: a number before its name, what belongs together below its name."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from told_figures(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from told_figures({f"{name} {number}": one for number, one in enumerate(value, start=1)}, indent)
        elif isinstance(value, list):
            yield f"{indent}{name}: {', '.join(map(str, value)) or '-'}"
        else:
            yield f"{indent}{value:>8}  {name}"
