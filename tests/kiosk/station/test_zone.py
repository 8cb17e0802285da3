"""Polls open and close by the zone that the content names, not by the one a machine happens to be set to."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.session.context import Equipment
from kiosk.station.catalogue import read_offer
from sync.station.config import IdleConfig
from tests.kits.content import Keys, MemoryPackage, content_files


@pytest.fixture
def machine_in_new_york() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def today(zone: Any) -> date:
    """By a station at 23:30 UTC, which is the next day in Rostock."""
    nobody: Any = None
    equipment = Equipment(
        outbox=nobody, registers=nobody, now=lambda: datetime(2026, 11, 22, 23, 30, tzinfo=UTC), dated=nobody,
        random=Random(1), note=nobody, idle=IdleConfig(), zone=zone,
    )  # fmt: skip
    return equipment.today()


def test_the_day_of_a_poll_is_that_of_the_content(machine_in_new_york: None) -> None:
    assert today(None) == date(2026, 11, 22)
    assert today(ZoneInfo("Europe/Berlin")) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ({"time_zone": "Europe/Berlin"}, ZoneInfo("Europe/Berlin")),
        ({"time_zone": "Mars/Olympus_Mons"}, None),
        ({"time_zone": "../../etc/passwd"}, None),
        ({"time_zone": 1}, None),
        ({}, None),
    ],
)
def test_the_content_names_it_and_a_name_nobody_knows_closes_no_station(
    told: dict[str, Any], zone: ZoneInfo | None
) -> None:
    files = content_files(Keys())
    places = json.loads(files["places.json"])
    places["city"].pop("time_zone", None)
    places["city"] |= told
    files["places.json"] = json.dumps(places).encode()
    assert read_offer(MemoryPackage(files)).zone == zone
