"""A hub with reports and a Klarschiff to hand them over to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sync.hub.announcements import selectors as announcements
from sync.hub.entries.models import ReviewState
from sync.hub.handover.config import HandoverSettings
from sync.hub.handover.elsewhere import fetch_open_reports, fetch_pictures
from sync.hub.handover.georeport import GeoReportServer
from sync.hub.handover.mail import Mailbox
from sync.hub.handover.models import Handover
from sync.hub.handover.sending import HandoverLine, hand_over
from sync.hub.handover.supports import tell_supports
from sync.hub.handover.tracking import ask_how_far
from sync.hub.reports.models import DefectReport
from sync.hub.reports.reviewing import set_review
from sync.protocol.report_status import Standing, StandingsFile, part_of, record_id_of
from tests.kits.hub import NOW, Hub, Station
from tests.kits.klarschiff_twin import KEY, MAILBOX, Klarschiff, new_klarschiff, serving
from tests.kits.mail_twin import MailServer, serving_mail

NUMBER = "4711181501234567"


@dataclass
class Town:
    """A hub beside its city's Klarschiff, and the time of both."""

    hub: Hub
    station: Station
    klarschiff: Klarschiff
    settings: HandoverSettings
    line: HandoverLine
    receiver: GeoReportServer
    stack: ExitStack
    now: datetime = NOW
    photos: dict[str, bytes] = field(default_factory=dict)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.klarschiff.now = self.now

    def run(self) -> None:
        """What the worker does after each pass."""
        hand_over(self.line)
        ask_how_far(self.line)
        fetch_open_reports(self.line)
        fetch_pictures(self.line)
        tell_supports(self.line)

    def report(self, number: str = NUMBER, *, approved: bool = True, **changes: Any) -> str:
        """A report that has come from a station; returns the id of its record."""
        record_id = record_id_of(number)
        values = {"category": "litter", "longitude": 12.13123, "latitude": 54.09456} | changes
        self.hub.accept(
            self.station.batch([self.station.report(record_id=record_id, number=number, **values)]), now=self.now
        )
        self.hub.work()
        if approved:
            set_review(record_id, ReviewState.APPROVED, note="", by="erika", now=self.now, seen=0)
        return record_id

    def row(self, number: str = NUMBER) -> Handover:
        return Handover.objects.get(report__record_id=record_id_of(number))

    def told(self, number: str = NUMBER) -> Standing | None:
        """What a person finds at a station with this number, once it was connected."""
        data = announcements.contents([name := part_of(record_id_of(number))])[name]
        return StandingsFile.from_bytes(data).find(record_id_of(number))

    def switch_off(self) -> None:
        self.stack.close()

    def switch_on(self) -> None:
        port = int(self.klarschiff.url.rsplit(":", 1)[1].split("/")[0])
        self.stack.enter_context(serving(self.klarschiff, port=port))


@pytest.fixture
def town(hub: Hub) -> Iterator[Town]:
    klarschiff = new_klarschiff()
    with ExitStack() as stack:
        stack.enter_context(serving(klarschiff))
        settings = HandoverSettings(
            name="Klarschiff.HRO", email=MAILBOX, address=klarschiff.url, categories={"litter": "12", "street": "17"}
        )
        receiver = GeoReportServer(settings, key=KEY)
        found: list[Town] = []
        line = HandoverLine(
            receiver,
            settings,
            photo_of=lambda report: found[0].photos.get(report.record_id),
            clock=lambda: found[0].now,
        )
        found.append(Town(hub, hub.enrolled_station(), klarschiff, settings, line, receiver, stack))
        yield found[0]
        receiver.close()


__all__ = ["NUMBER", "DefectReport", "Town", "town"]


@pytest.fixture
def mail(town: Town) -> Iterator[MailServer]:
    with serving_mail() as server:
        settings = HandoverSettings(
            kind="mail", name="Bauamt", email="station@stadt.example", to="bauamt@stadt.example",
            server="127.0.0.1", port=server.port, security="none",
        )  # fmt: skip
        town.line = replace(town.line, receiver=Mailbox(settings), settings=settings)
        yield server
