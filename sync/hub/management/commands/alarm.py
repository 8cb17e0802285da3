"""``alarm``: say by mail or webhook what is bad at this hub, or waits too long. For a timer."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone, translation

from sync.files import write_durably
from sync.hub.console.pages.contribution_needs import contribution_needs
from sync.hub.console.pages.report_needs import report_needs
from sync.hub.console.wording.hub import matter_rows
from sync.hub.monitoring.alarm_ways import NotSaid, say
from sync.hub.monitoring.alarms import Alarm, SaidAlarm, ToTell, said_after, to_tell
from sync.hub.monitoring.answering import is_answering
from sync.hub.monitoring.health_facts import measure_facts
from sync.hub.monitoring.health_rules import State, judge
from sync.hub.triage import selectors as triage
from sync.protocol.encoding import from_timestamp, parse_json, to_timestamp


class Command(BaseCommand):
    help = (
        "Say by mail or webhook (alarm_mail_to, alarm_webhook in hub.toml) what is bad at this hub, what was set aside "
        "and what waits too long: once when it begins, once a day while it lasts, and when it is over. For a timer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--test", action="store_true", help="send one message now, whatever is well or not")

    def handle(self, *_args: Any, **options: Any) -> None:
        config, now = settings.HUB_CONFIG, timezone.now()
        if not (config.alarm_mail_to or config.alarm_webhook):
            no_way = "hub.toml names no way for alarms: set alarm_mail_to or alarm_webhook"
            if options["test"]:
                raise CommandError(no_way)
            self.stdout.write(no_way)  # a timer that runs before anybody has set one is no fault
            return
        place: Path = settings.HUB_FOLDER.said_alarms
        said = _read(place)
        with translation.override("de"):
            told = (
                ToTell([Alarm("test", "Probe: Alarme dieser Zentrale kommen hier an.")], [])
                if options["test"]
                else to_tell(list(_open_now(now)), said=said, now=now)
            )
            if not told.is_any:
                self.stdout.write("nothing new to say")
                return
            try:
                ways = say(told, config, now=now)
            except NotSaid as error:
                raise CommandError(f"an alarm did not get out, and is tried again: {error}") from error
        if not options["test"]:
            kept = said_after(told, said=said, now=now)
            written = {name: {"words": one.words, "at": to_timestamp(one.at)} for name, one in kept.items()}
            place.parent.mkdir(mode=0o700, exist_ok=True)
            write_durably(place, json.dumps(written).encode())
        self.stdout.write(f"said by {' and '.join(ways)}: {len(told.begun)} begun, {len(told.over)} over")


def _open_now(now: datetime) -> Iterator[Alarm]:
    if not is_answering(settings.HUB_CONFIG):
        port = settings.HUB_CONFIG.port
        yield Alarm("web", f"Die Zentrale antwortet an Port {port} nicht: systemctl status mitmach-hub")
    try:
        facts = measure_facts(settings.HUB_FOLDER, settings.HUB_CONFIG, now=now)
        for row in matter_rows(facts, judge(facts)):
            if row.state is State.BAD:
                yield Alarm(row.matter.value, f"{row.name}: {row.sentence}")
        counts = {
            "incidents": (triage.open_incidents().count(), "Vorfälle, die jemand ansehen muss"),
            "aside": (triage.batches_to_decide().count(), "beiseitegelegte Pakete"),
            "quarantined": (triage.records_to_decide().count(), "Einträge, die nicht verwendet werden konnten"),
        }
        for name, (count, words) in counts.items():
            if count:
                yield Alarm(name, f"{words}: {count}")
        for need in (*report_needs(), *contribution_needs(None)):
            yield Alarm(f"waits {need.url}", need.title)
    except DatabaseError:
        yield Alarm("database", "Die Datenbank der Zentrale antwortet nicht.")


def _read(place: Path) -> dict[str, SaidAlarm]:
    try:
        kept = parse_json(place.read_bytes()).items()
        return {str(name): SaidAlarm(str(one["words"]), from_timestamp(one["at"])) for name, one in kept}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}  # rather said twice than not at all
