"""What the tests of the exchange share: a clock, a hub twin, a station against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kits.hub_twin import HubTwin
from tests.kits.station import Clock, Station


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def twin(clock: Clock) -> HubTwin:
    return HubTwin(clock)


@pytest.fixture
def station(tmp_path: Path, twin: HubTwin, clock: Clock) -> Iterator[Station]:
    station = Station(tmp_path / "station", twin, clock)
    yield station
    station.connection.close()
