"""A hub whose data folder was moved aside or replaced while it runs acknowledges nothing: nobody would know of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from sync.hub.intake.models import Batch
from sync.hub.intake.signer import forget_footing
from tests.kits.hub import Hub


def moved_aside(hub: Hub) -> None:
    hub.folder.root.rename(hub.folder.root.with_name("old"))


def replaced(hub: Hub) -> None:
    """Moved aside, and a restored one in its place."""
    moved_aside(hub)
    shutil.copytree(hub.folder.root.with_name("old"), hub.folder.root)


def database_replaced(hub: Hub) -> None:
    shutil.copy(hub.folder.database, hub.folder.root / "restored")
    (hub.folder.root / "restored").rename(hub.folder.database)


@pytest.mark.parametrize("happens", [moved_aside, replaced, database_replaced])
def test_an_abandoned_database_acknowledges_nothing(hub: Hub, happens: Callable[[Hub], None]) -> None:
    station = hub.enrolled_station()
    assert hub.post("batches", station.batch().to_bytes()).status_code == 200
    happens(hub)
    for path, body in (("batches", station.batch(keep=False).to_bytes()), ("heads", station.status().encode())):
        answer = hub.post(path, body)
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert hub.client.get("/health/ready").status_code == 503


def test_the_hub_that_is_started_in_its_place_goes_on(hub: Hub) -> None:
    station = hub.enrolled_station()
    assert hub.post("batches", station.batch().to_bytes()).status_code == 200
    database_replaced(hub)
    from django.db import connection

    connection.close()
    forget_footing()  # as a new process begins
    assert hub.post("batches", station.batch().to_bytes()).status_code == 200
    assert Batch.objects.count() == 2
