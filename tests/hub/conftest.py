"""A real hub for each test: its own data folder, a real database, real keys and published content.

One hub is founded per session and database; each test gets a copy of its folder, and of its database. A test
marked ``on_both`` runs on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
os.environ.setdefault("MITMACH_HUB_DATA", str(Path(tempfile.gettempdir()) / "no-hub-here"))

import django
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone

from sync.hub.config import HubConfig, write_hub_config
from sync.hub.data_folder import HubFolder
from sync.hub.database_settings import use_database

django.setup()
settings.PASSWORD_HASHERS = ["tests.kits.quick_hashing.QuickHasher"]

from sync.hub.bootstrap import FirstAccount, found_hub  # noqa: E402  Django has to be set up first
from sync.hub.content.source import DEFAULT_CONTENT  # noqa: E402
from tests.kits.hub import Hub  # noqa: E402
from tests.kits.real.postgres import Postgres, running_postgres  # noqa: E402

CONFIG = HubConfig(counting_keys_here=True, for_showing_only=True)

Founded = tuple[HubFolder, FirstAccount]


@contextmanager
def use_folder(folder: HubFolder, config: HubConfig) -> Iterator[None]:
    """Everything Django does happens in this folder, and in its database."""
    before = connections.settings["default"]
    use_database(folder, config)
    try:
        with override_settings(HUB_FOLDER=folder, HUB_CONFIG=config):
            yield
    finally:
        connections.close_all()
        connections.settings["default"] = before
        connections["default"] = connections.create_connection("default")


@pytest.fixture(scope="session")
def found(tmp_path_factory: Any, django_db_blocker: Any) -> Callable[[HubConfig], Founded]:
    """Makes a new hub with Rostock's content, in a database of its own."""

    def make(config: HubConfig) -> Founded:
        folder = HubFolder(tmp_path_factory.mktemp("founded") / "hub")
        with django_db_blocker.unblock(), use_folder(folder, config):
            account = found_hub(folder, config, content=DEFAULT_CONTENT, user="admin", now=timezone.now())
        return folder, account

    return make


@pytest.fixture(scope="session")
def founded_hub(found: Callable[[HubConfig], Founded]) -> Founded:
    """A new hub on SQLite. Not to be changed: tests take copies."""
    return found(CONFIG)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the whole session."""
    with running_postgres(is_durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def founded_on_postgresql(postgres: Postgres, found: Callable[[HubConfig], Founded]) -> tuple[str, Founded]:
    """A new hub on PostgreSQL, and the name of its database. Not to be changed: tests take copies."""
    name = postgres.new_database()
    return name, found(dataclasses.replace(CONFIG, database=postgres.url(name)))


@pytest.fixture(scope="session")
def use_copy(founded_hub: Founded, django_db_blocker: Any) -> Callable[[Path], AbstractContextManager[Hub]]:
    """Makes and uses a copy of the hub on SQLite, for fixtures that last longer than one test."""
    founded, account = founded_hub
    return lambda place: _copy_in_use(founded, account, CONFIG, place, django_db_blocker)


@pytest.fixture
def hub(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Hub]:
    """A hub of this test's own, and everything a test wants of it."""
    if getattr(request, "param", "sqlite") == "sqlite":
        founded, account = request.getfixturevalue("founded_hub")
        with _copy_in_use(founded, account, CONFIG, tmp_path / "hub", django_db_blocker) as hub:
            yield hub
        return
    server: Postgres = request.getfixturevalue("postgres")
    origin, (founded, account) = request.getfixturevalue("founded_on_postgresql")
    name = server.new_database(like=origin)
    config = dataclasses.replace(CONFIG, database=server.url(name))
    try:
        with _copy_in_use(founded, account, config, tmp_path / "hub", django_db_blocker) as hub:
            yield hub
    finally:
        server.drop_database(name)


@contextmanager
def _copy_in_use(
    founded: HubFolder, account: FirstAccount, config: HubConfig, place: Path, blocker: Any
) -> Iterator[Hub]:
    folder = HubFolder(place)
    shutil.copytree(founded.root, folder.root)
    folder.config.unlink()
    write_hub_config(config, folder.config)
    with blocker.unblock(), use_folder(folder, config):
        yield Hub(folder, config, account, Client())
