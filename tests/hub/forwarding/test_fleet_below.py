"""A fleet with all its trouble below a hub of hubs: what its own hub has in the end, the one above has, too."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from installer.fleet.hub_here import HubHere
from installer.fleet.runs import run_fleet
from installer.fleet.simulation import Plan, Time
from sync.hub.forwarding.sending import HttpLine
from sync.hub.intake.models import Batch
from sync.hub.stations.models import RetiredKey
from tests.hub.forwarding.test_forwarding import join, stored_above, stored_here
from tests.kits.hub import Hub
from tests.kits.real.hubs import RunningHub

UNTIL = datetime(2026, 11, 22, tzinfo=UTC)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("seed", range(1, 9 if metafunc.config.getoption("--full") else 2))


def test_what_the_hub_has_the_hub_above_has_too(
    hub: Hub, above: RunningHub, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    caplog.set_level(logging.CRITICAL, "sync.hub.intake.views")  # its clock is wrong now and then
    join(hub, above).save(hub.folder.parent)
    time, line = Time(UNTIL), HttpLine(above.url)
    below = HubHere(time, may_forget=True, parent=line)
    run = run_fleet(Plan(stations=6, days=3, seed=seed, until=UNTIL), below, time, settle=True)
    assert run.is_true, f"{run.summary()}; again: {run.replay}"
    assert run.story.hub_put_back and run.story.copied and RetiredKey.objects.exists(), "days with too little trouble"
    assert Batch.objects.filter(state="stored").count() > 10
    assert stored_here() <= stored_above(above)
