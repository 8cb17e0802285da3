"""Machines that speak with a key their station has changed since: people are told, and it is out of service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from django.urls import reverse

from sync.agent.enrol import enrol_station
from sync.agent.hub_client import HttpHubClient
from sync.hub.audit.models import AuditEntry
from sync.hub.intake.models import Incident
from sync.hub.stations.models import Device, DeviceSeen
from sync.hub.stations.services import revoke, switch_key
from sync.protocol.batches import NextKey
from sync.protocol.jws import read_unproven
from sync.protocol.keys import SigningKey
from sync.station.database import open_database
from sync.station.events import Event
from sync.station.state import StationState
from tests.hub.intake.test_copies import copy_of, everything_is_there, kinds
from tests.hub.test_rekey import HubAdapter, Place, new_place
from tests.kits.hub import Hub, Station


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def place(hub: Hub, tmp_path: Path) -> Place:
    return new_place(hub, tmp_path / "station")


def test_a_copy_from_before_the_change_is_told_of_and_out_of_service_until_it_is_enrolled_anew(
    hub: Hub, place: Place, tmp_path: Path
) -> None:
    clone = copy_of(place, tmp_path / "clone")
    place.rotate()
    for _ in range(2):
        place.put()
        place.round()
    clone.put()
    for _ in range(3):
        assert clone.round()[0] is Event.REVOKED
    place.put()
    place.round()
    assert kinds() == ["old-key"], "once, and it is not the station's fault"
    assert AuditEntry.objects.filter(event="old-key-used").count() == 1
    assert is_out_of_service(clone) and not is_out_of_service(place)
    _offers_the_way_out(hub)
    _enrol_anew(hub, clone)
    clone.put()
    clone.round()
    everything_is_there(place, clone)
    assert not is_out_of_service(clone)


def test_a_station_that_is_answered_by_somebody_else_asks_with_its_old_key_and_is_no_copy(
    hub: Hub, place: Place
) -> None:
    place.rotate()
    place.round()
    place.adapter = Portal(hub)
    for _ in range(3):
        place.put()
        place.adapter.answers_next = True
        assert Event.HUB_UNKNOWN in place.round()
    assert (kinds(), is_out_of_service(place)) == ([], False)
    place.round()
    everything_is_there(place)


def is_out_of_service(place: Place) -> bool:
    with closing(open_database(place.config.database)) as connection:
        return StationState(connection).is_revoked


class Portal(HubAdapter):
    """Answers the next question in the hub's place."""

    answers_next = False

    def send(self, request: Any, **options: Any) -> requests.Response:
        response = super().send(request, **options)
        if self.answers_next and request.url.endswith("heads"):
            self.answers_next = False
            response.raw.truncate(0)
        return response


def _enrol_anew(hub: Hub, place: Place) -> None:
    with closing(requests.Session()) as session:
        session.mount("http://", place.adapter)
        client = HttpHubClient("http://hub.test", find_key=lambda _kid: None, session=session)
        enrol_station(place.config, hub.code(now=now()), client=client, model="test", clock=now, again=True)


def _offers_the_way_out(hub: Hub) -> None:
    hub.client.force_login(User.objects.get(username=hub.account.user))
    incident = Incident.objects.get()
    page = hub.client.get(reverse("console:incident", args=[incident.pk])).content.decode()
    assert reverse("console:revoke", args=[incident.device]) in page
    assert reverse("console:enrol") in page


class TestStatuses:
    """Which of them are news, and what is answered."""

    @pytest.fixture
    def station(self, hub: Hub) -> Iterator[Station]:
        """It has changed its key after 9 statuses, of which the seventh was heard; the key here is the old one."""
        station = hub.enrolled_station()
        hub.post("heads", station.status(count=7).encode())
        self.new = SigningKey.generate()
        switch_key(Device.objects.get(id=station.device), NextKey(self.new.public, count=9), now=now())
        yield station

    def answer(self, hub: Hub, status: str) -> dict[str, Any]:
        response = hub.post("heads", status.encode())
        assert response.status_code == 200
        return read_unproven(response.content.decode())

    def test_one_that_may_be_old_is_no_news_and_is_asked_for_a_newer(self, hub: Hub, station: Station) -> None:
        before = DeviceSeen.objects.values().get(device=station.device)
        for count in (1, 7, 8, 9):
            said = self.answer(hub, station.status(count=count))
            assert (said["revoked"], said["n"] > count, said["heads"]) == (False, True, {})
        assert kinds() == []
        assert DeviceSeen.objects.values().get(device=station.device) == before

    def test_a_newer_one_is_told_once_a_day_and_nothing_of_it_is_kept(self, hub: Hub, station: Station) -> None:
        before = DeviceSeen.objects.values().get(device=station.device)
        for count in (10, 11):
            said = self.answer(hub, station.status(count=count))
            assert (said["revoked"], said["heads"]) == (True, {})
        assert kinds() == ["old-key"]
        assert DeviceSeen.objects.values().get(device=station.device) == before

    def test_who_knows_of_the_change_asks_with_the_new_key(self, hub: Hub, station: Station) -> None:
        status = station.status(count=8, next_kid=self.new.kid)
        assert hub.post("heads", status.encode()).status_code == 401
        assert kinds() == []

    def test_a_change_to_another_key_than_the_stations_is_that_of_another_machine(
        self, hub: Hub, station: Station
    ) -> None:
        assert self.answer(hub, station.status(count=10, next_kid=SigningKey.generate().kid))["revoked"]
        assert kinds() == ["old-key"]

    def test_of_a_revoked_station_nobody_has_to_be_told(self, hub: Hub, station: Station) -> None:
        revoke(station.device, note="copied", by="somebody", now=now())
        assert self.answer(hub, station.status(count=10))["revoked"]
        assert kinds() == []
