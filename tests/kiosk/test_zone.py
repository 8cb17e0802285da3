"""A day begins at the station when it begins at the hub, whatever zone the machine is set to."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.viewmodel.intents import OpenPoll, OpenPolls
from kiosk.viewmodel.views import PollsView, VoteView
from tests.kits.content import Keys
from tests.kits.station_twin import Kit

POLL = "polls/neuer-markt.json"


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Auckland", "Europe/Berlin"])
def _machine(request: pytest.FixtureRequest) -> Iterator[None]:
    """The machine's own zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def station(zone: str | None, moment: datetime) -> Kit:
    kit = Kit(keys=Keys())
    files = dict(kit.station.content.files)
    places = json.loads(files["places.json"])
    places["city"] |= {"time_zone": zone} if zone else {}
    files["places.json"] = json.dumps(places).encode()
    files[POLL] = json.dumps(json.loads(files[POLL]) | {"opens": "2026-06-01", "closes": "2026-06-30"}).encode()
    kit.station.content = replace(kit.station.content, files=files)
    kit.station.content_name = "with a zone"
    kit.station.time = moment
    kit.wait(1)
    return kit


def is_open(kit: Kit) -> bool:
    kit.at_home()
    assert isinstance(kit.ask(OpenPolls()), PollsView)
    return isinstance(kit.ask(OpenPoll("neuer-markt")), VoteView)


@pytest.mark.usefixtures("_machine")
@pytest.mark.parametrize(
    ("utc", "open_in_berlin"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), False),
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 5, 31, 22, 1, tzinfo=UTC), True),
    ],
)
def test_polls_open_and_close_by_the_days_of_the_city(utc: datetime, open_in_berlin: bool) -> None:
    assert is_open(station("Europe/Berlin", utc)) is open_in_berlin


@pytest.mark.usefixtures("_machine")
@pytest.mark.parametrize("zone", [None, "Rostock/Hafen", "../etc/passwd", "/etc/localtime", ""])
def test_without_a_zone_that_is_known_here_the_machines_own_stays(zone: str | None) -> None:
    kit = station(zone, datetime(2026, 6, 15, 12, tzinfo=UTC))
    assert kit.conductor.offer is not None and kit.conductor.offer.zone is None
    assert is_open(kit)
