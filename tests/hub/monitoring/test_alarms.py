"""Alarms: each is said when it begins, once a day while it lasts, and when it is over; by mail and by webhook."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from sync.hub.config import HubConfig, HubConfigError, load_hub_config
from sync.hub.intake.models import SealedRecord
from sync.hub.monitoring.alarm_ways import subject_of, text_of
from sync.hub.monitoring.alarms import AGAIN, Alarm, SaidAlarm, ToTell, said_after, to_tell
from sync.hub.monitoring.metrics import measure
from tests.kits.hub import NOW, Hub, spoilt
from tests.kits.mail_twin import serving_mail
from tests.kits.real.programs import PROJECT


def test_what_lasts_is_said_again_after_a_day_and_what_is_over_once() -> None:
    disk, worker = Alarm("disk", "Disk"), Alarm("worker", "Worker")
    told = to_tell([disk, worker], said={}, now=NOW)
    said = said_after(told, said={}, now=NOW)
    assert [alarm.id for alarm in told.begun] == ["disk", "worker"]
    assert not to_tell([disk, worker], said=said, now=NOW + AGAIN / 2).is_any
    later = NOW + AGAIN
    told = to_tell([disk], said=said, now=later)
    assert (told.begun, told.over) == ([disk], [worker]), "what is over is told in its words"
    said = said_after(told, said=said, now=later)
    assert said == {"disk": SaidAlarm("Disk", later)}
    assert not to_tell([disk], said=said, now=later + timedelta(hours=1)).is_any


@contextmanager
def listening(status: int = 204) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address of the city's own, and what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/hook", told
        finally:
            server.shutdown()
            thread.join()


def run(config: HubConfig, *arguments: str, answers: bool = True) -> str:
    """The command, beside a web process that answers, or one that is gone."""
    out = io.StringIO()
    with listening() as (address, _):
        port = int(address.split(":")[2].split("/")[0])
        if answers:
            config = dataclasses.replace(config, address="0.0.0.0", port=port)
            with override_settings(HUB_CONFIG=config):
                call_command("alarm", *arguments, stdout=out)
    if not answers:
        with override_settings(HUB_CONFIG=dataclasses.replace(config, port=port)):
            call_command("alarm", *arguments, stdout=out)
    return out.getvalue()


def test_a_mail_and_a_webhook_say_what_is_to_be_decided_and_nobody_s_words(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = spoilt(station.report("Frau Meier"))
    hub.accept(station.batch([record]), now=timezone.now())
    hub.work()
    with serving_mail() as mail, listening() as (address, told):
        config = dataclasses.replace(
            hub.config, alarm_mail_to=("ops@example.org",), alarm_mail_from="hub@example.org",
            alarm_mail_server="127.0.0.1", alarm_mail_port=mail.port, alarm_webhook=address,
        )  # fmt: skip
        assert "1 begun" in run(config)
        assert "nothing new" in run(config)
        (letter,) = mail.mails
        assert letter["To"] == "ops@example.org"
        assert "konnten: 1" in letter.get_content()
        assert told[0]["begun"] == [{"id": "quarantined", "words": "Einträge, die nicht verwendet werden konnten: 1"}]
        assert "Frau Meier" not in letter.as_string() + json.dumps(told)
        assert "Probe" in run(config, "--test") or len(mail.mails) == 2


def test_what_is_over_is_told_in_the_words_in_which_it_began(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([spoilt(station.report())]), now=timezone.now())
    hub.work()
    with listening() as (address, told):
        config = dataclasses.replace(hub.config, alarm_webhook=address)
        run(config)
        SealedRecord.objects.all().delete()
        assert "0 begun, 1 over" in run(config)
        assert told[1]["over"] == told[0]["begun"]
        assert "- vorbei: Einträge, die nicht verwendet werden konnten: 1" in told[1]["text"]


@pytest.mark.parametrize(
    ("settings", "mark", "place"),
    [
        (HubConfig(for_training=True, for_showing_only=True), "Übung: ", "http://127.0.0.1:8000"),
        (HubConfig(for_showing_only=True, hosts=("::1",)), "Nur zum Zeigen: ", "http://[::1]:8000"),
        (HubConfig(https=True, hosts=("hub.example.org",)), "", "https://hub.example.org"),
        (HubConfig(public_address="https://mit.example.org/"), "", "https://mit.example.org"),
    ],
)
def test_an_alarm_says_of_which_hub_it_is_and_whether_anything_there_is_real(
    settings: HubConfig, mark: str, place: str
) -> None:
    told = ToTell([Alarm("disk", "Platz")], [])
    assert subject_of(told, settings) == f"{mark}Mitmachstation: Platz"
    text = text_of(told, settings)
    assert text.startswith(mark or "- Platz")
    assert text.endswith(f"Was zu tun ist: {place}\n")


def test_a_hub_that_answers_nobody_is_told_and_that_it_answers_again(hub: Hub) -> None:
    with listening() as (address, told):
        config = dataclasses.replace(hub.config, alarm_webhook=address)
        assert "1 begun" in run(config, answers=False)
        assert "0 begun, 1 over" in run(config)
    assert [one["id"] for one in told[0]["begun"]] == ["web"] == [one["id"] for one in told[1]["over"]]


def test_what_did_not_get_out_is_said_the_next_time(hub: Hub) -> None:
    station = hub.enrolled_station()
    hub.accept(station.batch([spoilt(station.report())]), now=timezone.now())
    hub.work()
    with listening(500) as (address, _told), pytest.raises(CommandError, match="webhook"):
        run(dataclasses.replace(hub.config, alarm_webhook=address))
    with listening() as (address, told):
        run(dataclasses.replace(hub.config, alarm_webhook=address))
        assert len(told) == 1


def test_no_way_and_a_wrong_way_are_told_in_words(hub: Hub, tmp_path: Any) -> None:
    with pytest.raises(CommandError, match="alarm_mail_to or alarm_webhook"):
        run(hub.config, "--test")
    assert "alarm_mail_to or alarm_webhook" in run(hub.config), "a timer may run before a way is set"
    file = tmp_path / "hub.toml"
    file.write_text('alarm_mail_to = ["a@b.de"]\n', encoding="utf-8")
    with pytest.raises(HubConfigError, match="alarm_mail_from"):
        load_hub_config(file)


def test_the_example_rules_ask_for_figures_that_there_are(hub: Hub) -> None:
    text = (PROJECT / "docs" / "monitoring" / "alerts.yml").read_text("utf-8")
    asked = set(re.findall(r"\bmitmach_(\w+)", " ".join(re.findall(r"expr: (.*)", text))))
    assert asked <= {figure.name for figure in measure(hub.folder, now=datetime.now(UTC))}
    assert len(re.findall(r"- alert:", text)) >= 8
