"""A hub above the one under test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.hub.config import HubConfig
from sync.hub.data_folder import HubFolder
from tests.hub.conftest import CONFIG, Founded
from tests.kits.real.hubs import RunningHub, answering_hub


@pytest.fixture(scope="session")
def founded_parent(found: Callable[[HubConfig], Founded]) -> HubFolder:
    return found(CONFIG)[0]


@pytest.fixture
def above(founded_parent: HubFolder, tmp_path: Path) -> Iterator[RunningHub]:
    """A hub of its own, answering."""
    folder = tmp_path / "above"
    shutil.copytree(founded_parent.root, folder)
    with answering_hub(folder) as running:
        yield running
