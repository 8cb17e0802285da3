"""A real hub for each test: its own data folder, a real SQLite file, real keys and published content.

One hub is founded per session; each test gets a copy of its folder. Django's connection is pointed at the copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
os.environ.setdefault("MITMACH_HUB_DATA", str(Path(tempfile.gettempdir()) / "no-hub-here"))

import django
import pytest
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone

from sync.hub.config import HubConfig
from sync.hub.folder import HubFolder

django.setup()

from sync.hub.founding import FirstAccount, found_hub  # noqa: E402  Django has to be set up first
from sync.hub.publishing.content_source import DEFAULT_CONTENT  # noqa: E402
from tests.hub.hub_twin import Hub  # noqa: E402

CONFIG = HubConfig(counting_keys_here=True, for_showing_only=True)


@contextmanager
def use_folder(folder: HubFolder, config: HubConfig) -> Iterator[None]:
    """Everything Django does happens in this folder."""
    database = connections.settings["default"]
    before = database["NAME"]
    connections.close_all()
    database["NAME"] = str(folder.database)
    try:
        with override_settings(HUB_FOLDER=folder, HUB_CONFIG=config):
            yield
    finally:
        connections.close_all()
        database["NAME"] = before


@pytest.fixture(scope="session")
def founded_hub(tmp_path_factory: Any, django_db_blocker: Any) -> tuple[HubFolder, FirstAccount]:
    """A new hub with Rostock's content. Not to be changed: tests take copies."""
    folder = HubFolder(tmp_path_factory.mktemp("founded") / "hub")
    with django_db_blocker.unblock(), use_folder(folder, CONFIG):
        account = found_hub(folder, CONFIG, content=DEFAULT_CONTENT, user="admin", now=timezone.now())
    return folder, account


@pytest.fixture
def hub(founded_hub: tuple[HubFolder, FirstAccount], tmp_path: Path, django_db_blocker: Any) -> Iterator[Hub]:
    """A hub of this test's own, and everything a test wants of it."""
    founded, account = founded_hub
    folder = HubFolder(tmp_path / "hub")
    shutil.copytree(founded.root, folder.root)
    with django_db_blocker.unblock(), use_folder(folder, CONFIG):
        yield Hub(folder, CONFIG, account, Client())
