"""A stick, and a station that was enrolled by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub.courier.test_courier import Place, enrolled
from tests.kits.hub import Hub


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def place(hub: Hub, tmp_path: Path, stick: Path) -> Place:
    return enrolled(hub, tmp_path / "place", stick)
