"""A station in a folder whose team has a PIN."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.staff.store import StaffOffice
from kiosk.station.station import StationFile
from sync.station.config import StationConfig
from sync.station.staff_pin import write_pin
from tests.kits.staff import PIN


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Its folder."""
    (tmp_path / "data").mkdir()
    write_pin(tmp_path / "data", PIN)
    return tmp_path / "data"


@pytest.fixture
def office(data: Path) -> Iterator[StaffOffice]:
    """What it does for the team."""
    config = StationConfig(data=data, hub_url="http://127.0.0.1:1")
    with closing(StationFile(config, monotonic=lambda: 0.0)) as file:
        yield StaffOffice(config, file)
